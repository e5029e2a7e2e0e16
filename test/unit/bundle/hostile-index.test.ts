import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenCase } from '../../../electron/engine/case/case-file.ts';
import { json, record, writeFiles } from '../ingest/builders.ts';
import { factsOf, ingest, ledgerRow, TestCases } from './support.ts';

let cases: TestCases;
let opened: OpenCase;
beforeEach(() => {
  cases = new TestCases();
  opened = cases.make();
});
afterEach(() => cases.end());

describe('a hostile list', () => {
  const good = {
    bucket: 'acme-trail',
    key: 'AWSLogs/x.json.gz',
    file: 'a.gz',
    metadata: { signature: '00' },
  };
  const log = gzipSync(json({ Records: [record(1)] }));

  async function importList(list: string | Uint8Array) {
    writeFiles(cases.path('bundle'), { 'a.gz': log, 'sub/b.gz': log, 'objects.json': list });
    await ingest(opened, [cases.path('bundle')]);
    return ledgerRow(opened, 'objects.json');
  }

  test('cannot name anything outside of its source', async () => {
    writeFiles(cases.folder, { 'outside.gz': log });
    const files = [
      '../outside.gz',
      `${cases.folder}/outside.gz`,
      'sub/../a.gz',
      '/a.gz',
      'sub\\b.gz',
      'x!/a.gz',
      '%',
      '',
    ];
    const row = await importList(JSON.stringify(files.map((file) => ({ ...good, file }))));
    expect(factsOf(opened)).toEqual({});
    expect(row.reason).toContain('1 of its entries cannot be used (the first is number 8: its file)');
    expect(row.reason).toContain('7 are not in this source (the first is “../outside.gz”)');
  });

  test('that says two things of one file is believed in neither; the same thing twice is fine', async () => {
    const row = await importList(
      JSON.stringify([
        good,
        { ...good, bucket: 'another' },
        { ...good, file: 'sub/b.gz', metadata: { a: '1', b: '2' } },
        { ...good, file: './sub/b.gz', metadata: { b: '2', a: '1' } },
      ]),
    );
    expect(Object.keys(factsOf(opened))).toEqual(['sub/b.gz']);
    expect(row).toMatchObject({
      status: 'read',
      reason:
        'Of the files that it names, 1 are named more than once with different answers, of which none is used (the first is “a.gz”).',
    });
  });

  test('costs no good entry its answer, and says what is wrong with the others', async () => {
    const bad = [null, 7, 'text', [], {}, { ...good, bucket: 5 }, { ...good, metadata: { signature: 1 } }];
    const worse = [
      { ...good, lastModified: 'yesterday' },
      { ...good, key: 'k'.repeat(5000) },
      { ...good, metadata: [] },
    ];
    const row = await importList(JSON.stringify([...bad, ...worse, good]));
    expect(row).toMatchObject({
      status: 'partly',
      shape: 'bundleIndex',
      reason: '10 of its entries cannot be used (the first is number 1: its form).',
    });
    expect(Object.keys(factsOf(opened))).toEqual(['a.gz']);
  });

  test.each([
    ['{"bucket":"acme-trail"}', 'notCloudTrail', 'is a list of objects'],
    ['[1,2,3]', 'damaged', '3 of its entries cannot be used'],
    ['[{"bucket":', 'damaged', 'ends'],
    ['hello', 'notCloudTrail', 'not JSON'],
    ['', 'empty', 'empty'],
  ])('%s stands in the ledger with its reason', async (list, status, reason) => {
    const row = await importList(list);
    expect(row).toMatchObject({ status, shape: null });
    expect(row.reason).toContain(reason);
    expect(factsOf(opened)).toEqual({});
  });

  test('that was cut off is used as far as it goes', async () => {
    const row = await importList(JSON.stringify([good, { ...good, file: 'sub/b.gz' }]).slice(0, -10));
    expect(row).toMatchObject({ status: 'partly', shape: 'bundleIndex' });
    expect(Object.keys(factsOf(opened))).toEqual(['a.gz']);
  });

  test('of a hundred thousand entries is read whole', async () => {
    const entries = Array.from({ length: 100_000 }, (_, at) => ({
      ...good,
      key: `AWSLogs/${at}/${'k'.repeat(150)}`,
      file: `${at}.gz`,
    }));
    const row = await importList(
      `[\n${[...entries, good].map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`,
    );
    expect(row.reason).toBe(
      'Of the files that it names, 100000 are not in this source (the first is “0.gz”).',
    );
    expect(Object.keys(factsOf(opened))).toEqual(['a.gz']);
  });

  test('with control signs in its names keeps them out of the ledger', async () => {
    const row = await importList(
      JSON.stringify([
        { ...good, file: '\u001b[31mred\u202e\ud800\u0000' },
        { ...good, bucket: 'b\u0000\ud800' },
      ]),
    );
    expect(row.reason).toContain('“\ufffd[31mred\ufffd\ufffd\ufffd”');
    expect(factsOf(opened)['a.gz']).toMatchObject({ bucket: 'b\ufffd\ufffd' });
  });

  test('of any form never ends an import', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.anything({ withNullPrototype: false, maxDepth: 3 }), { maxLength: 5 }),
        async (values) => {
          const list = JSON.stringify([...values, good], (_, value: unknown) =>
            typeof value === 'bigint' ? String(value) : value,
          );
          const row = await importList(list);
          expect(row.shape).toBe('bundleIndex');
          expect(Object.keys(factsOf(opened))).toEqual(['a.gz']);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('that is a log by its content is read as a log', async () => {
    const row = await importList(json({ Records: [record(5)] }));
    expect(row).toMatchObject({ status: 'read', shape: 'records' });
  });
});
