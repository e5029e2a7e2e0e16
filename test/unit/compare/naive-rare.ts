import type { ColumnField } from '../../../electron/contract/fields.ts';
import type { CompareLine, CompareQuestion } from '../../../electron/engine/columns/compare-question.ts';
import type { RareLine, RareQuestion } from '../../../electron/engine/columns/rare-question.ts';
import { matching, type NaiveRow } from '../columns/naive.ts';

/** Rare values and periods worked out a second time, with plain loops over rows and the whole list sorted. */

const byText = (a: string | null, b: string | null) =>
  Buffer.compare(Buffer.from(a ?? ''), Buffer.from(b ?? ''));

function textsOf(rows: readonly NaiveRow[], field: ColumnField): string[] {
  return [...new Set(rows.flatMap(({ texts }) => texts[field] ?? []))];
}

export function naiveRare(all: readonly NaiveRow[], question: RareQuestion) {
  const { sinceMs, fewerThan, scope, fields } = question;
  const matched = matching(all, question);
  const rows = sinceMs === null ? matched : matched.filter(({ timeMs }) => timeMs !== null);
  const isCounted = ({ timeMs }: NaiveRow) => sinceMs === null || (timeMs ?? 0) >= sinceMs;
  const isSurprise = (found: readonly NaiveRow[]) => {
    const counted = found.filter(isCounted);
    if (counted.length === 0) return false;
    if (sinceMs !== null && counted.length < found.length) return false;
    return fewerThan === null || counted.length < fewerThan;
  };
  const lines: RareLine[] = [];
  for (const field of fields) {
    for (const value of textsOf(rows, field)) {
      const withValue = rows.filter(({ texts }) => texts[field] === value);
      const ofAnyone = isSurprise(withValue);
      const line = (found: readonly NaiveRow[], surprise: RareLine['surprise'], own: string | null) => {
        const counted = found.filter(isCounted);
        const times = counted.flatMap(({ timeMs }) => timeMs ?? []);
        const actors = textsOf(counted, 'actor');
        lines.push({
          surprise,
          field,
          value,
          actor: own ?? (actors.length === 1 ? (actors[0] ?? null) : null),
          actors: actors.length,
          count: counted.length,
          firstMs: times.length === 0 ? null : Math.min(...times),
          lastMs: times.length === 0 ? null : Math.max(...times),
        });
      };
      if (ofAnyone && (scope !== 'actor' || field === 'actor')) line(withValue, 'anyone', null);
      if (scope === 'anyone' || field === 'actor' || (scope === 'both' && ofAnyone)) continue;
      for (const actor of textsOf(withValue, 'actor')) {
        const pair = withValue.filter(({ texts }) => texts.actor === actor);
        if (!isSurprise(pair)) continue;
        const isNewActor = isSurprise(rows.filter(({ texts }) => texts.actor === actor));
        line(pair, isNewActor ? 'new-actor' : 'actor', actor);
      }
    }
  }
  const order = ['anyone', 'actor', 'new-actor'];
  const alike = (line: RareLine) =>
    lines.filter(({ field, surprise }) => field === line.field && surprise === line.surprise).length;
  const first = ({ firstMs }: RareLine) => firstMs ?? Number.MAX_SAFE_INTEGER;
  lines.sort(
    (a, b) =>
      order.indexOf(a.surprise) - order.indexOf(b.surprise) ||
      a.count - b.count ||
      alike(a) - alike(b) ||
      first(a) - first(b) ||
      fields.indexOf(a.field) - fields.indexOf(b.field) ||
      byText(a.value, b.value) ||
      byText(a.actor, b.actor),
  );
  const total = (surprise: string) => lines.filter((line) => line.surprise === surprise).length;
  return {
    matched: matched.length,
    undated: matched.filter(({ timeMs }) => timeMs === null).length,
    totals: { anyone: total('anyone'), actor: total('actor'), 'new-actor': total('new-actor') },
    lines: lines.slice(0, question.limit),
  };
}

export function naiveCompare(all: readonly NaiveRow[], question: CompareQuestion) {
  const within = ({ fromMs, untilMs }: CompareQuestion['before']) =>
    matching(all, question).filter(({ timeMs }) => timeMs !== null && timeMs >= fromMs && timeMs < untilMs);
  const [before, after] = [within(question.before), within(question.after)];
  const hours = ({ fromMs, untilMs }: CompareQuestion['before']) => (untilMs - fromMs) / 3_600_000;
  const lines: Omit<CompareLine, 'ratio' | 'score'>[] = [];
  for (const field of question.fields)
    for (const value of textsOf([...before, ...after], field)) {
      const countIn = (rows: readonly NaiveRow[]) =>
        rows.filter(({ texts }) => texts[field] === value).length;
      const counts = { before: countIn(before), after: countIn(after) };
      const beforeRate = counts.before / hours(question.before);
      const afterRate = counts.after / hours(question.after);
      if (Math.abs(beforeRate - afterRate) < 1e-9 * beforeRate) continue;
      const change =
        counts.before === 0 ? 'new' : counts.after === 0 ? 'gone' : afterRate > beforeRate ? 'more' : 'less';
      lines.push({ change, field, value, ...counts, beforeRate, afterRate });
    }
  const total = (change: string) => lines.filter((line) => line.change === change).length;
  return {
    before: before.length,
    after: after.length,
    totals: { new: total('new'), gone: total('gone'), more: total('more'), less: total('less') },
    lines,
  };
}
