import { levels } from '../../contract/detect.ts';
import { packTimes, unpackTimes } from '../detect/packed-times.ts';
import type { Rule } from '../detect/rule.ts';
import type { FoundGroup } from '../detect/run-rules.ts';
import { BulkInsert } from './bulk-insert.ts';
import { appendCustody } from './custody.ts';
import type { Database, Row, SqlValue } from './driver.ts';
import { makeRoomForFindings } from './findings-tables.ts';
import { bytesAt, numberAt, textAt } from './row.ts';
import { type KeptRun, writeRun } from './rule-runs.ts';

/** What a run over the events found, and which findings of the run before it stay. */
export interface RunResult {
  readonly run: KeptRun;
  readonly rules: readonly Rule[];
  /** Of each rule what it asked for, by its id. */
  readonly versions: ReadonlyMap<string, string>;
  readonly groups: readonly FoundGroup[];
  /** Ids of rules whose earlier findings stay; what is in {@link groups} is added to them. */
  readonly staying: ReadonlySet<string>;
  /** A person chose the rules: that is noted in custody. */
  readonly isChosen: boolean;
  readonly version: string;
}

const columns = [
  ...['rule_id', 'rule_version', 'origin', 'title', 'level', 'tactics', 'actor', 'event_count', 'undated'],
  ...['first_ms', 'last_ms', 'times', 'filter', 'is_filter_exact'],
];

/** Keeps what was found. In a case that is open read-only it is kept for as long as the case is open. */
export function keepFindings(db: Database, result: RunResult): void {
  if (db.isReadOnly) {
    makeRoomForFindings(db);
    db.snapshot(() => write(db, result));
    return;
  }
  db.transaction(() => {
    write(db, result);
    if (!result.isChosen) return;
    const found = db.get('SELECT count(*) AS n FROM findings');
    const { minLevel, unusable } = result.run.report;
    appendCustody(db, {
      atMs: result.run.ranAtMs,
      action: 'detected',
      details: {
        rules: result.rules.length,
        unusable: unusable.length,
        minLevel,
        findings: found === undefined ? 0 : numberAt(found, 'n'),
        version: result.version,
      },
    });
  });
}

function write(db: Database, { run, rules, versions, groups, staying }: RunResult): void {
  writeRun(db, run);
  forgetOthers(db, versions, staying);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const writer = new BulkInsert(db, 'findings', columns);
  for (const group of groups) {
    const rule = byId.get(group.rule);
    const version = versions.get(group.rule);
    if (rule === undefined || version === undefined) continue;
    const before = staying.has(rule.id) ? takeOut(db, group) : undefined;
    writer.add(...valuesOf(rule, version, before === undefined ? group : joined(before, group)));
  }
  writer.flush();
  // What else is known of the rules that stay may have changed.
  for (const { id, title, level, tactics } of rules)
    db.run(
      'UPDATE findings SET title = ?, level = ?, tactics = ? WHERE rule_id = ? AND (title, level, tactics) IS NOT (?, ?, ?)',
      ...[title, levels.indexOf(level), JSON.stringify(tactics), id],
      ...[title, levels.indexOf(level), JSON.stringify(tactics)],
    );
}

function forgetOthers(
  db: Database,
  versions: ReadonlyMap<string, string>,
  staying: ReadonlySet<string>,
): void {
  for (const row of db.all('SELECT DISTINCT rule_id, rule_version FROM findings')) {
    const id = textAt(row, 'rule_id');
    const version = textAt(row, 'rule_version');
    if (staying.has(id) && versions.get(id) === version) continue;
    db.run('DELETE FROM findings WHERE rule_id = ? AND rule_version = ?', id, version);
  }
}

/** The finding so far, which is written anew. */
function takeOut(db: Database, { rule, actor }: FoundGroup): Row | undefined {
  const row = db.get(
    'SELECT id, event_count, undated, times FROM findings WHERE rule_id = ? AND actor IS ?',
    rule,
    actor,
  );
  if (row !== undefined) db.run('DELETE FROM findings WHERE id = ?', numberAt(row, 'id'));
  return row;
}

function joined(before: Row, group: FoundGroup): FoundGroup {
  const seconds = Float64Array.from([...unpackTimes(bytesAt(before, 'times')), ...group.seconds]).sort();
  return {
    ...group,
    events: group.events + numberAt(before, 'event_count'),
    undated: group.undated + numberAt(before, 'undated'),
    seconds: [...seconds],
  };
}

function valuesOf(rule: Rule, version: string, group: FoundGroup): readonly SqlValue[] {
  const { seconds } = group;
  const ms = (at: number): number | null => {
    const second = seconds.at(at);
    return second === undefined ? null : second * 1000;
  };
  return [
    ...[rule.id, version, rule.origin, rule.title, levels.indexOf(rule.level), JSON.stringify(rule.tactics)],
    ...[group.actor, group.events, group.undated, ms(0), ms(-1), packTimes(seconds)],
    ...[group.filter, group.isFilterExact ? 1 : 0],
  ];
}
