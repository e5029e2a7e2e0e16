import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventRow } from '../../../electron/contract/api.ts';
import { LIST_SEPARATOR } from '../../../electron/contract/fields.ts';
import { type CsvExport, writeCsv } from '../../../electron/engine/export/write-csv.ts';
import { readCsv } from './csv-reader.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-export-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function row(event: number, timeMs: number | null, ...values: (string | null)[]): EventRow {
  const time = timeMs === null ? null : new Date(timeMs).toISOString();
  return { event, timeMs, values: [time, ...values], isDuplicate: false, isConflict: false };
}

async function* chunksOf(...chunks: EventRow[][]): AsyncGenerator<readonly EventRow[]> {
  yield* chunks;
}

const summer = Date.parse('2026-07-01T12:00:00Z');

function options(change: Partial<CsvExport> = {}): CsvExport {
  return {
    rows: chunksOf(
      [row(1, summer, 'PutObject', '=cmd()'), row(2, null, 'x"y,z', null)],
      [row(3, summer + 1500, 'Grüße', `a${LIST_SEPARATOR}b`)],
    ),
    columns: ['time', 'name', 'resource'],
    zone: 'UTC',
    formulaGuard: true,
    target: path.join(folder, 'out.csv'),
    overwrite: false,
    signal: new AbortController().signal,
    onProgress: () => {},
    meta: { filterText: 'name:*', caseName: 'a.spoor', version: '1.2.3', withDuplicates: false, total: 3 },
    clock: () => summer,
    ...change,
  };
}

describe('a CSV export', () => {
  it('writes the header, every row in order, times in the zone and lists joined', async () => {
    await writeCsv(options({ zone: 'Europe/Vienna' }));
    expect(readCsv(readFileSync(path.join(folder, 'out.csv'), 'utf8'))).toEqual([
      ['time', 'name', 'resource'],
      ['2026-07-01T14:00:00+02:00', 'PutObject', "'=cmd()"],
      ['', 'x"y,z', ''],
      ['2026-07-01T14:00:01.500+02:00', 'Grüße', 'a; b'],
    ]);
  });

  it('reports the rows, the bytes and the SHA-256 of the file, and the same in the manifest beside it', async () => {
    const progress: number[] = [];
    const result = await writeCsv(options({ onProgress: ({ rows }) => progress.push(rows) }));
    const bytes = readFileSync(path.join(folder, 'out.csv'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(result).toMatchObject({ name: 'out.csv', rows: 3, bytes: bytes.length, sha256 });
    expect(progress).toEqual([2, 3]);
    expect(JSON.parse(readFileSync(path.join(folder, 'out.csv.manifest.json'), 'utf8'))).toMatchObject({
      file: { name: 'out.csv', sizeBytes: bytes.length, sha256, rows: 3 },
      case: 'a.spoor',
      filter: 'name:*',
      times: { zone: 'UTC' },
      formulaGuard: expect.stringMatching(/^on:/),
      writtenAt: '2026-07-01T12:00:00.000Z',
    });
    expect(readdirSync(folder).sort()).toEqual(['out.csv', 'out.csv.manifest.json']);
  });

  it('leaves an existing file as it is unless told to replace it', async () => {
    const target = path.join(folder, 'out.csv');
    writeFileSync(target, 'precious');
    await expect(writeCsv(options())).rejects.toMatchObject({ code: 'already-exists' });
    expect(readFileSync(target, 'utf8')).toBe('precious');
    await writeCsv(options({ overwrite: true }));
    expect(readFileSync(target, 'utf8')).toContain('PutObject');
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('does not replace a file that came while it was writing', async () => {
    const target = path.join(folder, 'out.csv');
    const rows = (async function* () {
      yield [row(1, summer, 'a', 'b')];
      writeFileSync(target, 'precious');
    })();
    await expect(writeCsv(options({ rows }))).rejects.toMatchObject({ code: 'already-exists' });
    expect(readFileSync(target, 'utf8')).toBe('precious');
    expect(readdirSync(folder)).toEqual(['out.csv']);
  });

  it('leaves nothing behind when it is cancelled or its rows fail', async () => {
    const abort = new AbortController();
    const rows = (async function* () {
      yield [row(1, summer, 'a', 'b')];
      abort.abort();
      yield [row(2, summer, 'a', 'b')];
    })();
    await expect(writeCsv(options({ rows, signal: abort.signal }))).rejects.toThrow(/abort/i);
    const broken = (async function* (): AsyncGenerator<EventRow[]> {
      yield [row(1, summer, 'a', 'b')];
      throw new Error('the rows broke');
    })();
    await expect(writeCsv(options({ rows: broken }))).rejects.toThrow('the rows broke');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says what is wrong with a folder that is not there, a target that is a folder, and an unknown zone', async () => {
    await expect(writeCsv(options({ target: path.join(folder, 'no', 'out.csv') }))).rejects.toMatchObject({
      code: 'not-found',
    });
    mkdirSync(path.join(folder, 'dir.csv'));
    await expect(
      writeCsv(options({ target: path.join(folder, 'dir.csv'), overwrite: true })),
    ).rejects.toMatchObject({ code: 'already-exists' });
    await expect(writeCsv(options({ zone: 'Europe/Spoor' }))).rejects.toMatchObject({ code: 'bad-request' });
    expect(readdirSync(folder)).toEqual(['dir.csv']);
  });

  it.skipIf(process.getuid?.() === 0)(
    'says when the folder may not be written (skipped as root, who may write everywhere)',
    async () => {
      chmodSync(folder, 0o500);
      await expect(writeCsv(options())).rejects.toMatchObject({ code: 'not-allowed' });
      chmodSync(folder, 0o700);
    },
  );
});
