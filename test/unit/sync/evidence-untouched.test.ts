import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { checkCustody } from '../../../electron/engine/case/custody.ts';
import { Database } from '../../../electron/engine/case/driver.ts';
import { checkEvidence } from '../../../electron/engine/case/evidence-seal.ts';
import { writeReport } from '../../../electron/engine/report/write-report.ts';
import { makeKey, TestTrail } from '../../support/digests.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import { type FaultS3, startFaultS3 } from '../../support/fault-s3.ts';
import { keyListJson, writeTrailFolder } from '../../support/trail-folder.ts';
import { reader } from '../s3/place.ts';
import { connect, sync } from './sync-desk.ts';

const key = makeKey();
let test: TestEngine;
let server: FaultS3;
let info: CaseInfo;
let file = '';

/** A case with a bucket and a bundle in it: every table of evidence has rows. */
beforeAll(async () => {
  test = await startTestEngine();
  info = await test.newCase();
  file = path.join(info.place, info.name);
  const synced = new TestTrail({ key, bucket: 'trail-bucket' }).write(3);
  const objects = synced.objects.map(({ key: name, bytes, signature }) => ({
    ...{ key: name, body: bytes },
    metadata: signature === null ? {} : { signature },
  }));
  server = await startFaultS3({ credentials: [reader], objects });
  expect((await sync(test.engine, info, await connect(test.engine, server.url))).state).toBe('done');
  await importBundle('bundle', 'us-east-1');
}, 60_000);
afterAll(async () => {
  await test.stop();
  await server.stop();
});

async function importBundle(name: string, region: string): Promise<void> {
  const folder = path.join(test.folder, name);
  mkdirSync(folder);
  const { objects } = new TestTrail({ key, region, homeRegion: region }).write(3);
  writeTrailFolder(folder, objects);
  const entries = objects.map(({ key: object, bucket, signature }) => ({
    ...{ bucket, key: object, file: object },
    metadata: signature === null ? {} : { signature },
  }));
  writeFileSync(path.join(folder, 'objects.json'), JSON.stringify(entries));
  writeFileSync(path.join(folder, 'public-keys.json'), keyListJson([key]));
  expect((await test.importInto(info, folder)).error).toBeNull();
}

const evidence = {
  sources: 'SELECT * FROM sources ORDER BY id',
  packs: 'SELECT * FROM packs ORDER BY id',
  blobs: 'SELECT * FROM blobs ORDER BY sha256',
  objects: `SELECT id, source_id, key, key_hash, trail_kind, is_kept, sha256, size_bytes, modified_ms, account, region,
    delivered_ms, seen_at_ms FROM objects ORDER BY id`,
  s3: 'SELECT * FROM s3_objects ORDER BY object_id',
  bundles: 'SELECT * FROM bundle_objects ORDER BY object_id',
  keys: 'SELECT * FROM public_keys ORDER BY fingerprint',
  answers: 'SELECT * FROM trail_answers ORDER BY id',
  syncs: 'SELECT * FROM syncs ORDER BY id',
};

/** A hash for each table of evidence, and one for the rows of custody that were there at first. */
function evidenceNow(custodyRows: number): Record<string, string> {
  return reading((db) => {
    const all = { ...evidence, custody: `SELECT * FROM custody WHERE seq <= ${custodyRows} ORDER BY seq` };
    return Object.fromEntries(
      Object.entries(all).map(([name, sql]) => {
        const hash = createHash('sha256');
        let rows = 0;
        for (const row of db.iterate(sql)) {
          rows += 1;
          for (const [column, value] of Object.entries(row)) {
            hash.update(`${column} ${typeof value} `);
            hash.update(value instanceof Uint8Array ? value : String(value));
          }
        }
        return [name, `${rows} ${hash.digest('hex')}`];
      }),
    );
  });
}

