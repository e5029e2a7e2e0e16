import { assertNever } from '../errors.ts';
import { fieldByName } from '../fields.ts';
import { isPartOfAddress } from './habits.ts';
import { isJsonNumber } from './json-number.ts';
import { isTextWithColon } from './lexer.ts';
import { printPath, quote } from './path.ts';
import { recordName } from './record-names.ts';
import type { Filter, PathTarget, Pattern, Target, TextPattern } from './syntax-tree.ts';
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
      return printMatch(filter.target, filter.anyOf);
    case 'differs':
      return `${printTarget(filter.target)}:!=${printPatterns(filter.anyOf, filter.target)}`;
    case 'exists':
      return `${printTarget(filter.target)}:*`;
    case 'time':
      return `time:${printRange(filter)}`;
    case 'anywhere':
      return printAlone(filter.pattern);
    default:
      return assertNever(filter);
  }
}

/** What stands before the colon. */
export function printTarget(target: Target): string {
  if (target.kind === 'path') return printPathTarget(target);
  return target.kind === 'raw' ? 'raw' : target.field;
}

/** Quotes keep a path from being read as the field of the same name, or as a slip of the pen. */
function printPathTarget(target: PathTarget): string {
  const text = printPath(target);
  const [first, ...others] = target.steps;
  if (target.isExact || typeof first !== 'string' || text.startsWith('"')) return text;
  const isReadOtherwise =
    fieldByName(text) !== undefined || (others.length === 0 && recordName(first) !== first);
  return isReadOtherwise ? quote(first) + text.slice(first.length) : text;
}

function printMatch(target: Target, anyOf: readonly Pattern[]): string {
  const [first] = anyOf;
  if (target.kind === 'raw' && anyOf.length === 1 && first?.kind === 'literal')
    return sign(first) + quote(first.text);
  return `${printTarget(target)}:${printPatterns(anyOf, target)}`;
}

function printPatterns(anyOf: readonly Pattern[], target: Target): string {
  const [first] = anyOf;
  if (anyOf.length === 1 && first !== undefined) return printPattern(first, target);
  return `(${anyOf.map((pattern) => printPattern(pattern, target)).join(' OR ')})`;
}

function printPattern(pattern: Pattern, target: Target): string {
  switch (pattern.kind) {
    case 'literal':
      return (
        sign(pattern) + (isReadOtherwise(pattern, target) ? quote(pattern.text) : printPiece(pattern.text))
      );
    case 'wildcard':
      return sign(pattern) + pattern.pieces.map((piece) => (piece === '' ? '' : printPiece(piece))).join('*');
    case 'regex':
      return printRegex(pattern);
    case 'compare':
      return `${pattern.operator}${pattern.number}`;
    case 'constant':
      return `=${pattern.value}`;
    case 'range':
      return `cidr:${pattern.range}`;
    case 'same':
      return `=${printPath({ steps: pattern.steps, isExact: true })}`;
    default:
      return assertNever(pattern);
  }
}

function sign({ isCased }: TextPattern): string {
  return isCased ? '=' : '';
}

function printRegex(pattern: TextPattern & { readonly kind: 'regex' }): string {
  return `${sign(pattern)}/${pattern.source.replace(/\\.|\//gs, (found) => (found === '/' ? '\\/' : found))}/`;
}

/** Whole values that mean something else without quotes. */
function isReadOtherwise(
  { text, isCased }: TextPattern & { readonly kind: 'literal' },
  target: Target,
): boolean {
  if (/^(?:AND|OR|NOT)$/i.test(text)) return true;
  if (isCased && (isJsonNumber(text) || /^(?:null|true|false)$/.test(text))) return true;
  return target.kind === 'field' && target.field === 'ip' && isPartOfAddress(text);
}

/** Letters of any script and the signs that mean nothing in this place; anything else goes in quotes. */
const plainValue = /^(?!cidr:)[\p{L}\p{N}_.@+:%#-][\p{L}\p{N}\p{M}_.@+:$%#/=;~&|!-]*$/u;

function printPiece(text: string): string {
  return plainValue.test(text) ? text : quote(text);
}

/** A pattern without a field. Quotes would make it a text in the record: what is not plain stands behind a backslash. */
function printAlone(pattern: TextPattern): string {
  if (pattern.kind === 'regex') return printRegex(pattern);
  if (pattern.kind === 'literal')
    return (
      sign(pattern) +
      (/^(?:AND|OR|NOT)$/i.test(pattern.text) ? `\\${pattern.text}` : escapeStart(pattern.text))
    );
  return (
    sign(pattern) +
    pattern.pieces.map((piece, at) => (at === 0 ? escapeStart(piece) : escapeAll(piece))).join('*')
  );
}

function escapeStart(text: string): string {
  const escaped = isTextWithColon(text)
    ? text.replace(/[^\p{L}\p{N}\p{M}_.@+$%#/;:-]/gu, '\\$&')
    : escapeAll(text);
  return escaped.replace(/^[-/\p{M}]/u, '\\$&');
}

function escapeAll(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{M}_.@+$%#/;-]/gu, '\\$&');
}
