import {
  type Gap,
  type UsedKey,
  type Verdict,
  type VerdictCounts,
  type VerifiedSeries,
  type VerifyChoice,
  verdicts,
} from '../../contract/integrity.ts';
import type { CheckedFile } from '../case/checked-files.ts';
import { keyFacts } from '../ingest/s3-key.ts';
import { readTrailArn } from '../trails/trail-answer.ts';
import type { VerdictRow } from './check-task.ts';
import type { SeriesName } from './series.ts';
import { overallOf } from './verdicts.ts';
import type { DigestResult, LogResult, Verification } from './verify.ts';

/** The result of a check in the form in which the case keeps it. */
export interface ToldResult {
  readonly rows: readonly VerdictRow[];
  readonly overall: ReturnType<typeof overallOf>;
  readonly digests: VerdictCounts;
  readonly logs: VerdictCounts;
  readonly series: readonly VerifiedSeries[];
  readonly gaps: readonly Gap[];
}

/**
 * Tells a check: every object has its verdict, those that were asked for are counted.
 *
 * @param whole of all time: its verdicts are what events show
 * @param asked of the time asked for; the same one where all time was
 * @param files log files by ledger number
 */
export function tellResult(
  whole: Verification,
  asked: Verification,
  choice: VerifyChoice,
  files: ReadonlyMap<number, CheckedFile>,
): ToldResult {
  const wants = new Wanted(choice, asked.digests);
  const askedNames = asked === whole ? null : new Set([...asked.digests, ...asked.logs].map(nameOf));
  const isInTime = (result: DigestResult | LogResult): boolean => askedNames?.has(nameOf(result)) ?? true;
  const series = new Map<SeriesName, number>();
  const rows: VerdictRow[] = [];
  for (const digest of whole.digests) {
    const place = series.get(digest.series) ?? series.size;
    series.set(digest.series, place);
    const isAsked = isInTime(digest) && wants.digest(digest.series);
    rows.push(digestRow(digest, place, isAsked));
  }
  for (const log of whole.logs) {
    const row = logRow(log, files);
    row.isAsked = isInTime(log) && wants.log(row, seriesNameOf(log));
    rows.push(row);
  }
  const badness = new Map<Verdict, number>(worstFirst.map((verdict, at) => [verdict, at]));
  rows.sort((a, b) => (badness.get(a.verdict) ?? 0) - (badness.get(b.verdict) ?? 0));
  const told = rows.filter(({ isAsked }) => isAsked);
  const gaps = asked.gaps
    .filter((gap) => wants.digest(gap.series))
    .map(({ kind, fromMs, toMs, series: name }) => ({ ...name, kind, fromMs, untilMs: toMs }));
  const rowsOfSeries = Array.from(series, (): VerdictRow[] => []);
  for (const row of told) if (row.series !== null) rowsOfSeries[row.series]?.push(row);
  return {
    rows,
    overall: overallOf(
      told.map(({ verdict }) => verdict),
      gaps.length > 0,
    ),
    digests: countsOf(told.filter(({ kind }) => kind === 'digest')),
    logs: countsOf(told.filter(({ kind }) => kind === 'log')),
    series: Array.from(series, ([name, place]) => seriesOf(name, rowsOfSeries[place] ?? [])),
    gaps,
  };
}

/** Of what needs a look, what is worst comes first. */
const worstFirst: readonly Verdict[] = [
  'altered',
  'chain-broken',
  'unreferenced',
  'missing',
  'key-unknown',
  'unsigned',
  'unproven',
  'not-covered',
  'moved',
  'proven',
];

/** The same object in the results of two times. */
function nameOf({ kind, id, place }: DigestResult | LogResult): string {
  return id === null ? `${kind} ${place.bucket}/${place.key}` : String(id);
}

/** Which accounts, regions and trails were asked about. */
class Wanted {
  readonly #choice: VerifyChoice;
  readonly #names: readonly { readonly name: string; readonly region: string | null }[];
  /** Where the trails asked about deliver: a log file that no digest names says nothing of its trail. */
  readonly #places: ReadonlySet<string>;

  constructor(choice: VerifyChoice, digests: readonly DigestResult[]) {
    this.#choice = choice;
    this.#names = choice.trails.map((trail) => readTrailArn(trail) ?? { name: trail, region: null });
    this.#places = new Set(
      digests
        .filter(({ series }) => this.#isTrail(series))
        .map(({ series }) => `${series.account}/${series.region}`),
    );
  }