function reading<T>(read: (db: Database) => T): T {
  const db = Database.open(file, { readOnly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

async function jobEnds(start: Promise<{ job: string }>): Promise<void> {
  const { state, error } = await endOf(test.engine, (await start).job);
  expect({ state, error }).toEqual({ state: 'done', error: null });
}

async function saved(name: string): Promise<string> {
  return (await test.engine.grantPath(path.join(test.folder, name), 'save')).token;
}

const everything = { fromMs: null, untilMs: null, accounts: [], regions: [], trails: [] };
const selection = { filter: 'name:*', withDuplicates: true };

const deeds: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'closing and opening',
    async () => {
      await test.engine.call('cases.close', { case: info.case });
      const { token } = await test.engine.grantPath(file, 'file');
      info = await test.engine.call('cases.open', { grant: token, access: 'write' });
    },
  ],
  [
    'filtering and reading',
    async () => {
      const sort = { field: 'time', descending: true } as const;
      const page = { sort, offset: 0, limit: 100, columns: ['name' as const] };
      const view = await test.engine.call('events.view', {
        ...{ case: info.case, ...selection, page },
        histogram: { maxBars: 100 },
        facets: [{ field: 'name', top: 10 }],
      });
      expect(view.rows.length).toBeGreaterThan(5);
      for (const { event } of view.rows) await test.engine.call('events.get', { case: info.case, event });
    },
  ],
  [
    'verifying',
    () => jobEnds(test.engine.call('verify.start', { case: info.case, choice: everything, keys: null })),
  ],
  [
    'exporting',
    async () =>
      jobEnds(
        test.engine.call('export.start', {
          ...{ case: info.case, ...selection, columns: ['time', 'name'], zone: 'UTC', formulaGuard: true },
          ...{ sort: { field: 'time', descending: false }, target: await saved('out.csv'), overwrite: true },
        }),
      ),
  ],
  [
    'bundling',
    async () =>
      jobEnds(
        test.engine.call('bundle.start', {
          ...{ case: info.case, filter: '', target: await saved('out.zip'), overwrite: true },
        }),
      ),
  ],
  [
    'writing a report',
    async () => {
      const db = Database.open(file, { readOnly: true });
      const { bytes } = await writeReport({
        ...{ db, caseName: info.name, version: 'test', format: 'html', overwrite: true, clock: Date.now },
        ...{ target: path.join(test.folder, 'report.html'), signal: new AbortController().signal },
      });
      db.close();
      expect(bytes).toBeGreaterThan(1000);
    },
  ],
  ['rebuilding the index', () => jobEnds(test.engine.call('reindex.start', { case: info.case }))],
  [
    'showing custody',
    async () => {
      const { check } = await test.engine.call('custody.page', { case: info.case, offset: 0, limit: 10 });
      expect(check).toMatchObject({ ok: true, evidence: { ok: true, unsealed: 0 } });
    },
  ],
];

describe('evidence is not altered by', () => {
  it.each(deeds)('%s', async (_, deed) => {
    const rows = reading(checkCustody).rows;
    const before = evidenceNow(rows);
    for (const name of ['sources', 'packs', 'blobs', 'objects', 's3', 'bundles', 'keys', 'syncs', 'custody'])
      expect(before[name], name).not.toMatch(/^0 /);
    await deed();
    expect(evidenceNow(rows)).toEqual(before);
    expect(reading(checkCustody).ok).toBe(true);
    expect(reading(checkEvidence)).toMatchObject({ ok: true, unsealed: 0 });
  });

  it('a later import, which adds to it and seals what it added', async () => {
    const { files } = reading(checkEvidence);
    await importBundle('later', 'eu-central-1');
    const after = reading(checkEvidence);
    expect(after).toEqual({ ok: true, brokenAt: null, files: files + 11, unsealed: 0 });
    const sealed = reading((db) =>
      db.get(`SELECT json_extract(details, '$.sealed.files') AS n FROM custody ORDER BY seq DESC LIMIT 1`),
    );
    expect(sealed?.n).toBe(11);
  });
});
