import type { CaseNumbers } from './case-numbers.ts';
import type { SearchNumbers } from './search-numbers.ts';
import type { TrailSize } from './trail-thread.ts';
import type { VerifyNumbers } from './verify-numbers.ts';

export interface TrailNumbers extends CaseNumbers {
  readonly size: TrailSize;
  readonly floorMs: number;
  readonly ingestMs: number;
  readonly caseBytes: number;
}

const mebibyte = 1024 * 1024;
/** For 20,000 objects. What grows with them by right: SQLite's cache of the case, columns, and the keys that were handed on. */
const mostGrownMib = 32;

type Row = readonly [what: string, measured: string, target: string, isMet: boolean];

/** The targets of DESIGN section 10 are for a million events; those that grow with the case are scaled for larger ones. */
export function report(title: string, numbers: TrailNumbers): string {
  const { size, events, floorMs, ingestMs, caseBytes } = numbers;
  const share = Math.max(1, events / 1_000_000);
  const limit = (what: string, value: number, unit: string, most: number, digits = 1): Row => [
    what,
    `${value.toFixed(digits)} ${unit}`,
    `≤ ${most.toFixed(most < 10 ? 1 : 0)} ${unit}`,
    value <= most,
  ];
  const rate = (ms: number): string =>
    `${Math.round((size.events * 1000) / ms).toLocaleString('en')} events/s`;
  const rows: Row[] = [
    ['floor: read, gunzip, SHA-256, JSON.parse', `${(floorMs / 1000).toFixed(1)} s`, rate(floorMs), true],
    ['ingest', `${(ingestMs / 1000).toFixed(1)} s`, rate(ingestMs), true],
    limit('ingest against the floor', ingestMs / floorMs, '×', 2, 2),
    limit('case size against the gzip’d logs', caseBytes / size.gzipBytes, '×', 1.6, 2),
    limit('open the case', numbers.openMs, 'ms', 1000 * share, 0),
    limit('memory an event', numbers.bytesPerEvent, 'B', 100, 0),
    ['first view after opening', `${numbers.firstViewMs.toFixed(1)} ms`, '', true],
    limit('whole view, no filter', numbers.viewAllMs, 'ms', 60 * share),
    limit('whole view, broad filter', numbers.viewBroadMs, 'ms', 20 * share),
    limit('whole view, narrow filter', numbers.viewNarrowMs, 'ms', 3 * share),
    limit('newest page', numbers.newestPageMs, 'ms', 5),
    limit('one event by id, with its record', numbers.oneByIdMs, 'ms', 5),
    ['the slowest of 25 of them', `${numbers.oneByIdSlowestMs.toFixed(1)} ms`, '', true],
    [
      'CSV export',
      `${Math.round(numbers.exportPerSecond).toLocaleString('en')} events/s`,
      '≥ 200,000 events/s',
      numbers.exportPerSecond >= 200_000,
    ],
  ];
  const counts = `${size.events.toLocaleString('en')} events, ${size.files.toLocaleString('en')} files, ${mib(size.gzipBytes)} gzip’d, ${mib(size.jsonBytes)} of JSON, case ${mib(caseBytes)}`;
  const caution =
    events < 900_000
      ? '  The targets are for 1,000,000 events: with fewer, views look better than they are, and fixed costs make ingest, case size and memory look worse.\n'
      : '';
  return `\n${title}: ${counts}\n${table(rows)}\n${caution}`;
}

export interface SyncNumbers {
  readonly objects: number;
  readonly concurrency: number;
  readonly sdkMs: number;
  readonly syncMs: number;
  /** Of resident memory (all threads): the middle of the last quarter above that of the second. */
  readonly grownBytes: number;
  readonly mostBytes: number;
}

