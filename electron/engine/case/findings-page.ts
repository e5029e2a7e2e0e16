import { z } from 'zod';
import {
  type Finding,
  type FindingBar,
  type FindingChoice,
  type FindingState,
  findingState,
  type Level,
  type LevelCounts,
  levels,
} from '../../contract/detect.ts';
import { AppError } from '../../contract/errors.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';
import { findingFilter } from '../detect/finding-filter.ts';
import { unpackTimes } from '../detect/packed-times.ts';
import { rulesOf } from '../detect/stored-rules.ts';
import type { Database, Row, SqlValue } from './driver.ts';
import { jsonAt } from './json-at.ts';
import { likeAnywhere } from './like.ts';
import { bytesAt, numberAt, numberOrNullAt, textAt, textOrNullAt } from './row.ts';
import { keptRun } from './rule-runs.ts';

/** Findings with what a person said of them, and what hides them. */
const source = `findings AS f
  LEFT JOIN finding_marks AS m ON m.id = (SELECT max(id) FROM finding_marks
    WHERE rule_id = f.rule_id AND actor IS f.actor AND rule_version = f.rule_version)
  LEFT JOIN suppressions AS s ON s.id = (SELECT min(id) FROM suppressions
    WHERE rule_id = f.rule_id AND lifted_ms IS NULL AND (is_any_actor = 1 OR actor IS f.actor))`;
const columns = `f.rule_id, f.title, f.origin, f.level, f.tactics, f.actor, f.event_count, f.undated, f.first_ms,
  f.last_ms, f.filter, f.is_filter_exact, coalesce(m.state, 'open') AS state, coalesce(m.note, '') AS note,
  m.at_ms AS marked_ms, s.id AS suppression_id, s.reason`;

