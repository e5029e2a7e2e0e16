import type { RuleInfo, RuleRun } from '../../contract/detect.ts';
import { assertNever } from '../../contract/errors.ts';
import type { Database } from '../case/driver.ts';
import { hasRoomForFindings } from '../case/findings-tables.ts';
import { numberAt, textAt } from '../case/row.ts';
import { isRunCurrent, keptRun } from '../case/rule-runs.ts';
import type { StoredRule } from './stored-rules.ts';

/** The rules that were chosen last, with what each found. */
export function ruleRunOf(db: Database): RuleRun | null {
  return db.snapshot(() => {
    const run = keptRun(db);
    if (run === null) return null;
    const found = new Map(
      db
        .all(
          'SELECT rule_id, count(*) AS findings, sum(event_count) AS events FROM findings GROUP BY rule_id',
        )
        .map((row) => [
          textAt(row, 'rule_id'),
          { findings: numberAt(row, 'findings'), events: numberAt(row, 'events') },
        ]),
    );
    const titles = new Map(run.rules.map(({ id, title }) => [id, title]));
    return {
      atMs: run.atMs,
      ranAtMs: run.ranAtMs,
      isCurrent: isRunCurrent(db, run),
      isKept: !hasRoomForFindings(db),
      ...run.report,
      rules: run.rules.map((rule) => ({
        ...headOf(rule),
        kind: rule.kind,
        explanation: rule.kind === 'events' ? rule.text : explained(rule, titles),
        ...(found.get(rule.id) ?? { findings: 0, events: 0 }),
      })),
    };
  });
}

function headOf(rule: StoredRule): Omit<RuleInfo, 'kind' | 'explanation' | 'findings' | 'events'> {
  const { id, origin, title, description, level, status, tags, tactics, references, falsePositives, file } =
    rule;
  return { id, origin, title, description, level, status, tags, tactics, references, falsePositives, file };
}

type Correlation = StoredRule & { readonly kind: 'correlation' };

/** `5 or more events of “Failed sign-in” within 10 min, by sourceIPAddress`. */
function explained(rule: Correlation, titles: ReadonlyMap<string, string>): string {
  const names = rule.rules.map((id) => `“${titles.get(id) ?? id}”`);
  const by = rule.groupBy.length === 0 ? '' : `, by ${rule.groupBy.join(' and ')}`;
  return `${whatOf(rule, names)} within ${duration(rule.windowMs)}${by}`;
}

function whatOf({ type, condition, valueField }: Correlation, names: readonly string[]): string {
  const number = condition === null ? '1 or more' : `${words[condition.operator](condition.count)}`;
  switch (type) {
    case 'event_count':
      return `${number} events of ${names.join(' or ')}`;
    case 'value_count':
      return `${number} different values of ${valueField ?? 'a field'} in events of ${names.join(' or ')}`;
    case 'temporal':
      return `Events of each of ${names.join(' and ')}`;
    case 'temporal_order':
      return `Events of ${names.join(', then of ')}, in this order,`;
    default:
      return assertNever(type);
  }
}

const words = {
  gt: (count: number): string => `More than ${count}`,
  gte: (count: number): string => `${count} or more`,
  lt: (count: number): string => `Fewer than ${count}`,
  lte: (count: number): string => `At most ${count}`,
  eq: (count: number): string => `Exactly ${count}`,
  neq: (count: number): string => `Any number but ${count}`,
};

function duration(ms: number): string {
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
  ] as const;
  for (const [length, name] of units) if (ms % length === 0) return `${ms / length} ${name}`;
  return `${ms / 1000} s`;
}
