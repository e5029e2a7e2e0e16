import path from 'node:path';
import type { EventRow, ExportResult } from '../../contract/api.ts';
import { csvText } from '../../contract/csv.ts';
import { type FieldName, fields, LIST_SEPARATOR } from '../../contract/fields.ts';
import { type ZoneTime, zoneTime } from '../../contract/zone-time.ts';
import { type ExportMeta, listJoiner, manifestPath, manifestText } from './manifest.ts';
import { createOutput, type OutputFile, refuseExisting } from './output-file.ts';

export interface CsvExport {
  /** The events to write, in order. */
  readonly rows: AsyncIterable<readonly EventRow[]>;
  /** What each row's `values` hold, in order. */
  readonly columns: readonly FieldName[];
  /** `UTC` or an IANA name. */
  readonly zone: string;
  readonly formulaGuard: boolean;
  /** The path of the CSV file; its manifest goes beside it. */
  readonly target: string;
  readonly overwrite: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly rows: number; readonly bytes: number }) => void;
  readonly meta: ExportMeta;
  readonly clock?: () => number;
}

/**
 * Writes events as CSV: a header line with the names of the fields, then a line an event, UTF-8 without a byte
 * order mark (it would become part of the first name for most readers). What the file itself cannot say without
 * breaking plain readers (filter, zone, guard, hash) is in `NAME.csv.manifest.json` beside it.
 *
 * They are written beside the target under other names, synced to the disk and renamed: a file with the name asked
 * for is whole, and a cancelled or failed export leaves nothing.
 *
 * @throws AppError `already-exists`, `disk-full`, `not-allowed`, `not-found`, or `bad-request` for an unknown zone;
 *   the signal's reason when it aborts.
 */
export async function writeCsv(options: CsvExport): Promise<ExportResult> {
  const { columns, zone, formulaGuard, target, overwrite, meta } = options;
  const startedMs = performance.now();
  const timeText = zoneTime(zone);
  const manifest = manifestPath(target);
  if (!overwrite) for (const file of [target, manifest]) await refuseExisting(file);
  const outputs: OutputFile[] = [];
  try {
    const csv = await createOutput(target);
    outputs.push(csv);
    const side = await createOutput(manifest);
    outputs.push(side);
    const rows = await writeRows(csv, options, timeText);
    const file = { name: path.basename(target), rows, bytes: csv.bytes, sha256: csv.sha256() };
    const writtenAtMs = (options.clock ?? Date.now)();
    await side.write(manifestText({ ...file, columns, zone, formulaGuard, meta, writtenAtMs }));
    for (const output of outputs) await output.finish();
    // The manifest last: a CSV file without one is an export, a manifest without its file is nothing.
    for (const output of outputs) await output.publish(overwrite);
    return { ...file, elapsedMs: performance.now() - startedMs };
  } finally {
    for (const output of outputs) await output.discard();
  }
}

async function writeRows(csv: OutputFile, options: CsvExport, timeText: ZoneTime): Promise<number> {
  const { columns, formulaGuard, signal, onProgress } = options;
  const cells = cellReader(columns, timeText);
  let rows = 0;
  await csv.write(csvText([columns], { formulaGuard: false }));
  for await (const chunk of options.rows) {
    signal.throwIfAborted();
    await csv.write(csvText(chunk.map(cells), { formulaGuard }));
    rows += chunk.length;
    onProgress({ rows, bytes: csv.bytes });
  }
  signal.throwIfAborted();
  return rows;
}

function cellReader(
  columns: readonly FieldName[],
  timeText: ZoneTime,
): (row: EventRow) => readonly (string | null)[] {
  const timeAt = columns.flatMap((field, at) => (fields[field].kind === 'time' ? [at] : []));
  const listAt = columns.flatMap((field, at) => (fields[field].kind === 'terms' ? [at] : []));
  return ({ timeMs, values }) => {
    const cells = [...values];
    // The row brings the time in UTC as text; the file wants it in its zone, and undated as empty.
    for (const at of timeAt) cells[at] = timeMs === null ? null : timeText(timeMs);
    for (const at of listAt) cells[at] = cells[at]?.replaceAll(LIST_SEPARATOR, listJoiner) ?? null;
    return cells;
  };
}
