import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type Zippable, zipSync } from 'fflate';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenCase } from '../../../electron/engine/case/case-file.ts';
import { makeKey, type TestKey, TestTrail } from '../../support/digests.ts';
import { json, record, writeFiles } from '../ingest/builders.ts';
import { entryOf, factsOf, ingest, keyList, lastModified, ledgerRow, TestCases, tarOf } from './support.ts';

let key: TestKey;
let cases: TestCases;
let opened: OpenCase;
let trail: TestTrail;
beforeAll(() => {
  key = makeKey();
});
beforeEach(() => {
  cases = new TestCases();
  opened = cases.make();
  trail = new TestTrail({ key }).write(2);
});
afterEach(() => cases.end());

/** The objects of the trail under names that say nothing. */
function opaqueFiles(): Record<string, Uint8Array> {
  const entries = trail.objects.map((object, at) => entryOf(object, `files/${at}.gz`));
  return {
    ...Object.fromEntries(trail.objects.map(({ bytes }, at) => [`files/${at}.gz`, bytes])),
    'objects.json': Buffer.from(JSON.stringify(entries)),
    'public-keys.json': Buffer.from(keyList(key)),
  };
}

function expectKnown(root: string): void {
  const facts = factsOf(opened);
  expect(Object.keys(facts)).toHaveLength(trail.objects.length);
  for (const [at, object] of trail.objects.entries()) {
    expect(facts[`${root}files/${at}.gz`]).toEqual({
      bucket: object.bucket,
      key: object.key,
      last_modified_ms: Date.parse(lastModified),
      metadata: JSON.stringify(entryOf(object).metadata),
    });
  }
  expect(ledgerRow(opened, `${root}files/0.gz`)).toMatchObject({
    account: '111122223333',
    region: 'eu-west-1',
    trail_kind: 'CloudTrail',
    delivered_ms: Date.UTC(2026, 0, 2, 0, 9),
  });
  expect(ledgerRow(opened, `${root}objects.json`)).toMatchObject({
    status: 'read',
    reason: null,
    shape: 'bundleIndex',
    is_kept: 1,
    trail_kind: null,
  });
  expect(
    opened.db.all('SELECT fingerprint, der, origin FROM public_keys').map((row) => ({ ...row })),
  ).toEqual([{ fingerprint: key.given.fingerprint, der: key.given.der, origin: 'file' }]);
}

describe('a bundle', () => {
  test('in a folder tells the bucket, the key and the metadata of its files, and brings public keys', async () => {
    writeFiles(cases.path('bundle'), opaqueFiles());
    await ingest(opened, [cases.path('bundle')]);
    expectKnown('');
  });

  test('in a zip does, wherever in the zip the list stands', async () => {
    const files = opaqueFiles();
    const { 'objects.json': index, ...others } = files;
    writeFileSync(cases.path('first.zip'), zipSync({ 'objects.json': index ?? new Uint8Array(), ...others }));
    await ingest(opened, [cases.path('first.zip')]);
    expectKnown('first.zip!/');
  });

  test('in a tar and in a compressed tar does', async () => {
    const tar = await tarOf(
      Object.fromEntries(Object.entries(opaqueFiles()).map(([name, bytes]) => [`./${name}`, bytes])),
    );
    writeFileSync(cases.path('bundle.tgz'), gzipSync(tar));
    await ingest(opened, [cases.path('bundle.tgz')]);
    expectKnown('bundle.tgz!/');
  });

  test('in an archive inside of an archive speaks of that archive', async () => {
    const inner = zipSync(opaqueFiles());
    const outer: Zippable = { 'a/inner.zip': inner, 'files/0.gz': gzipSync(json({ Records: [record(1)] })) };
    writeFileSync(cases.path('outer.zip'), zipSync(outer));
    await ingest(opened, [cases.path('outer.zip')]);
    expectKnown('outer.zip!/a/inner.zip!/');
  });

  test('in a folder below the root is an ordinary file', async () => {
    const files = Object.entries(opaqueFiles()).map(([name, bytes]) => [`below/${name}`, bytes]);
    writeFiles(cases.path('bundle'), Object.fromEntries(files));
    await ingest(opened, [cases.path('bundle')]);
    expect(factsOf(opened)).toEqual({});
    expect(ledgerRow(opened, 'below/objects.json')).toMatchObject({ status: 'notCloudTrail' });
  });

  test('imported again changes nothing, and what a killed import left out is filled', async () => {
    writeFiles(cases.path('bundle'), opaqueFiles());
    await ingest(opened, [cases.path('bundle')]);
    await ingest(opened, [cases.path('bundle')]);
    expectKnown('');
    // Where an import was killed between its last commit and its end.
    opened.db.run('DELETE FROM bundle_objects');
    opened.db.run('UPDATE objects SET account = NULL, region = NULL, trail_kind = NULL, delivered_ms = NULL');
    await ingest(opened, [cases.path('bundle')]);
    expectKnown('');
  });

  test('that came in parts says in the ledger what is missing, until it is there', async () => {
    const { 'files/0.gz': late, 'files/1.gz': later, ...early } = opaqueFiles();
    writeFiles(cases.path('bundle'), early);
    await ingest(opened, [cases.path('bundle')]);
    expect(ledgerRow(opened, 'objects.json')).toMatchObject({
      status: 'read',
      reason: 'Of the files that it names, 2 are not in this source (the first is “files/0.gz”).',
    });
    await ingest(opened, [], 'reindex');
    expect(ledgerRow(opened, 'objects.json').reason).toContain('2 are not in this source');
    writeFiles(cases.path('bundle'), {
      'files/0.gz': late ?? new Uint8Array(),
      'files/1.gz': later ?? new Uint8Array(),
    });
    await ingest(opened, [cases.path('bundle')]);
    expectKnown('');
  });

  test('keeps what the name of a file says', async () => {
    const [object] = trail.objects;
    if (object === undefined) throw new Error('The trail is empty');
    const name = '444455556666_CloudTrail_us-east-1_20250101T0000Z_abcdefgh.json.gz';
    writeFiles(cases.path('bundle'), {
      [name]: object.bytes,
      'objects.json': JSON.stringify([entryOf(object, name)]),
    });
    await ingest(opened, [cases.path('bundle')]);
    expect(ledgerRow(opened, name)).toMatchObject({ account: '444455556666', region: 'us-east-1' });
    expect(factsOf(opened)[name]).toMatchObject({ key: object.key });
  });

  test('whose list was corrected follows the newer list', async () => {
    const files = opaqueFiles();
    writeFiles(cases.path('bundle'), {
      ...files,
      'objects.json': JSON.stringify([
        {
          ...entryOf({ kind: 'log', bucket: 'old', key: 'old', bytes: new Uint8Array(), signature: null }),
          file: 'files/0.gz',
        },
      ]),
    });
    await ingest(opened, [cases.path('bundle')]);
    expect(factsOf(opened)['files/0.gz']).toMatchObject({ bucket: 'old' });
    writeFiles(cases.path('bundle'), files);
    await ingest(opened, [cases.path('bundle')]);
    expect(Object.values(factsOf(opened)).map(({ bucket }) => bucket)).toEqual(
      trail.objects.map(({ bucket }) => bucket),
    );
  });
});

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
