import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCase } from '../../../electron/engine/case/case-file.ts';
import { checkCustody } from '../../../electron/engine/case/custody.ts';
import { segmentsAfter } from '../../../electron/engine/case/segments.ts';
import { syncHistory } from '../../../electron/engine/case/syncs.ts';
import { decodeSegment } from '../../../electron/engine/columns/segment.ts';
import { trailObjects } from '../../support/bucket-trail.ts';
import { workersDir } from '../../support/engine.ts';
import { type FaultS3, startFaultS3 } from '../../support/fault-s3.ts';
import { reader } from '../s3/place.ts';

const files = 2000;
/** `npm run test:kill` asks for more. */
const kills = Number(process.env.SPOOR_KILLS ?? 5);
const folder = mkdtempSync(path.join(tmpdir(), 'spoor-sync-kill-'));
// Inside the project, where the SQLite binding is found.
const childFolder = path.join(workersDir, '../test/sync-kill');
let server: FaultS3;

beforeAll(async () => {
  server = await startFaultS3({ credentials: [reader], objects: trailObjects(files), pageSize: 300 });
  const bundle = await rolldown({
    input: { 'kill-child': path.join(import.meta.dirname, 'kill-child.ts') },
    external: ['@photostructure/sqlite', /^node:/],
    platform: 'node',
    tsconfig: false,
    logLevel: 'silent',
  });
  await bundle.write({ dir: childFolder, format: 'esm', entryFileNames: '[name].js' });
  await bundle.close();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const gets = (): number => server.requests.filter(({ operation }) => operation === 'get').length;

interface Moment {
  /** So many objects were asked for. */
  readonly gets: number;
  /** So many files were reported as done, those of earlier runs among them. */
  readonly done: number;
}

/** Syncs in a process of its own and kills it at a moment, whichever of the two comes first. @returns what it reported */
function run(casePath: string, moment: Moment | null): Promise<{ done: number; code: number | null }> {
  const before = gets();
  return new Promise((resolve, reject) => {
    const args = [
      path.join(childFolder, 'kill-child.js'),
      casePath,
      server.url,
      workersDir,
      path.join(folder, 'data'),
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let done = 0;
    child.stdout.on('data', (text: Buffer) => {
      done = Number(text.toString().trim().split('\n').at(-1));
    });
    const look = setInterval(() => {
      const isDue = moment !== null && (gets() - before >= moment.gets || done >= moment.done);
      if (isDue) child.kill('SIGKILL');
    }, 2);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(look);
      resolve({ done, code });
    });
  });
}

/** Near the end a commit could be the last one: there it is killed before any. */
function momentAfter(committed: number, { gets, done }: Moment): Moment {
  return committed > files - 500
    ? { gets: Math.min(gets, 40), done: files }
    : { gets, done: committed + done };
}

function open(casePath: string) {
  return openCase(casePath, { access: 'write', clock: Date.now, version: 'test' });
}

/** Every table but clocks, custody and syncs; packs and segments by what they hold. */
function contentsOf(casePath: string) {
  const opened = open(casePath);
  try {
    const { db } = opened;
    const rowsOf = (sql: string): string[] => db.all(sql).map((row) => JSON.stringify(row));
    const columns = [...segmentsAfter(db, 0)].map(({ layout, firstEvent, eventCount, bytes }) =>
      decodeSegment(layout, firstEvent, eventCount, bytes),
    );
    expect(db.get('PRAGMA integrity_check')?.integrity_check).toBe('ok');
    expect(checkCustody(db).ok).toBe(true);
    return {
      sources: rowsOf('SELECT id, kind, label, location, settings FROM sources'),
      files: rowsOf(
        'SELECT object, key, status, reason, sha256, size_bytes, hex(bytes) AS bytes FROM files ORDER BY object',
      ),
      objects: rowsOf(
        'SELECT id, source_id, key_hash, shape, trail_kind, is_kept, modified_ms, account, region, delivered_ms, record_count, left_out FROM objects ORDER BY id',
      ),
      s3Objects: rowsOf('SELECT * FROM s3_objects ORDER BY object_id'),
      blobs: rowsOf('SELECT hex(sha256) AS sha256, size_bytes FROM blobs ORDER BY sha256'),
      events: rowsOf('SELECT * FROM events ORDER BY id'),
      identities: rowsOf('SELECT * FROM identities ORDER BY id'),
      calls: rowsOf('SELECT * FROM calls ORDER BY id'),
      terms: rowsOf('SELECT * FROM terms ORDER BY id'),
      totals: rowsOf('SELECT * FROM totals'),
      places: rowsOf('SELECT * FROM places ORDER BY kind, term_id'),
      indexes: rowsOf("SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name"),
      columns: columns.map(({ terms }) => Object.values(terms).map((term) => [...term])).reduce(joined, []),
    };
  } finally {
    opened.close();
  }
}

/** Segments end where transactions did: only all of them together are the same. */
function joined(all: number[][], segment: number[][]): number[][] {
  return segment.map((column, at) => [...(all[at] ?? []), ...column]);
}

test('a sync that was killed again and again at random moments ends in the same case as one that was not', async () => {
  const killed = path.join(folder, 'killed.spoor');
  const whole = path.join(folder, 'whole.spoor');
  // Some before anything is committed, most after: both what is committed and what is not must come out right.
  const gets = fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 120 }) },
    { weight: 2, arbitrary: fc.constant(files) },
  );
  const moments = fc.sample(fc.record({ gets, done: fc.integer({ min: 1, max: 60 }) }), {
    numRuns: kills,
    seed: 20_261_123,
  });
  let committed = 0;
  let commits = 0;
  for (const moment of moments) {
    const { done, code } = await run(killed, momentAfter(committed, moment));
    // Killed, and not at its end: the test would prove nothing.
    expect(code).toBeNull();
    if (!existsSync(killed)) continue;
    const opened = open(killed);
    const row = opened.db.get("SELECT count(*) AS n FROM objects WHERE status = 'read'");
    expect(Number(row?.n)).toBeGreaterThanOrEqual(done);
    if (Number(row?.n) > committed) commits += 1;
    committed = Number(row?.n);
    const [newest] = syncHistory(opened.db, false);
    expect(newest === undefined || newest.outcome === 'interrupted').toBe(true);
    opened.close();
  }
  expect((await run(killed, null)).code).toBe(0);
  expect((await run(whole, null)).code).toBe(0);
  expect(commits).toBeGreaterThan(kills / 4);
  const contents = contentsOf(killed);
  expect(contents.files).toHaveLength(files);
  expect(contents).toEqual(contentsOf(whole));
}, 240_000);
