import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCase, type OpenCase } from '../../../electron/engine/case/case-file.ts';
import { checkCustody } from '../../../electron/engine/case/custody.ts';
import { startIngest } from '../../../electron/engine/ingest/start-ingest.ts';
import { guid, json, record, temporaryFolder, workersDir, writeFiles } from './builders.ts';

let folder = '';
let opened: OpenCase;

beforeEach(() => {
  folder = temporaryFolder();
  opened = createCase(path.join(folder, 'test.spoor'), { clock: Date.now, version: 'test' });
});
afterEach(() => {
  opened.close();
  rmSync(folder, { recursive: true, force: true });
});

function ingest(
  paths: readonly string[],
  mode: 'import' | 'reindex' = 'import',
  signal = new AbortController().signal,
  onProgress = () => {},
) {
  const sources = paths.map((place) => ({ kind: 'path', path: place }) as const);
  const task = { casePath: opened.path, mode, sources, threads: 2, version: 'test' };
  return startIngest(task, { workersDir, onProgress, signal });
}

/** As text: comparing tens of thousands of objects is slow. */
const eventsOf = () =>
  opened.db
    .all('SELECT e.*, o.key FROM events AS e JOIN objects AS o ON o.id = e.object_id ORDER BY e.id')
    .map((row) => JSON.stringify(row));
const ledgerOf = () =>
  opened.db
    .all('SELECT key, status, reason, record_count FROM objects ORDER BY id')
    .map((row) => ({ ...row }));

/** Files of several sizes and shapes, with repeated eventIDs in them. */
function writeTrail(root: string, files: number): void {
  for (let i = 0; i < files; i += 1) {
    const records = Array.from({ length: (i * 7) % 13 }, (_, k) =>
      record((i * 5 + k) % (files * 4), { requestID: `r${i % 3}` }),
    );
    writeFiles(root, { [`${i % 7}/part-${i}.json.gz`]: gzipSync(json({ Records: records })) });
  }
}