  digest(series: SeriesName): boolean {
    return this.#isPlace(series.account, series.region) && this.#isTrail(series);
  }

  log({ account, region }: VerdictRow, by: SeriesName | null): boolean {
    if (!this.#isPlace(account, region)) return false;
    if (this.#names.length === 0) return true;
    return by === null ? this.#places.has(`${account}/${region}`) : this.#isTrail(by);
  }

  #isPlace(account: string | null, region: string | null): boolean {
    const { accounts, regions } = this.#choice;
    const isIn = (list: readonly string[], value: string | null): boolean =>
      list.length === 0 || (value !== null && list.includes(value));
    return isIn(accounts, account) && isIn(regions, region);
  }

  #isTrail({ trail, homeRegion }: SeriesName): boolean {
    return (
      this.#names.length === 0 ||
      this.#names.some(({ name, region }) => name === trail && (region === null || region === homeRegion))
    );
  }
}

function digestRow(result: DigestResult, series: number, isAsked: boolean): VerdictRow {
  const { account, region } = result.series;
  const { startMs, endMs, logCount } = result;
  return {
    ...baseOf(result),
    kind: 'digest',
    account,
    region,
    series,
    fromMs: startMs,
    untilMs: endMs,
    logCount,
    isAsked,
  };
}

function logRow(
  result: LogResult,
  files: ReadonlyMap<number, CheckedFile>,
): VerdictRow & { isAsked: boolean } {
  const file = result.id === null ? undefined : files.get(result.id);
  const facts = keyFacts(result.origin?.key ?? result.place.key);
  const atMs = facts.deliveredMs ?? file?.deliveredMs ?? null;
  return {
    ...baseOf(result),
    kind: 'log',
    account: facts.account ?? file?.account ?? null,
    region: facts.region ?? file?.region ?? null,
    series: null,
    fromMs: atMs,
    untilMs: atMs,
    logCount: null,
    isAsked: true,
  };
}

function baseOf({ id, place, origin, verdict, reason, how, by, notes }: DigestResult | LogResult) {
  const isThere = id !== null && origin?.bucket === place.bucket && origin?.key === place.key;
  const known = origin === null || isThere ? { bucket: null, key: null } : origin;
  return { object: id, verdict, reason, how, ...known, byObject: by?.id ?? null, notes };
}

function seriesNameOf({ by }: LogResult): SeriesName | null {
  if (by === null) return null;
  const { named, digest } = by;
  return {
    account: named?.account ?? digest?.account ?? null,
    region: named?.region ?? null,
    trail: named?.trail ?? null,
    homeRegion: named?.homeRegion ?? null,
    organization: named?.organization ?? null,
    isBackfill: named?.isBackfill ?? false,
  };
}

function countsOf(rows: readonly VerdictRow[]): VerdictCounts {
  const counts = new Map<Verdict, number>();
  for (const { verdict } of rows) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const by: Partial<Record<Verdict, number>> = {};
  for (const one of verdicts) {
    const count = counts.get(one);
    if (count !== undefined) by[one] = count;
  }
  return { total: rows.length, by };
}

function seriesOf(name: SeriesName, rows: readonly VerdictRow[]): VerifiedSeries {
  const ends = (pick: (row: VerdictRow) => number | null): readonly number[] =>
    rows.flatMap((row) => pick(row) ?? []);
  const least = (list: readonly number[]): number | null =>
    list.length === 0 ? null : list.reduce((a, b) => Math.min(a, b));
  const most = (list: readonly number[]): number | null =>
    list.length === 0 ? null : list.reduce((a, b) => Math.max(a, b));
  return {
    ...name,
    digests: countsOf(rows),
    fromMs: least(ends(({ fromMs }) => fromMs)),
    untilMs: most(ends(({ untilMs }) => untilMs)),
  };
}

const faultWords = {
  'no-rsa-key': 'It is no RSA public key.',
  'fingerprint-differs': 'It does not fit its own fingerprint: the list was altered, or is damaged.',
} as const satisfies Record<string, string>;

/** The keys that were at hand, and why some of them cannot be used. */
export function tellKeys(
  keys: readonly Omit<UsedKey, 'fault'>[],
  refused: Verification['refusedKeys'],
): readonly UsedKey[] {
  return keys.map((key) => {
    const fault = refused.get(key.fingerprint.toLowerCase());
    return { ...key, fault: fault === undefined ? null : faultWords[fault] };
  });
}
