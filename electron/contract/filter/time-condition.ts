import { type Place, syntaxError } from './lexer.ts';
import type { Filter } from './syntax-tree.ts';
import { readTime, type TimeLiteral } from './time.ts';

/**
 * Reads what follows `time:` — a moment with its unit, a range of them `A..B` (either end may be open, B is
 * inclusive), or a comparison.
 *
 * @throws AppError `filter-syntax` for a time that is none, and for a range without events by its own making
 */
export function timeOf(text: string, place: Place): Filter {
  const [, operator, compared = ''] = /^(>=|<=|>|<)(.*)$/s.exec(text) ?? [];
  if (operator !== undefined) {
    const { fromMs, untilMs } = momentOf(compared, place);
    switch (operator) {
      case '>=':
        return { kind: 'time', fromMs, untilMs: null };
      case '>':
        return { kind: 'time', fromMs: untilMs, untilMs: null };
      case '<':
        return { kind: 'time', fromMs: null, untilMs: fromMs };
      default:
        return { kind: 'time', fromMs: null, untilMs };
    }
  }
  const dots = text.indexOf('..');
  if (dots < 0) {
    const { fromMs, untilMs } = momentOf(text, place);
    return { kind: 'time', fromMs, untilMs };
  }
  const [from, until] = [text.slice(0, dots), text.slice(dots + 2)];
  const fromMs = from === '' ? null : momentOf(from, place).fromMs;
  const untilMs = until === '' ? null : momentOf(until, place).untilMs;
  if (fromMs === null && untilMs === null)
    throw syntaxError('This range has neither a beginning nor an end.', place);
  if (fromMs !== null && untilMs !== null && fromMs >= untilMs)
    throw syntaxError('This range ends before it begins.', place);
  return { kind: 'time', fromMs, untilMs };
}

function momentOf(text: string, place: Place): TimeLiteral {
  const moment = readTime(text);
  if (moment !== undefined) return moment;
  const written = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  throw syntaxError(
    `“${written}” is no time.`,
    place,
    'Write 2026-03-01, 2026-03-01T15, 2026-03-01T15:30:05Z or with an offset such as +02:00; ranges as A..B.',
  );
}
