import {
  type Gap,
  type UsedKey,
  type Verdict,
  type VerdictCounts,
  type VerifiedSeries,
  type VerifyChoice,
  verdicts,
} from '../../contract/integrity.ts';
import { keyFacts } from '../ingest/s3-key.ts';
import { readTrailArn } from '../trails/trail-answer.ts';
import type { CheckTask, VerdictRow } from './check-task.ts';
import type { DigestFile } from './digest-file.ts';
import { type LogObject, type Origin, originText } from './evidence.ts';
import type { LogVerdict } from './log-file.ts';
import { deliveredName } from './place.ts';
import type { SeriesName } from './series.ts';
import { overallOf } from './verdicts.ts';
import type { DigestResult, Verification } from './verify.ts';

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
 */
export function tellResult(whole: Verification, asked: Verification, choice: VerifyChoice): ToldResult {
  const wants = new Wanted(choice, asked.digests);
  const askedNames = asked === whole ? null : new Set([...asked.digests, ...asked.logs].map(nameOf));
  const isInTime = (result: DigestResult | LogVerdict): boolean => askedNames?.has(nameOf(result)) ?? true;
  const byVerdict = new Map<Verdict, VerdictRow[]>(worstFirst.map((verdict) => [verdict, []]));
  const ofDigests = new Map<Verdict, number>();
  const ofLogs = new Map<Verdict, number>();
  const series = new Map<SeriesName, VerdictRow[]>();
  const seriesPlaces = new Map<SeriesName, number>();
  for (const digest of whole.digests) {
    const isAsked = isInTime(digest) && wants.digest(digest.series);
    const place = seriesPlaces.get(digest.series) ?? seriesPlaces.size;
    const row = digestRow(digest, place, isAsked);
    seriesPlaces.set(digest.series, place);
    const rows = series.get(digest.series) ?? [];
    series.set(digest.series, rows);
    byVerdict.get(row.verdict)?.push(row);
    if (!isAsked) continue;
    rows.push(row);
    count(ofDigests, row.verdict);
  }
  for (const log of whole.logs) {
    const row = logRow(log, (place) => isInTime(log) && wants.log(place, log));
    byVerdict.get(row.verdict)?.push(row);
    if (row.isAsked) count(ofLogs, row.verdict);
  }
  const gaps = asked.gaps
    .filter((gap) => wants.digest(gap.series))
    .map(({ kind, fromMs, toMs, series: name }) => ({ ...name, kind, fromMs, untilMs: toMs }));
  return {
    rows: [...byVerdict.values()].flat(),
    overall: overallOf([...ofDigests.keys(), ...ofLogs.keys()], gaps.length > 0),
    digests: countsOf(ofDigests),
    logs: countsOf(ofLogs),
    series: Array.from(series, ([name, rows]) => seriesOf(name, rows)),
    gaps,
  };
}

