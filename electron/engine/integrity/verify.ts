import type { Overall, Proof, Verdict } from '../../contract/integrity.ts';
import { keyFacts } from '../ingest/s3-key.ts';
import { type Gap, type Link, type Walk, walk } from './chain.ts';
import { CoveredTime } from './covered-time.ts';
import type { DigestFile } from './digest-file.ts';
import type { LogObject, Origin, Place, TimeWindow } from './evidence.ts';
import { originText } from './evidence.ts';
import type { KeyFault } from './key-ring.ts';
import { judgeLogs, type LogVerdict } from './log-file.ts';
import { NamedLogs } from './named-logs.ts';
import type { Judged, ProofGraph } from './proof-graph.ts';
import { findSeries, type SeriesName, timeOf } from './series.ts';
import { type Note, overallOf, type Reason, verdictOf } from './verdicts.ts';

/** What there is to check. */
export interface Evidence {
  /** The digests and their keys, judged by `judgeDigests`: time asked for changes nothing about them. */
  readonly graph: ProofGraph;
  readonly logs: readonly LogObject[];
  /** Everything is used for proof; what lies outside is not reported. */
  readonly window: TimeWindow;
}

interface ObjectResult {
  /** Its number in the ledger; null for what is missing. */
  readonly id: number | null;
  /** Where it is in the case; of a missing object where it should be. */
  readonly place: Place;
  /** Where CloudTrail delivered it, as far as that is known. */
  readonly origin: Origin | null;
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly how: Proof | null;
  /** The digest that decided, where it is in the case. */
  readonly by: DigestFile | null;
  readonly notes: readonly Note[];
}

export interface DigestResult extends ObjectResult {
  readonly kind: 'digest';
  readonly series: SeriesName;
  readonly startMs: number;
  readonly endMs: number;
  /** How many log files it names; null when it cannot be read. */
  readonly logCount: number | null;
  /** Null for a missing digest. */
  readonly link: Link | null;
}

export interface LogResult extends ObjectResult {
  readonly kind: 'log';
}

export interface Verification {
  readonly overall: Overall;
  /** By series, newest first; missing ones behind those that are there. */
  readonly digests: readonly DigestResult[];
  readonly logs: readonly LogResult[];
  readonly gaps: readonly Gap[];
  /** Keys that were given and are not used, by fingerprint. */
  readonly refusedKeys: ReadonlyMap<string, KeyFault>;
  /** For `validateText`: what was judged, without a window. */
  readonly judged: JudgedCase;
}

export interface JudgedCase {
  readonly walks: readonly Walk[];
  /** Log files of the case by where they were delivered; several when there are copies. */
  readonly logs: ReadonlyMap<string, readonly LogVerdict[]>;
}

/**
 * Verifies digests and log files with nothing but what is given: no clock, no network, no file.
 *
 * The algorithm is that of `aws cloudtrail validate-logs` where that is right; where it differs, `chain.ts` and
 * `proof.ts` say so.
 */
export function verify({ graph, logs: objects, window }: Evidence): Verification {
  const walks = findSeries(graph).map((series) => walk(graph, series, window));
  const named = new NamedLogs(graph.all);
  const logs = judgeLogs(objects, named, new CoveredTime(walks));

  const digestResults = walks.flatMap((one) => digestResultsOf(one, window));
  const asked = new Set(graph.all.filter((one) => isWithin(timeOf(one), window)));
  const logResults = [
    ...logs.found.filter((log) => isLogWithin(log, named, asked, window)).map(foundLog),
    ...logs.missing.filter(({ origin }) => isNamedBy(origin, named, asked)).map(missingLog),
  ];
  const gaps = walks.flatMap((one) => one.gaps);
  const found = [...digestResults, ...logResults].map(({ verdict }) => verdict);
  return {
    overall: overallOf(found, gaps.length > 0),
    digests: digestResults,
    logs: logResults,
    gaps,
    refusedKeys: graph.ring.refused,
    judged: { walks, logs: byOrigin(logs.found) },
  };
}

function digestResultsOf({ series, links, missing }: Walk, window: TimeWindow): readonly DigestResult[] {
  const there = series.slots
    .flatMap(({ all }) => all)
    .filter((one) => isWithin(timeOf(one), window))
    .map((one): DigestResult => {
      const { file, reason, how, by, standing, notes } = one;
      const isMoved = standing === 'proven' && file.whereabouts === 'moved';
      const final = isMoved ? 'digest-moved' : reason;
      return {
        kind: 'digest',
        id: file.id,
        place: file.place,
        origin: originOf(file),
        series: series.name,
        ...timeOf(one),
        logCount: file.digest?.logFiles.length ?? null,
        verdict: verdictOf(final),
        reason: final,
        how,
        by: by?.file ?? null,
        link: links.get(one) ?? null,
        notes: [...notes].filter((note) => !(isMoved && note === 'moved-too')),
      };
    });
  const lost = missing
    .filter((one) => isWithin(one, window))
    .map(
      ({ origin, startMs, endMs, reason, by }): DigestResult => ({
        kind: 'digest',
        id: null,
        place: origin,
        origin,
        series: series.name,
        startMs,
        endMs,
        logCount: null,
        verdict: verdictOf(reason),
        reason,
        how: null,
        by: by.file,
        link: null,
        notes: [],
      }),
    );
  return [...there, ...lost];
}

function originOf({ digest }: DigestFile): Origin | null {
  return digest === null ? null : { bucket: digest.bucket, key: digest.key };
}

function foundLog({ log, origin, verdict, reason, how, by, notes }: LogVerdict): LogResult {
  const place = { bucket: log.bucket, key: log.key };
  return { kind: 'log', id: log.id, place, origin, verdict, reason, how, by: by?.file ?? null, notes };
}

function missingLog({ origin, by }: { readonly origin: Origin; readonly by: Judged }): LogResult {
  const reason = 'log-missing';
  const verdict = verdictOf(reason);
  return { kind: 'log', id: null, place: origin, origin, verdict, reason, how: null, by: by.file, notes: [] };
}

/** Both ends included, as validate-logs takes them: a log file of the last minute is in the digest after it. */
function isWithin(time: { readonly startMs: number; readonly endMs: number }, window: TimeWindow): boolean {
  const { fromMs, untilMs } = window;
  return (fromMs === null || time.endMs >= fromMs) && (untilMs === null || time.startMs <= untilMs);
}

function isLogWithin(
  { log, origin }: LogVerdict,
  named: NamedLogs,
  asked: ReadonlySet<Judged>,
  window: TimeWindow,
): boolean {
  if (origin !== null) return isNamedBy(origin, named, asked);
  const atMs = keyFacts(log.key).deliveredMs ?? log.timeMs;
  return atMs === null || isWithin({ startMs: atMs, endMs: atMs }, window);
}

function isNamedBy(origin: Origin, named: NamedLogs, asked: ReadonlySet<Judged>): boolean {
  return named.at(origin)?.mentions.some(({ by }) => asked.has(by)) ?? false;
}

function byOrigin(logs: readonly LogVerdict[]): ReadonlyMap<string, readonly LogVerdict[]> {
  const found = new Map<string, LogVerdict[]>();
  for (const log of logs) {
    if (log.origin === null) continue;
    const text = originText(log.origin);
    const known = found.get(text);
    if (known === undefined) found.set(text, [log]);
    else known.push(log);
  }
  return found;
}