interface Where {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

function whereOf({ minLevel, state, suppressed, rule, text }: FindingChoice): Where {
  const conditions: string[] = ['f.level >= ?'];
  const values: SqlValue[] = [minLevel === null ? 0 : levels.indexOf(minLevel)];
  if (state !== null) {
    conditions.push(`coalesce(m.state, 'open') = ?`);
    values.push(state);
  }
  if (suppressed === 'hide') conditions.push('s.id IS NULL');
  if (suppressed === 'only') conditions.push('s.id IS NOT NULL');
  if (rule !== null) {
    conditions.push('f.rule_id = ?');
    values.push(rule);
  }
  if (text !== '') {
    conditions.push(
      `(f.title LIKE ? ESCAPE '\\' OR f.rule_id LIKE ? ESCAPE '\\' OR f.actor LIKE ? ESCAPE '\\')`,
    );
    const like = likeAnywhere(text);
    values.push(like, like, like);
  }
  return { sql: `FROM ${source} WHERE ${conditions.join(' AND ')}`, values };
}

export interface FindingsPage {
  readonly total: number;
  /** Of all that were chosen, by level. */
  readonly counts: LevelCounts;
  readonly rows: readonly Finding[];
}

/** The worst first, then the latest. @throws AppError `damaged-case` */
export function findingsPage(
  db: Database,
  { offset, limit, ...choice }: FindingChoice & { readonly offset: number; readonly limit: number },
): FindingsPage {
  return db.snapshot(() => {
    const { sql, values } = whereOf(choice);
    const counts = countsIn(db.all(`SELECT f.level, count(*) AS n ${sql} GROUP BY f.level`, ...values));
    const rows = db.all(
      `SELECT ${columns} ${sql} ORDER BY f.level DESC, f.last_ms DESC, f.id LIMIT ? OFFSET ?`,
      ...values,
      limit,
      offset,
    );
    const filterOf = ruleFilters(db);
    const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
    return { total, counts, rows: rows.map((row) => findingIn(row, filterOf)) };
  });
}

/** @throws AppError `not-found` */
export function findingOf(db: Database, rule: string, actor: string | null): Finding {
  const row = db.get(`SELECT ${columns} FROM ${source} WHERE f.rule_id = ? AND f.actor IS ?`, rule, actor);
  if (row !== undefined) return findingIn(row, ruleFilters(db));
  throw new AppError('not-found', 'There is no such finding any more.', {
    advice: 'The rules were run again meanwhile: look at the list anew.',
  });
}

/** Findings that a person still has to look at, or found to be true. */
export function standingFindings(db: Database): LevelCounts {
  return countsIn(
    db.all(
      `SELECT f.level, count(*) AS n FROM ${source}
        WHERE s.id IS NULL AND coalesce(m.state, 'open') <> 'falsePositive' GROUP BY f.level`,
    ),
  );
}

export interface BarRequest {
  readonly minLevel: Level | null;
  /** Start of the first bar. */
  readonly fromMs: number;
  readonly stepMs: number;
  readonly bars: number;
}

/** Events of findings that are neither suppressed nor false positives, in bars; those without any are left out. */
export function findingBars(db: Database, { minLevel, fromMs, stepMs, bars }: BarRequest): FindingBar[] {
  const untilMs = fromMs + bars * stepMs;
  const found = new Map<number, Record<Level, number>>();
  const rows = db.iterate(
    `SELECT f.level, f.times FROM ${source} WHERE s.id IS NULL AND coalesce(m.state, 'open') <> 'falsePositive'
      AND f.level >= ? AND f.first_ms < ? AND f.last_ms >= ?`,
    minLevel === null ? 0 : levels.indexOf(minLevel),
    untilMs,
    fromMs,
  );
  for (const row of rows) {
    const level = levelIn(row);
    for (const second of unpackTimes(bytesAt(row, 'times'))) {
      const bar = Math.floor((second * 1000 - fromMs) / stepMs);
      if (bar < 0 || bar >= bars) continue;
      const counts = found.get(bar) ?? noCounts();
      counts[level] += 1;
      found.set(bar, counts);
    }
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([bar, events]) => ({
      fromMs: fromMs + bar * stepMs,
      worst: levels.findLast((level) => events[level] > 0) ?? 'informational',
      events,
    }));
}

function countsIn(rows: readonly Row[]): LevelCounts {
  const counts = noCounts();
  for (const row of rows) counts[levelIn(row)] += numberAt(row, 'n');
  return counts;
}

function noCounts(): Record<Level, number> {
  return { informational: 0, low: 0, medium: 0, high: 0, critical: 0 };
}

function levelIn(row: Row): Level {
  return levels[numberAt(row, 'level')] ?? 'informational';
}

function stateIn(row: Row): FindingState {
  const read = findingState.safeParse(textAt(row, 'state'));
  return read.success ? read.data : 'open';
}

/** What the rules of the case ask for, by their ids; made once for a page. */
function ruleFilters(db: Database): ReadonlyMap<string, Filter> {
  const rules = rulesOf(keptRun(db)?.rules ?? []);
  return new Map(rules.flatMap((rule) => (rule.kind === 'events' ? [[rule.id, rule.filter] as const] : [])));
}

/** @throws AppError `damaged-case` */
function findingIn(row: Row, filterOf: ReadonlyMap<string, Filter>): Finding {
  const rule = textAt(row, 'rule_id');
  const actor = textOrNullAt(row, 'actor');
  const suppression = numberOrNullAt(row, 'suppression_id');
  const ruleFilter = filterOf.get(rule);
  return {
    rule,
    title: textAt(row, 'title'),
    origin: textAt(row, 'origin') === 'cis' ? 'cis' : 'sigma',
    level: levelIn(row),
    tactics: jsonAt(row, 'tactics', z.array(z.string())),
    actor,
    events: numberAt(row, 'event_count'),
    undated: numberAt(row, 'undated'),
    firstMs: numberOrNullAt(row, 'first_ms'),
    lastMs: numberOrNullAt(row, 'last_ms'),
    filter: textOrNullAt(row, 'filter') ?? (ruleFilter === undefined ? '' : findingFilter(ruleFilter, actor)),
    isFilterExact: numberAt(row, 'is_filter_exact') === 1,
    state: stateIn(row),
    note: textAt(row, 'note'),
    markedAtMs: numberOrNullAt(row, 'marked_ms'),
    suppression: suppression === null ? null : { id: suppression, reason: textAt(row, 'reason') },
  };
}