/** The loop does nothing but fetch; the sync checks, parses, indexes and commits beside it. */
export function reportSync({
  objects,
  concurrency,
  sdkMs,
  syncMs,
  grownBytes,
  mostBytes,
}: SyncNumbers): string {
  const rate = (ms: number): string => `${Math.round((objects * 1000) / ms).toLocaleString('en')} objects/s`;
  const share = sdkMs / syncMs;
  const grownMib = grownBytes / mebibyte;
  const rows: Row[] = [
    ['bare loop of the SDK', `${(sdkMs / 1000).toFixed(1)} s`, rate(sdkMs), true],
    ['sync into a case', `${(syncMs / 1000).toFixed(1)} s`, rate(syncMs), true],
    ['sync against the loop', `${(share * 100).toFixed(0)} %`, '≥ 60 %', share >= 0.6],
    [
      'memory grown from the second quarter to the last',
      mib(grownBytes),
      `≤ ${mostGrownMib} MiB`,
      grownMib <= mostGrownMib,
    ],
    ['the most memory', mib(mostBytes), '', true],
  ];
  return `\nA sync from a loopback S3: ${objects.toLocaleString('en')} objects, ${concurrency} requests side by side\n${table(rows)}\n`;
}

export function reportVerify(
  title: string,
  { files, digests, floorMs, verifyMs, firstMs, checkMs, ...memory }: VerifyNumbers,
): string {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  const rate = Math.round(((files + digests) * 1000) / floorMs);
  const ratio = verifyMs / floorMs;
  const objects = files + digests;
  const perObject = Math.round(memory.grownBytes / objects).toLocaleString('en');
  const rows: Row[] = [
    ['floor: read, gunzip, SHA-256', seconds(floorMs), `${rate.toLocaleString('en')} files/s`, true],
    ['check, kept in the case', seconds(verifyMs), '', true],
    ['of it, hashing and walking', seconds(checkMs), '', true],
    ['check against the floor', `${ratio.toFixed(2)} ×`, '≤ 2.0 ×', ratio <= 2],
    ['the first check of a process', seconds(firstMs), `${(firstMs / floorMs).toFixed(2)} ×`, true],
    ['memory grown by the first check', mib(memory.grownBytes), `${perObject} B/object`, true],
    ['of it, from its second quarter to the last', mib(memory.grownLateBytes), '', true],
    ['memory grown by three more checks', mib(memory.grownAgainBytes), '', true],
  ];
  return `\nA check of ${title}: ${files.toLocaleString('en')} log files, ${digests.toLocaleString('en')} digests\n${table(rows)}\n`;
}

/** ripgrep has the files unpacked and asks lines, which here are whole files: it has less to do. */
export function reportSearch({ events, files, jsonBytes, rows, rules }: SearchNumbers): string {
  const ms = (value: number | null): string => (value === null ? '–' : `${Math.round(value)} ms`);
  const lines = [
    ['', 'events', 'first hit', 'whole', 'ripgrep'],
    ...rows.map(({ what, matched, firstMs, wholeMs, ripgrepMs }) => [
      what,
      matched.toLocaleString('en'),
      ms(firstMs),
      ms(wholeMs),
      ms(ripgrepMs),
    ]),
  ];
  const ruleLines = [
    ['', 'rules', 'findings', 'whole'],
    ...rules.map((row) => [
      row.what,
      row.rules.toLocaleString('en'),
      row.findings.toLocaleString('en'),
      ms(row.wholeMs),
    ]),
  ];
  return `\nA search in the records: ${events.toLocaleString('en')} events, ${files.toLocaleString('en')} files, ${mib(jsonBytes)} of JSON\n${columns(lines)}\n\n${columns(ruleLines)}\n`;
}

/** Cells under each other: words to the left, numbers to the right. */
function columns(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      `  ${line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')}`.trimEnd(),
    )
    .join('\n');
}

function table(rows: readonly Row[]): string {
  const width = (at: 0 | 1 | 2): number => Math.max(...rows.map((row) => row[at].length));
  const line = ([what, measured, target, isMet]: Row): string =>
    `  ${what.padEnd(width(0))}  ${measured.padStart(width(1))}  ${target.padStart(width(2))}  ${isMet ? '' : 'MISSED'}`.trimEnd();
  return rows.map(line).join('\n');
}

function mib(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(1)} MiB`;
}
