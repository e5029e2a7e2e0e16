import { z } from 'zod';
import { type Verdict, verdicts, verification } from '../../contract/integrity.ts';
import type { Database, Row, SqlValue } from '../case/driver.ts';
import { jsonAt } from '../case/json-at.ts';
import { numberOrNullAt, textAt, textOrNullAt } from '../case/row.ts';
import { chosenTimes } from './chosen.ts';
import {
  type CaseFacts,
  type DigestGap,
  type DigestTime,
  type HourLogs,
  hourMs,
  noLogs,
  type PlaceFacts,
} from './place-facts.ts';
import type { Span } from './spans.ts';

/** One account and region; all of them where it is left out. */
export interface PlaceName {
  readonly account: string;
  readonly region: string;
}

interface Draft {
  readonly account: string;
  readonly region: string;
  readonly logs: Map<number, HourLogs>;
  readonly digests: DigestTime[];
  readonly gaps: DigestGap[];
}

export const isDigest = `(o.shape IS 'digest' OR o.trail_kind IS 'CloudTrail-Digest')`;
export const isLog = `NOT ${isDigest}
  AND (o.trail_kind IS NOT NULL OR o.shape IS NOT NULL AND o.shape NOT IN ('trailAnswer', 'bundleIndex'))`;
/** A second copy counts only for what the check said of it, what could not be fetched not as a file. */
const isThere = `o.status NOT IN ('alreadyPresent', 'notFetched')`;
const account = 'coalesce(v.account, o.account)';
const region = 'coalesce(v.region, o.region)';

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

/** Log files by account, region and verdict, with a text of what {@link countsIn} reads for each hour. */
function logRows(db: Database, only: PlaceName | undefined): readonly Row[] {
  const values: readonly SqlValue[] = only === undefined ? [] : [only.account, only.region];
  const scope = (account: string, region: string): string =>
    only === undefined ? '' : `AND ${account} = ? AND ${region} = ?`;
  const found = db.all(
    byHour(`SELECT ${account} AS account, ${region} AS region, v.verdict,
        coalesce(v.from_ms, o.delivered_ms, -1) / ${hourMs} - (coalesce(v.from_ms, o.delivered_ms, -1) < 0) AS hour,
        count(*) FILTER (WHERE ${isThere}) AS files, count(*) FILTER (WHERE v.verdict IS NOT NULL OR ${isThere}) AS judged,
        0 AS missing, count(*) FILTER (WHERE o.status = 'notFetched') AS not_fetched,
        coalesce(sum(o.record_count - o.left_out) FILTER (WHERE ${isThere}), 0) AS events,
        max(o.left_out > 0 AND ${isThere}) AS is_partly_indexed
      FROM objects AS o LEFT JOIN verdicts AS v ON v.object_id = o.id
      WHERE ${isLog} ${scope(account, region)} GROUP BY 1, 2, 3, 4`),
    ...values,
  );
  const missing = db.all(
    byHour(`SELECT v.account, v.region, v.verdict, coalesce(v.from_ms, -${hourMs}) / ${hourMs} AS hour,
        0 AS files, 0 AS judged, count(*) AS missing, 0 AS not_fetched, 0 AS events, 0 AS is_partly_indexed
      FROM verdicts AS v WHERE v.kind = 'log' AND v.object_id IS NULL ${scope('v.account', 'v.region')}
      GROUP BY 1, 2, 3, 4`),
    ...values,
  );
  return [...found, ...missing];
}

/** A hundred thousand hours as a few texts come out of SQLite in half the time of as many rows. */
function byHour(hours: string): string {
  const columns = ['hour', 'files', 'judged', 'missing', 'not_fetched', 'events', 'is_partly_indexed'];
  return `SELECT account, region, verdict, group_concat(${columns.join(` || ' ' || `)}, ' ') AS counts
    FROM (${hours}) GROUP BY 1, 2, 3`;
}

interface HourCounts {
  /** Negative where it is not known. */
  readonly hour: number;
  readonly files: number;
  readonly judged: number;
  readonly missing: number;
  readonly notFetched: number;
  readonly events: number;
  readonly isPartlyIndexed: boolean;
}

function* countsIn(row: Row): Generator<HourCounts, void, undefined> {
  const numbers = textAt(row, 'counts').split(' ').map(Number);
  for (let at = 0; at < numbers.length; at += 7) {
    const [hour = -1, files = 0, judged = 0, missing = 0, notFetched = 0, events = 0, partly = 0] =
      numbers.slice(at, at + 7);
    yield { hour, files, judged, missing, notFetched, events, isPartlyIndexed: partly === 1 };
  }
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

/** Digests come a hundred thousand to a row as one text, in a third of the time of as many rows. */
function* timesIn(row: Row): Generator<Span> {
  for (const time of textAt(row, 'times').split(',')) {
    const gap = time.indexOf(' ');
    const from = Number(time.slice(0, gap));
    yield { from, until: Math.max(Number(time.slice(gap + 1)), from + 1) };
  }
}

function digestRows(db: Database, only: PlaceName | undefined): readonly Row[] {
  const scope = (table: string): string =>
    only === undefined ? '' : `AND ${table}.account = ? AND ${table}.region = ?`;
  const values: readonly SqlValue[] = only === undefined ? [] : [only.account, only.region];
  const judged = db.all(
    `SELECT v.account, v.region, v.series, v.verdict, group_concat(v.from_ms || ' ' || v.until_ms) AS times
    FROM verdicts AS v WHERE v.kind = 'digest' AND v.from_ms >= 0 AND v.until_ms IS NOT NULL ${scope('v')}
    GROUP BY 1, 2, 3, 4`,
    ...values,
  );
  // A digest is named after its end; as long as it was not read it is taken for one of an hour.
  const unread = db.all(
    `SELECT o.account, o.region, NULL AS series, NULL AS verdict,
      group_concat((o.delivered_ms - ${hourMs}) || ' ' || o.delivered_ms) AS times FROM objects AS o
    WHERE ${isDigest} AND ${isThere} AND o.delivered_ms >= ${hourMs} ${scope('o')}
      AND NOT EXISTS (SELECT 1 FROM verdicts AS v WHERE v.object_id = o.id)
    GROUP BY 1, 2`,
    ...values,
  );
  return [...judged, ...unread];
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
