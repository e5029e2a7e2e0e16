import { assertNever } from '../../contract/errors.ts';
import type { Filter, Pattern } from '../../contract/filter/syntax-tree.ts';

/**
 * Whether it may make a difference to a filter how a number is spelled in the record, 576.0 or 576: whether its records
 * have to be read by `parseRecord`. False is certain.
 */
export function asksForNumberTexts(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.some(asksForNumberTexts);
    case 'not':
      return asksForNumberTexts(filter.operand);
    case 'match':
    case 'differs':
      return filter.target.kind !== 'field' && filter.anyOf.some(mayMeetNumberText);
    default:
      return false;
  }
}

function mayMeetNumberText(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'literal':
      return mayOverlapNumber(pattern.text);
    case 'wildcard':
      return pattern.pieces.some(mayOverlapNumber) || pattern.pieces.every((piece) => piece === '');
    case 'regex':
    case 'same':
      return true;
    case 'compare':
    case 'constant':
    case 'range':
      return false;
    default:
      return assertNever(pattern);
  }
}

/**
 * A text is found in or across the text of a number only if it has a digit of it, lies inside of it between digits,
 * or ends with its sign.
 */
function mayOverlapNumber(text: string): boolean {
  return /\d|-$|^[.eE+-]+$/.test(text);
}
