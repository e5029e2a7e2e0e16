import { z } from 'zod';
import { type Verdict, verdicts, verification } from '../../contract/integrity.ts';
import type { Database, Row } from '../case/driver.ts';
import { jsonAt } from '../case/json-at.ts';
import { Remembered } from '../case/remembered.ts';
import { numberOrNullAt, textOrNullAt } from '../case/row.ts';
import { chosenTimes } from './chosen.ts';
import { countsIn, digestRows, type HourCounts, logRows, type PlaceName, timesIn } from './ledger-rows.ts';
import {
  type CaseFacts,
  type DigestGap,
  type DigestTime,
  type HourLogs,
  noLogs,
  type PlaceFacts,
} from './place-facts.ts';
import type { Span } from './spans.ts';

interface Draft {
  readonly account: string;
  readonly region: string;
  readonly logs: Map<number, HourLogs>;
  readonly digests: DigestTime[];
  readonly gaps: DigestGap[];
}

/**
 * Reads what is known of every account, region and hour: the ledger and the verdicts once each, counted in SQL.
 * Call it in a snapshot.
 */
export function readFacts(db: Database, only?: PlaceName): CaseFacts {
  const drafts = new Map<string, Draft>();
  const draftOf = (row: Row): Draft | null => {
    const name = { account: textOrNullAt(row, 'account'), region: textOrNullAt(row, 'region') };
    if (name.account === null || name.region === null) return null;
    const key = `${name.account}/${name.region}`;
    const known = drafts.get(key);
    if (known !== undefined) return known;
    const draft: Draft = {
      account: name.account,
      region: name.region,
      logs: new Map(),
      digests: [],
      gaps: [],
    };
    drafts.set(key, draft);
    return draft;
  };

  let unplacedFiles = 0;
  for (const row of logRows(db, only)) {
    const draft = draftOf(row);
    const said = verdictIn(row);
    for (const counts of countsIn(row))
      if (draft === null || counts.hour < 0) unplacedFiles += counts.files;
      else addLogs(draft.logs, counts, said);
  }
  const last = lastCheck(db);
  for (const row of digestRows(db, only)) {
    const series = numberOrNullAt(row, 'series');
    const isBackfill = series !== null && last?.backfills.has(series) === true;
    const said = { verdict: verdictIn(row), series, isBackfill };
    const draft = draftOf(row);
    for (const { from, until } of timesIn(row)) draft?.digests.push({ from, until, ...said });
  }
  for (const { account: of, region: where, fromMs, untilMs, kind } of last?.gaps ?? []) {
    const draft = drafts.get(`${of}/${where}`);
    // The others are told by the digests themselves, or are only about what was asked.
    if (kind === 'missing' || kind === 'unexplained')
      draft?.gaps.push({ from: fromMs, until: untilMs, kind: 'lost' });
    else if (kind === 'restart' || kind === 'stopped')
      draft?.gaps.push({ from: fromMs, until: untilMs, kind: 'off' });
  }
  const chosenOf = chosenTimes(db);
  const places = [...drafts.values()]
    .map((draft) => withChoice(draft, chosenOf(draft)))
    .sort((a, b) => compare(a.account, b.account) || compare(a.region, b.region));
  return { places, unplacedFiles, isVerified: last !== null };
}

/** What is missing from before or after everything that was chosen is not lost: nobody asked for it. */
function withChoice(draft: Draft, chosen: PlaceFacts['chosen']): PlaceFacts {
  if (chosen === null) return { ...draft, chosen };
  const isAsked = ({ from, until }: Span): boolean =>
    chosen.some((span) => span.from < until && from < span.until);
  return {
    ...draft,
    digests: draft.digests.filter((digest) => digest.verdict !== 'missing' || isAsked(digest)),
    gaps: draft.gaps.filter((gap) => gap.kind !== 'lost' || isAsked(gap)),
    chosen,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function addLogs(logs: Map<number, HourLogs>, counts: HourCounts, said: Verdict | null): void {
  const told = logs.get(counts.hour) ?? noLogs();
  logs.set(counts.hour, told);
  const { judged } = counts;
  told.files += counts.files;
  told.events += Math.max(0, counts.events);
  told.missing += counts.missing;
  told.notFetched += counts.notFetched;
  told.isPartlyIndexed ||= counts.isPartlyIndexed;
  if (judged === 0 || said === 'proven' || said === 'moved') return;
  told.isAltered ||= said === 'altered' || said === 'unreferenced' || said === 'chain-broken';
  told.unproven += judged;
  if (said === 'not-covered') told.notCovered += judged;
  if (said === null) told.unverified += judged;
}

const verdictNames = new Map<string, Verdict>(verdicts.map((name) => [name, name]));

/** A verdict of a newer version counts as one that proves nothing. */
function verdictIn(row: Row): Verdict | null {
  const text = textOrNullAt(row, 'verdict');
  return text === null ? null : (verdictNames.get(text) ?? 'unproven');
}

const toldOfCheck = z.object({
  gaps: verification.shape.gaps,
  series: z.array(z.object({ isBackfill: z.boolean() })),
});

function lastCheck(db: Database) {
  const row = db.get('SELECT summary FROM verifications ORDER BY id DESC LIMIT 1');
  if (row === undefined) return null;
  const { gaps, series } = jsonAt(row, 'summary', toldOfCheck);
  return { gaps, backfills: new Set(series.flatMap(({ isBackfill }, at) => (isBackfill ? [at] : []))) };
}

/** {@link readFacts} of all accounts and regions, remembered. */
export const caseFacts = new Remembered((db) => readFacts(db));