describe('an import', () => {
  test('puts every event into the case in the order of the listing, and a second one adds nothing', async () => {
    const trail = path.join(folder, 'trail');
    writeTrail(trail, 200);
    const first = await ingest([trail]);
    expect(first.files).toMatchObject({ seen: 200, read: 184, empty: 16 });
    expect(first.records).toBe(first.events + first.duplicates);
    expect(first.duplicates).toBeGreaterThan(100);
    const before = eventsOf();
    expect(before.length).toBe(first.records);
    expect(opened.db.get('SELECT sum(event_count) AS n FROM segments')).toMatchObject({ n: first.records });
    expect(
      opened.db.get(
        'SELECT count(*) AS n FROM events WHERE duplicate_of IS NOT NULL AND is_conflict IS NULL',
      ),
    ).toMatchObject({ n: 0 });

    const again = await ingest([trail]);
    expect(again).toMatchObject({
      records: 0,
      events: 0,
      duplicates: 0,
      files: { seen: 200, alreadyPresent: 200, read: 0 },
    });
    expect(eventsOf()).toEqual(before);
    expect(checkCustody(opened.db)).toMatchObject({ ok: true });

    const rebuilt = await ingest([], 'reindex');
    expect(rebuilt).toMatchObject({
      records: first.records,
      events: first.events,
      duplicates: first.duplicates,
      conflicts: first.conflicts,
    });
    expect(eventsOf()).toEqual(before);
  });

  test('tells a second delivery that is equal from one that differs', async () => {
    const other = { ...record(1), sourceIPAddress: '198.51.100.1' };
    const reordered = Object.fromEntries(Object.entries(record(1)).reverse());
    writeFiles(folder, { 'in/a.json': json([record(1)]), 'in/b.json': json([reordered, other]) });
    expect(await ingest([path.join(folder, 'in')])).toMatchObject({
      records: 3,
      events: 1,
      duplicates: 2,
      conflicts: 1,
    });
    expect(
      opened.db
        .all('SELECT duplicate_of, is_conflict FROM events ORDER BY id')
        .map((row) => Object.values(row)),
    ).toEqual([
      [null, null],
      [1, 0],
      [1, 1],
    ]);
  });

  test('keeps the same bytes from another source once, and names the first', async () => {
    const bytes = json([record(1)]);
    writeFiles(folder, { 'one/a.json': bytes, 'two/b.json': bytes });
    await ingest([path.join(folder, 'one')]);
    expect(await ingest([path.join(folder, 'two')])).toMatchObject({
      records: 0,
      files: { alreadyPresent: 1 },
    });
    expect(ledgerOf()[1]).toMatchObject({
      key: 'b.json',
      status: 'alreadyPresent',
      reason: 'The case has the same bytes as a.json of one.',
    });
    expect(opened.db.get('SELECT count(*) AS n FROM blobs')).toMatchObject({ n: 1 });
    expect(await ingest([path.join(folder, 'two')])).toMatchObject({ files: { alreadyPresent: 1, seen: 1 } });
    expect(ledgerOf()).toHaveLength(2);
  });

  test('takes what was added since, and a changed file as a new one', async () => {
    const trail = path.join(folder, 'in');
    writeFiles(trail, { 'a.json': json([record(1)]) });
    await ingest([trail]);
    writeFiles(trail, { 'a.json': json([record(1), record(2)]), 'b.json': json([record(3)]) });
    expect(await ingest([trail])).toMatchObject({ records: 3, events: 2, duplicates: 1, files: { read: 2 } });
  });

  test('has an id that is no GUID, and ids that JavaScript and SQLite would read differently', async () => {
    writeFiles(folder, {
      'a.json': json([
        record(1, { eventID: 'bar' }),
        record(2, { eventID: 'bar' }),
        record(3, { eventID: '\ud800' }),
        record(4, { eventID: guid(4).toUpperCase() }),
      ]),
    });
    expect(await ingest([path.join(folder, 'a.json')])).toMatchObject({ records: 4, duplicates: 1 });
  });

  test('refuses a path that does not exist before anything is written', async () => {
    writeFiles(folder, { 'a.json': json([record(1)]) });
    const attempt = ingest([path.join(folder, 'a.json'), path.join(folder, 'nowhere')]);
    await expect(attempt).rejects.toMatchObject({ code: 'not-found' });
    expect(ledgerOf()).toEqual([]);
  });

  test('that is cancelled keeps what is whole, and can be run again to the same end', async () => {
    const trail = path.join(folder, 'trail');
    writeTrail(trail, 1000);
    const abort = new AbortController();
    const stopped = await ingest([trail], 'import', abort.signal, () => abort.abort());
    expect(stopped.isCancelled).toBe(true);
    expect(stopped.files.seen).toBeLessThan(1000);
    expect(ledgerOf()).toHaveLength(stopped.files.seen);
    await ingest([trail]);
    const resumed = eventsOf();
    const fresh = createCase(path.join(folder, 'fresh.spoor'), { clock: Date.now, version: 'test' });
    opened.close();
    opened = fresh;
    await ingest([trail]);
    expect(eventsOf()).toEqual(resumed);
  });

  test('reports progress up to the total', async () => {
    writeTrail(path.join(folder, 'in'), 30);
    const seen: unknown[] = [];
    const task = {
      casePath: opened.path,
      mode: 'import',
      sources: [{ kind: 'path', path: path.join(folder, 'in') }],
      threads: 1,
      version: 'test',
    } as const;
    await startIngest(task, {
      workersDir,
      onProgress: (progress) => seen.push(progress),
      signal: new AbortController().signal,
    });
    expect(seen.at(-1)).toMatchObject({ filesDone: 30, filesTotal: 30 });
  });
});

describe('every file is in the ledger', () => {
  test('links, pipes, folders that cannot be read, foreign files, and names that are no UTF-8', async () => {
    const root = path.join(folder, 'in');
    writeFiles(root, { 'a.json': json([record(1)]), 'b/readme.txt': 'hello', 'c/empty.json': '' });
    writeFileSync(
      Buffer.concat([Buffer.from(`${root}/d`), Buffer.from([0xe4]), Buffer.from('.json')]),
      json([record(2)]),
    );
    symlinkSync(root, path.join(root, 'e-loop'));
    symlinkSync('/etc/hostname', path.join(root, 'f-out'));
    mkdirSync(path.join(root, 'g'));
    const isRoot = process.getuid?.() === 0;
    if (!isRoot) chmodSync(path.join(root, 'g'), 0);
    const result = await ingest([root]);
    if (!isRoot) chmodSync(path.join(root, 'g'), 0o700);
    const rows = ledgerOf().map(({ key, status }) => [key, status]);
    expect(rows).toEqual([
      ['a.json', 'read'],
      ['b/readme.txt', 'notCloudTrail'],
      ['c/empty.json', 'empty'],
      ['d\\xE4.json', 'read'],
      ['e-loop', 'notCloudTrail'],
      ['f-out', 'notCloudTrail'],
      ...(isRoot ? [] : [['g/', 'damaged']]),
    ]);
    expect(result.files.seen).toBe(rows.length);
    expect((await ingest([root])).files.alreadyPresent).toBe(rows.length);
  });

  test('the case itself, when it lies in the folder', async () => {
    writeFiles(folder, { 'a.json': json([record(1)]) });
    const result = await ingest([folder]);
    expect(result.files).toMatchObject({ read: 1, tooLarge: 0, damaged: 0 });
    expect(ledgerOf().find(({ key }) => key === 'test.spoor')).toMatchObject({
      reason: 'It is a file of this case itself.',
    });
  });
});
