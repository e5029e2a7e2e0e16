import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
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

  test('whose import was cancelled is known as far as it came, and whole after the next one', async () => {
    const log = gzipSync(json({ Records: [record(1)] }));
    const files = Array.from({ length: 1500 }, (_, at) => `files/${String(at).padStart(4, '0')}.gz`);
    writeFiles(cases.path('bundle'), {
      // Early in the listing, so that it is in the case when the import ends.
      'objects.json': JSON.stringify(
        files.map((file) => ({ bucket: 'acme-trail', key: `AWSLogs/${file}`, file, metadata: {} })),
      ),
      ...Object.fromEntries(files.map((file) => [file, log])),
    });
    writeFileSync(
      cases.path('bundle.tar'),
      await tarOf(
        Object.fromEntries(
          ['objects.json', ...files].map((file) => [file, readFileSync(cases.path(`bundle/${file}`))]),
        ),
      ),
    );
    const controller = new AbortController();
    const first = await ingest(opened, [cases.path('bundle.tar')], 'import', controller.signal, () =>
      controller.abort(),
    );
    expect(first.isCancelled).toBe(true);
    const filesOf = "SELECT count(*) AS n FROM objects WHERE key LIKE '%.gz'";
    expect(Object.keys(factsOf(opened))).toHaveLength(Number(opened.db.get(filesOf)?.n));
    await ingest(opened, [cases.path('bundle.tar')]);
    expect(Object.keys(factsOf(opened))).toEqual(files.map((file) => `bundle.tar!/${file}`));
    expect(ledgerRow(opened, 'bundle.tar!/objects.json')).toMatchObject({ status: 'read', reason: null });
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
