import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { writeBundle } from '../../../electron/engine/bundle/write-bundle.ts';
import { upsertBucket } from '../../../electron/engine/case/bucket-settings.ts';
import type { OpenCase } from '../../../electron/engine/case/case-file.ts';
import { S3ObjectWriter } from '../../../electron/engine/case/s3-objects.ts';
import { makeKey, type StoredObject, type TestKey, TestTrail } from '../../support/digests.ts';
import { json, record, writeFiles } from '../ingest/builders.ts';
import { entryOf, factsOf, ingest, ledgerRow, TestCases } from './support.ts';

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
  trail = new TestTrail({ key }).write(3);
});
afterEach(() => cases.end());

function bundle(
  filter = '',
  {
    name = 'out.zip',
    overwrite = false,
    signal = new AbortController().signal,
    onProgress = () => {},
  }: {
    readonly name?: string;
    readonly overwrite?: boolean;
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: { done: number; total: number; bytes: number }) => void;
  } = {},
) {
  return writeBundle({
    db: opened.db,
    filter: parseFilter(filter),
    target: cases.path(name),
    overwrite,
    version: 'test',
    signal,
    onProgress,
  });
}

const membersOf = (name = 'out.zip') => unzipSync(readFileSync(cases.path(name)));
const logsOf = (name = 'out.zip'): string[] =>
  Object.keys(membersOf(name))
    .filter((member) => !/^(?:objects|public-keys)\.json$/.test(member))
    .sort();

const bytesIn = (one: OpenCase): string[] =>
  one.db
    .all(
      `SELECT hex(o.sha256) || ' ' || coalesce(b.key, o.key) AS line FROM objects AS o
      LEFT JOIN bundle_objects AS b ON b.object_id = o.id
      WHERE o.is_kept = 1 AND coalesce(o.shape, '') NOT IN ('bundleIndex', 'trailAnswer') ORDER BY line`,
    )
    .map(({ line }) => String(line));
const keysIn = (one: OpenCase) =>
  one.db
    .all('SELECT fingerprint, der, valid_from_ms, valid_until_ms FROM public_keys')
    .map((row) => ({ ...row }));
const saidIn = (one: OpenCase) =>
  Object.values(factsOf(one))
    .map((row) => JSON.stringify(row))
    .sort();

