import { z } from 'zod';
import { level, unusableRule } from '../../contract/detect.ts';
import { type StoredRule, storedRules } from '../detect/stored-rules.ts';
import type { Database } from './driver.ts';
import { jsonAt } from './json-at.ts';
import { numberAt } from './row.ts';

const report = z.object({
  minLevel: level.nullable(),
  unusable: z.array(unusableRule),
  passedOver: z.array(z.object({ product: z.string(), count: z.number() })),
  belowMinLevel: z.number(),
});
/** What of the files that were loaded became no rule. */
export type RuleReport = z.infer<typeof report>;

/** The rules that were chosen last, and how far they were run. */
export interface KeptRun {
  readonly atMs: number;
  readonly ranAtMs: number;
  /** Events up to this number were looked at. */
  readonly lastEvent: number;
  /** As {@link countReindexes} said then. */
  readonly reindexes: number;
  readonly rules: readonly StoredRule[];
  readonly report: RuleReport;
}

/** Null while no rules were chosen. @throws AppError `damaged-case` */
export function keptRun(db: Database): KeptRun | null {
  const row = db.get(
    'SELECT at_ms, ran_at_ms, last_event, reindexes, rules, report FROM rule_runs ORDER BY id DESC LIMIT 1',
  );
  if (row === undefined) return null;
  return {
    atMs: numberAt(row, 'at_ms'),
    ranAtMs: numberAt(row, 'ran_at_ms'),
    lastEvent: numberAt(row, 'last_event'),
    reindexes: numberAt(row, 'reindexes'),
    rules: jsonAt(row, 'rules', storedRules),
    report: jsonAt(row, 'report', report),
  };
}

/** In place of the one before. To be called inside a transaction. */
export function writeRun(db: Database, run: KeptRun): void {
  db.run('DELETE FROM rule_runs');
  db.run(
    'INSERT INTO rule_runs (at_ms, ran_at_ms, last_event, reindexes, rules, report) VALUES (?, ?, ?, ?, ?, ?)',
    run.atMs,
    run.ranAtMs,
    run.lastEvent,
    run.reindexes,
    JSON.stringify(run.rules),
    JSON.stringify(run.report),
  );
}

/** Whether a run has seen every event of the case as it is now. */
export function isRunCurrent(db: Database, { lastEvent, reindexes }: KeptRun): boolean {
  const row = db.get('SELECT coalesce(max(first_event + event_count - 1), 0) AS n FROM segments');
  return row !== undefined && numberAt(row, 'n') <= lastEvent && countReindexes(db) === reindexes;
}

/** How often the index was rebuilt: event numbers mean other events after it. */
export function countReindexes(db: Database): number {
  const row = db.get("SELECT count(*) AS n FROM custody WHERE action = 'reindexed'");
  return row === undefined ? 0 : numberAt(row, 'n');
}
