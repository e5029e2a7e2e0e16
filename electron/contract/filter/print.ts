import { assertNever } from '../errors.ts';
import { isPartOfAddress } from './habits.ts';
import type { Filter, Pattern, Target } from './syntax-tree.ts';
import { printRange } from './time.ts';

/**
 * The text of a filter, which {@link parseFilter} reads back as the same tree when that is in the form that the parser
 * and the functions of `build.ts` and `edit.ts` make; otherwise as one that means the same.
 */
export function printFilter(filter: Filter): string {
  return filter.kind === 'all' ? '' : printNested(filter);
}

function printNested(filter: Filter): string {
  switch (filter.kind) {
    case 'all':
      return '*';
    case 'and':
      return filter.operands
        .map((operand) => (operand.kind === 'or' ? `(${printNested(operand)})` : printNested(operand)))
        .join(' ');
    case 'or':
      return filter.operands.map(printNested).join(' OR ');
    case 'not': {
      const inner = printNested(filter.operand);
      return filter.operand.kind === 'and' || filter.operand.kind === 'or' ? `-(${inner})` : `-${inner}`;
    }
    case 'match':
      return `${printTarget(filter.target)}:${printPatterns(filter.anyOf, filter.target)}`;
    case 'exists':
      return `${printTarget(filter.target)}:*`;
    case 'time':
      return `time:${printRange(filter)}`;
    case 'anywhere':
      return printPattern(filter.pattern, null);
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

function printPatterns(anyOf: readonly Pattern[], target: Target): string {
  const [first] = anyOf;
  if (anyOf.length === 1 && first !== undefined) return printPattern(first, target);
  return `(${anyOf.map((pattern) => printPattern(pattern, target)).join(' OR ')})`;
}

function printPattern(pattern: Pattern, target: Target | null): string {
  switch (pattern.kind) {
    case 'literal':
      return isReadOtherwise(pattern.text, target) ? quote(pattern.text) : printPiece(pattern.text, target);
    case 'wildcard':
      return pattern.pieces.map((piece) => (piece === '' ? '' : printPiece(piece, target))).join('*');
    case 'regex':
      return `/${pattern.source.replace(/\\.|\//gs, (found) => (found === '/' ? '\\/' : found))}/`;
    default:
      return assertNever(pattern);
  }
}

/** Whole words that mean something else without quotes. */
function isReadOtherwise(text: string, target: Target | null): boolean {
  if (/^(?:AND|OR|NOT)$/i.test(text)) return true;
  return target?.kind === 'field' && target.field === 'ip' && isPartOfAddress(text);
}

/** Letters of any script and the signs that mean nothing in this place; anything else goes in quotes. */
const plainValue = /^[\p{L}\p{N}_.@+:$%#-][\p{L}\p{N}\p{M}_.@+:$%#/=;~&|!-]*$/u;
const plainWord = /^[\p{L}\p{N}_.@+$%#][\p{L}\p{N}\p{M}_.@+$%#/;-]*$/u;

function printPiece(text: string, target: Target | null): string {
  return (target === null ? plainWord : plainValue).test(text) ? text : quote(text);
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
