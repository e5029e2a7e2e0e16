import {
  type VerdictCounts,
  type Verification,
  type VerifiedObject,
  verdicts,
} from '../../contract/integrity.ts';
import { limits } from './limits.ts';
import type { ReportFacts } from './report-facts.ts';
import { overallWords, summaryOf } from './report-words.ts';

/** What a program may rely on: a change of names or meanings makes it a higher number. */
const formatVersion = 1;

/** The report as one JSON object with every exception, in pieces: a case may hold a million files. */
export function* jsonReport(
  facts: ReportFacts,
  pages: Iterable<readonly VerifiedObject[]>,
): Generator<string, void, undefined> {
  yield `${JSON.stringify(headOf(facts), null, 2).replace(/\n\}$/, '')},\n  "objects": [`;
  let between = '\n';
  for (const page of pages) {
    yield `${between}    ${page.map((object) => JSON.stringify(objectOf(object))).join(',\n    ')}`;
    between = ',\n';
  }
  yield between === '\n' ? ']\n}\n' : '\n  ]\n}\n';
}

function headOf(facts: ReportFacts): object {
  const { caseName, version, writtenAtMs, verification, chains, coverage, custody, sources, files } = facts;
  const { overall, series, digests, logs, gaps, keys, choice, atMs, elapsedMs, bytes } = verification;
  const { fromMs, untilMs, ...asked } = choice;
  return {
    kind: 'spoor-integrity-report',
    formatVersion,
    case: caseName,
    writtenAt: isoTime(writtenAtMs),
    writtenBy: `Spoor ${version}`,
    checkedAt: isoTime(atMs),
    checkedBy: `Spoor ${verification.version}`,
    isCurrent: verification.isCurrent,
    elapsedMs,
    bytes,
    asked: { ...timesOf({ fromMs, untilMs }), ...asked },
    overall,
    sentence: overallWords[overall].sentence,
    summary: summaryOf(verification),
    digests: countsOf(digests),
    logs: countsOf(logs),
    sources: sources.map(({ kind, label, files: count }) => ({ kind, label, files: count })),
    files,
    events: facts.events,
    trails: series.map(({ digests: counts, fromMs: from, untilMs: until, ...name }, at) => ({
      ...name,
      ...timesOf({ fromMs: from, untilMs: until }),
      digests: countsOf(counts),
      provenBy: chains[at],
    })),
    gaps: gaps.map(({ fromMs: from, untilMs: until, ...gap }) => ({
      ...timesOf({ fromMs: from, untilMs: until }),
      ...gap,
    })),
    keys: keys.map(keyOf),
    coverage: coverageOf(coverage),
    limits,
    custody,
    exceptions: facts.exceptions,
  };
}

function keyOf({ validFromMs, validUntilMs, ...key }: Verification['keys'][number]): object {
  return { ...key, validFrom: isoTimeOrNull(validFromMs), validUntil: isoTimeOrNull(validUntilMs) };
}

function coverageOf({ fromMs, untilMs, rows, ...map }: ReportFacts['coverage']): object {
  const states = rows.map(({ cells, ...row }) => ({ ...row, states: cells.map(({ state }) => state) }));
  return { ...timesOf({ fromMs, untilMs }), ...map, rows: states };
}

function objectOf({ fromMs, untilMs, object, ...rest }: VerifiedObject): object {
  return { ...rest, ledger: object, ...timesOf({ fromMs, untilMs }) };
}

/** Those that there are none of are left out. */
function countsOf({ total, by }: VerdictCounts): object {
  const counts = verdicts.flatMap((verdict) => {
    const count = by[verdict];
    return count === undefined ? [] : [[verdict, count] as const];
  });
  return { total, ...Object.fromEntries(counts) };
}

function timesOf({ fromMs, untilMs }: { readonly fromMs: number | null; readonly untilMs: number | null }) {
  return { from: isoTimeOrNull(fromMs), to: isoTimeOrNull(untilMs) };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