describe('a bundle of a case', () => {
  test('makes the same case again: bytes, what S3 knew, public keys; and so does a bundle of that', async () => {
    await ingest(opened, [cases.fillBundle(key, trail.objects)]);
    const result = await bundle();
    expect(result).toMatchObject({ name: 'out.zip', rows: trail.objects.length });
    expect(result.bytes).toBe(readFileSync(cases.path('out.zip')).length);
    expect(logsOf()).toEqual(trail.objects.map((object) => object.key).sort());
    const again = cases.make('again');
    await ingest(again, [cases.path('out.zip')]);
    expect(bytesIn(again)).toEqual(bytesIn(opened));
    expect(saidIn(again)).toEqual(saidIn(opened));
    expect(keysIn(again)).toEqual(keysIn(opened));
    expect(ledgerRow(again, 'out.zip!/objects.json')).toMatchObject({ status: 'read', reason: null });
    const first = opened;
    opened = again;
    await bundle('', { name: 'twice.zip' });
    opened = first;
    expect(Object.keys(membersOf('twice.zip')).sort()).toEqual(Object.keys(membersOf()).sort());
  });

  test('of what was synced has the bucket of the source and the metadata of the objects', async () => {
    const [object] = trail.hours.map(({ digest }) => digest);
    if (object === undefined) throw new Error('The trail is empty');
    writeFiles(cases.path('synced'), { [object.key]: object.bytes });
    await ingest(opened, [cases.path('synced')]);
    const place = {
      bucket: 'acme-trail',
      prefix: '',
      region: 'eu-west-1',
      endpoint: null,
      isPathStyle: false,
    };
    const source = upsertBucket(
      opened.db,
      JSON.parse(JSON.stringify({ place, signIn: null, caPem: null, choice: {}, selectorsJson: null })),
      0,
    );
    opened.db.run('UPDATE objects SET source_id = ?', source);
    const facts = new S3ObjectWriter(opened.db);
    facts.add(
      1,
      {
        ...{
          etag: 'e',
          versionId: null,
          storageClass: null,
          encryption: null,
          kmsKeyId: null,
          checksums: {},
        },
        lastModifiedMs: Date.UTC(2026, 0, 2, 1, 10),
        metadata: entryOf(object).metadata,
      },
      null,
    );
    facts.flush();
    await bundle();
    const index = membersOf()['objects.json'] ?? new Uint8Array();
    expect(JSON.parse(Buffer.from(index).toString())).toEqual([entryOf(object)]);
  });

  test('of a plain download has its files, and says nothing of them', async () => {
    writeFiles(cases.path('plain'), { 'a/b.json.gz': gzipSync(json({ Records: [record(1)] })) });
    await ingest(opened, [cases.path('plain')]);
    await bundle();
    expect(Buffer.from(membersOf()['objects.json'] ?? []).toString()).toBe('[]\n');
    expect(logsOf()).toEqual(['a/b.json.gz']);
    expect(Object.keys(membersOf())).not.toContain('public-keys.json');
  });

  test('has a file once that came from two places, with what either knew of it', async () => {
    const [object] = trail.objects;
    if (object === undefined) throw new Error('The trail is empty');
    writeFiles(cases.path('plain'), { [object.key]: object.bytes });
    await ingest(opened, [cases.path('plain')]);
    await ingest(opened, [cases.fillBundle(key, [object])]);
    await bundle();
    expect(logsOf()).toEqual([object.key]);
    expect(JSON.parse(Buffer.from(membersOf()['objects.json'] ?? []).toString())).toEqual([entryOf(object)]);
  });

  test('has two versions of one key under two names, both with that key', async () => {
    const objects = [1, 2].map(
      (number): StoredObject => ({
        kind: 'log',
        bucket: 'acme-trail',
        key: trail.logKey(Date.UTC(2026, 0, 2), 'abcd'),
        bytes: gzipSync(json({ Records: [record(number)] })),
        signature: null,
      }),
    );
    await ingest(opened, [cases.fillBundle(key, objects)]);
    await bundle();
    const name = objects[0]?.key ?? '';
    expect(logsOf()).toEqual([name, `version-2/${name}`]);
    const again = cases.make('again');
    await ingest(again, [cases.path('out.zip')]);
    expect(bytesIn(again)).toEqual(bytesIn(opened));
    expect(saidIn(again)).toEqual(saidIn(opened));
    // What a file is, is still read from its name.
    expect(ledgerRow(again, `out.zip!/version-2/${name}`)).toMatchObject({ account: '111122223333' });
  });

  test('gives hostile keys names that stay below the folder they are unpacked to', async () => {
    const keys = [
      '/etc/passwd',
      '../../up.gz',
      'C:\\Windows\\x.gz',
      'a/./b',
      'a//b',
      'nul',
      'tail. /x',
      '\u001b[2J\u202e',
      'objects.json',
      'Objects.JSON',
      'p',
      'p/q',
      'x'.repeat(3000),
      'y/'.repeat(1500),
    ];
    const objects = keys.map(
      (hostile, at): StoredObject => ({
        kind: 'log',
        bucket: 'acme-trail',
        key: hostile,
        bytes: gzipSync(json({ Records: [record(at)] })),
        signature: null,
      }),
    );
    await ingest(opened, [cases.fillBundle(key, objects)]);
    expect(await bundle()).toMatchObject({ rows: keys.length });
    const names = logsOf();
    expect(names).toHaveLength(keys.length);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(keys.length);
    for (const name of names) {
      expect(name).toMatch(/^[^/\\:\p{C}]+(?:\/[^/\\:\p{C}]+)*$/u);
      expect(name.split('/')).not.toContain('..');
      expect(name.length).toBeLessThan(1100);
      expect(names.some((other) => other.startsWith(`${name}/`))).toBe(false);
    }
    const again = cases.make('again');
    await ingest(again, [cases.path('out.zip')]);
    expect(saidIn(again)).toEqual(saidIn(opened));
  });
});

describe('a bundle that is not finished', () => {
  const leftovers = () => readdirSync(cases.folder).filter((name) => /zip|partial/.test(name));

  beforeEach(async () => {
    await ingest(opened, [cases.fillBundle(key, trail.objects)]);
  });

  test('because it was cancelled leaves no file', async () => {
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }): void => {
      if (done === 2) controller.abort();
    };
    await expect(bundle('', { signal: controller.signal, onProgress })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(leftovers()).toEqual([]);
  });

  test('because the case is damaged leaves no file, and says which file it is', async () => {
    opened.db.run('UPDATE packs SET bytes = zeroblob(length(bytes))');
    await expect(bundle()).rejects.toMatchObject({
      code: 'damaged-case',
      message: expect.stringContaining('AWSLogs/'),
    });
    expect(leftovers()).toEqual([]);
  });

  test('because the name is taken changes nothing, unless it may be replaced', async () => {
    writeFileSync(cases.path('out.zip'), 'mine');
    await expect(bundle()).rejects.toMatchObject({ code: 'already-exists' });
    expect(readFileSync(cases.path('out.zip'), 'utf8')).toBe('mine');
    await bundle('', { overwrite: true });
    expect(logsOf()).toHaveLength(trail.objects.length);
  });

  test('because there is no such folder says so', async () => {
    await expect(bundle('', { name: path.join('nowhere', 'out.zip') })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('tells how far it is, file by file', async () => {
    const seen: number[] = [];
    await bundle('', { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen).toEqual(trail.objects.map((_, at) => (at + 1) / trail.objects.length));
  });
});
