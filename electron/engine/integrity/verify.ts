import type { Overall, Proof, Verdict } from '../../contract/integrity.ts';
import { type Gap, type Link, type Walk, walk } from './chain.ts';
import { CoveredTime } from './covered-time.ts';
import type { DigestFile } from './digest-file.ts';
import type { Origin, Place, TimeWindow } from './evidence.ts';
import type { KeyFault } from './key-ring.ts';
import type { LogVerdict, MatchedLogs } from './log-file.ts';
import type { NamedLogs } from './named-logs.ts';
import type { ProofGraph } from './proof-graph.ts';
import { findSeries, type SeriesName, timeOf } from './series.ts';
import { type Note, overallOf, type Reason, verdictOf } from './verdicts.ts';

/** What there is to check. */
export interface Evidence {
  /** The digests and their keys, judged by `judgeDigests`: time asked for changes nothing about them. */
  readonly graph: ProofGraph;
  readonly logs: MatchedLogs;
  /** Everything is used for proof; what lies outside is not reported. */
  readonly window: TimeWindow;
}

export interface DigestResult {
  readonly kind: 'digest';
  /** Its number in the ledger; null for what is missing. */
  readonly id: number | null;
  /** Where it is in the case; of a missing digest where it should be. */
  readonly place: Place;
  /** Where CloudTrail delivered it, as far as that is known. */
  readonly origin: Origin | null;
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly how: Proof | null;
  /** The digest that decided, where it is in the case. */
  readonly by: DigestFile | null;
  readonly notes: readonly Note[];
  readonly series: SeriesName;
  readonly startMs: number;
  readonly endMs: number;
  /** How many log files it names; null when it cannot be read. */
  readonly logCount: number | null;
  /** Null for a missing digest. */
  readonly link: Link | null;
}

export interface Verification {
  readonly overall: Overall;
  /** By series, newest first; missing ones behind those that are there. */
  readonly digests: readonly DigestResult[];
  /** In the order of the case, the missing ones behind those that are there. */
  readonly logs: readonly LogVerdict[];
  readonly gaps: readonly Gap[];
  /** Keys that were given and are not used, by fingerprint. */
  readonly refusedKeys: ReadonlyMap<string, KeyFault>;
  /** For `validateText`: what was judged, without a window. */
  readonly judged: JudgedCase;
}

export interface JudgedCase {
  readonly walks: readonly Walk[];
  readonly logs: readonly LogVerdict[];
}

/** The digests of a time, as far as they can be judged without the log files. */
export interface WalkedDigests {
  readonly graph: ProofGraph;
  readonly window: TimeWindow;
  readonly walks: readonly Walk[];
  readonly results: readonly DigestResult[];
  readonly covered: CoveredTime;
}

/**
 * Verifies digests and log files with nothing but what is given: no clock, no network, no file.
 *
 * The algorithm is that of `aws cloudtrail validate-logs` where that is right; where it differs, `chain.ts` and
 * `proof.ts` say so.
 */
export function verify({ graph, logs, window }: Evidence): Verification {
  return conclude(walkDigests(graph, window), logs);
}

/** The first half of {@link verify}, for which no log file needs to have been read. */
export function walkDigests(graph: ProofGraph, window: TimeWindow): WalkedDigests {
  const walks = findSeries(graph).map((series) => walk(graph, series, window));
  const results = walks.flatMap((one) => digestResultsOf(one, window));
  return { graph, window, walks, results, covered: new CoveredTime(walks) };
}

/** The second half of {@link verify}. */
export function conclude(walked: WalkedDigests, matched: MatchedLogs): Verification {
  const { graph, window, walks, results: digests, covered } = walked;
  const logs = matched.verdicts(covered);
  const asked = isAllTime(window) ? logs : logsWithin(logs, matched.named, graph, window);
  const gaps = walks.flatMap((one) => one.gaps);
  return {
    overall: overallOf(verdictsIn(digests, asked), gaps.length > 0),
    digests,
    logs: asked,
    gaps,
    refusedKeys: graph.ring.refused,
    judged: { walks, logs },
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

/** Both ends included, as validate-logs takes them: a log file of the last minute is in the digest after it. */
function isWithin(time: { readonly startMs: number; readonly endMs: number }, window: TimeWindow): boolean {
  const { fromMs, untilMs } = window;
  return (fromMs === null || time.endMs >= fromMs) && (untilMs === null || time.startMs <= untilMs);
}

function verdictsIn(...lists: readonly (readonly { readonly verdict: Verdict }[])[]): ReadonlySet<Verdict> {
  const found = new Set<Verdict>();
  for (const list of lists) for (const { verdict } of list) found.add(verdict);
  return found;
}

function isAllTime({ fromMs, untilMs }: TimeWindow): boolean {
  return fromMs === null && untilMs === null;
}

/** What the digests asked for name; of what none names, what was delivered in the time asked for. */
function logsWithin(
  logs: readonly LogVerdict[],
  named: NamedLogs,
  graph: ProofGraph,
  window: TimeWindow,
): readonly LogVerdict[] {
  const asked = new Set(graph.all.filter((one) => isWithin(timeOf(one), window)));
  return logs.filter(({ log, origin }) => {
    if (origin !== null) return named.at(origin)?.mentions.some(({ by }) => asked.has(by)) ?? false;
    const atMs = log?.timeMs ?? null;
    return atMs === null || isWithin({ startMs: atMs, endMs: atMs }, window);
  });
}