function count(counts: Map<Verdict, number>, verdict: Verdict): void {
  counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
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
function nameOf(result: DigestResult | LogVerdict): string {
  const isLog = 'log' in result;
  const id = isLog ? result.log?.id : result.id;
  if (id !== undefined && id !== null) return String(id);
  const { origin } = result;
  return `${isLog ? 'log' : 'digest'} ${origin === null ? '' : originText(origin)}`;
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

  log({ account, region }: Pick<LogObject, 'account' | 'region'>, { by }: LogVerdict): boolean {
    if (!this.#isPlace(account, region)) return false;
    if (this.#names.length === 0) return true;
    return by === null ? this.#places.has(`${account}/${region}`) : this.#isTrail(seriesNameOf(by.file));
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

/** Rows are many: what is known of them is named one by one, which is ten times as fast as to spread it. */
function digestRow(result: DigestResult, series: number, isAsked: boolean): VerdictRow {
  const { id, place, origin, verdict, reason, how, by, notes, startMs, endMs, logCount } = result;
  return {
    object: id,
    kind: 'digest',
    verdict,
    reason,
    how,
    bucket: unlessThere(origin?.bucket, id === null ? undefined : place.bucket),
    key: unlessThere(origin?.key, id === null ? undefined : place.key),
    byObject: by?.id ?? null,
    notes,
    account: result.series.account,
    region: result.series.region,
    series,
    fromMs: startMs,
    untilMs: endMs,
    logCount,
    isAsked,
  };
}

function logRow(
  { log, origin, verdict, reason, how, by, notes }: LogVerdict,
  isAsked: (place: LogObject | Delivered) => boolean,
): VerdictRow {
  const place = deliveredAs(log, origin);
  return {
    object: log?.id ?? null,
    kind: 'log',
    verdict,
    reason,
    how,
    bucket: unlessThere(origin?.bucket, log?.bucket),
    key: unlessThere(origin?.key, log?.key),
    byObject: by?.file.id ?? null,
    notes,
    account: place.account,
    region: place.region,
    series: null,
    fromMs: place.timeMs,
    untilMs: place.timeMs,
    logCount: null,
    isAsked: isAsked(place),
  };
}

/** Where CloudTrail delivered it, unless the ledger has it from there. */
function unlessThere(delivered: string | undefined, there: string | null | undefined): string | null {
  return delivered === undefined || delivered === there ? null : delivered;
}

type Delivered = Pick<LogObject, 'account' | 'region' | 'timeMs'>;

/** As its original name says; what the case has is believed where that is the same, or says nothing. */
function deliveredAs(log: LogObject | null, origin: Origin | null): Delivered {
  const isSame = log !== null && (origin === null || deliveredName(log.key) === deliveredName(origin.key));
  if (isSame && log.account !== null && log.region !== null && log.timeMs !== null) return log;
  const facts = keyFacts(origin?.key ?? log?.key ?? '');
  return {
    account: facts.account ?? log?.account ?? null,
    region: facts.region ?? log?.region ?? null,
    timeMs: facts.deliveredMs ?? log?.timeMs ?? null,
  };
}

function seriesNameOf({ named, digest }: DigestFile): SeriesName {
  return {
    account: named?.account ?? digest?.account ?? null,
    region: named?.region ?? null,
    trail: named?.trail ?? null,
    homeRegion: named?.homeRegion ?? null,
    organization: named?.organization ?? null,
    isBackfill: named?.isBackfill ?? false,
  };
}

function countsOf(counts: ReadonlyMap<Verdict, number>): VerdictCounts {
  const by: Partial<Record<Verdict, number>> = {};
  let total = 0;
  for (const one of verdicts) {
    const n = counts.get(one);
    if (n === undefined) continue;
    by[one] = n;
    total += n;
  }
  return { total, by };
}

function seriesOf(name: SeriesName, rows: readonly VerdictRow[]): VerifiedSeries {
  const counts = new Map<Verdict, number>();
  let first: number | null = null;
  let last: number | null = null;
  for (const { verdict, fromMs, untilMs } of rows) {
    count(counts, verdict);
    if (fromMs !== null) first = Math.min(first ?? fromMs, fromMs);
    if (untilMs !== null) last = Math.max(last ?? untilMs, untilMs);
  }
  return { ...name, digests: countsOf(counts), fromMs: first, untilMs: last };
}

const faultWords = {
  'no-rsa-key': 'It is no RSA public key.',
  'fingerprint-differs': 'It does not fit its own fingerprint: the list was altered, or is damaged.',
} as const satisfies Record<string, string>;

/** The keys that were at hand, and why some of them cannot be used. */
export function tellKeys(keys: CheckTask['keys'], refused: Verification['refusedKeys']): readonly UsedKey[] {
  return keys.map(({ der: _, ...key }) => {
    const fault = refused.get(key.fingerprint.toLowerCase());
    return { ...key, fault: fault === undefined ? null : faultWords[fault] };
  });
}
