import { assertNever } from '../errors.ts';
import type { Filter, Pattern, Target } from './syntax-tree.ts';
import { printTime, readTime } from './time.ts';

/** The text of a filter, the shortest that {@link parseFilter} reads back as the same tree. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'all':
      return '';
    case 'and':
      return filter.operands
        .map((operand) => (operand.kind === 'or' ? `(${printFilter(operand)})` : printFilter(operand)))
        .join(' ');
    case 'or':
      return filter.operands.map(printFilter).join(' OR ');
    case 'not': {
      const inner = printFilter(filter.operand);
      return filter.operand.kind === 'and' || filter.operand.kind === 'or' ? `-(${inner})` : `-${inner}`;
    }
    case 'match':
      return `${printTarget(filter.target)}:${printPatterns(filter.anyOf)}`;
    case 'exists':
      return `${printTarget(filter.target)}:*`;
    case 'time':
      return `time:${printRange(filter.fromMs, filter.untilMs)}`;
    case 'anywhere':
      return printPattern(filter.pattern, false);
    default:
      return assertNever(filter);
  }
}

function printTarget(target: Target): string {
  if (target.kind === 'field') return target.field;
  return target.steps.reduce((text, step, at) => {
    const written = /^(?:\w[\w-]*|\[\d*\])$/.test(step) ? step : quote(step);
    return at === 0 || written.startsWith('[') ? text + written : `${text}.${written}`;
  }, '');
}

function printPatterns(anyOf: readonly Pattern[]): string {
  const [first] = anyOf;
  if (anyOf.length === 1 && first !== undefined) return printPattern(first, true);
  return `(${anyOf.map((pattern) => printPattern(pattern, true)).join(' OR ')})`;
}

function printPattern(pattern: Pattern, isAfterField: boolean): string {
  switch (pattern.kind) {
    case 'literal':
      return pattern.text === '' || /^(?:AND|OR|NOT)$/.test(pattern.text)
        ? quote(pattern.text)
        : printPiece(pattern.text, isAfterField);
    case 'wildcard':
      return pattern.pieces.map((piece) => printPiece(piece, isAfterField)).join('*');
    case 'regex':
      return `/${pattern.source.replace(/\//g, '\\/')}/`;
    default:
      return assertNever(pattern);
  }
}

function printPiece(text: string, isAfterField: boolean): string {
  const needsQuotes = isAfterField ? /[\s()"\\*]|^[/<>]/ : /[\s()"\\*:]|^[-/]/;
  return needsQuotes.test(text) ? quote(text) : text;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function printRange(fromMs: number | null, untilMs: number | null): string {
  if (untilMs === null) return `>=${printTime(fromMs ?? 0)}`;
  if (fromMs === null) return `<${printTime(untilMs)}`;
  const from = printTime(fromMs);
  const single = readTime(from);
  if (single?.untilMs === untilMs) return from;
  return `${from}..${lastMoment(untilMs)}`;
}

const unitsMs = [86_400_000, 60_000, 1000, 1];

/** The moment whose unit ends at `untilMs`: `..2021-07-29` ends where the 30th begins. */
function lastMoment(untilMs: number): string {
  const candidates = unitsMs.map((unit) => printTime(untilMs - unit));
  return (
    candidates.find((text) => readTime(text)?.untilMs === untilMs) ?? new Date(untilMs - 1).toISOString()
  );
}
