import { AppError, assertNever } from '../../contract/errors.ts';
import { numberOf } from '../../contract/filter/json-number.ts';
import type { Comparison, Pattern, Step } from '../../contract/filter/syntax-tree.ts';
import { addressTest } from './address.ts';
import { SourceNumber } from './parse-record.ts';
import { textTest } from './predicate.ts';
import { recordText, scalarText } from './record-text.ts';
import { isMembers, someAt, someIn } from './walk-path.ts';

/**
 * A test for one value at a path, no list, of a record. Text patterns look at the text of a value (`null` is the
 * text of null), unless the path is exact at that of an object too.
 *
 * @throws AppError `filter-syntax`
 */
export function valueTest(pattern: Pattern, isExact: boolean): (value: unknown, record: unknown) => boolean {
  switch (pattern.kind) {
    case 'literal':
    case 'wildcard':
    case 'regex': {
      const test = textTest(pattern);
      return (value) => {
        const text = scalarText(value);
        if (text !== undefined) return test(text);
        return !isExact && isMembers(value) && test(recordText(value));
      };
    }
    case 'constant':
      return (value) => value === pattern.value;
    case 'compare': {
      const { operator, number } = pattern;
      return (value) => {
        const given = numberIn(value, isExact);
        return given !== undefined && isInOrder(given, operator, number);
      };
    }
    case 'range': {
      const test = addressTest(pattern.range);
      if (test === undefined)
        throw new AppError('filter-syntax', `“${pattern.range}” is no address range.`, {
          advice: 'Write 10.0.0.0/8 or 2001:db8::/32.',
        });
      return (value) => typeof value === 'string' && test(value);
    }
    case 'same': {
      const textsAt = memoizedTexts(pattern.steps, isExact);
      return (value, record) => {
        const text = scalarText(value);
        return text !== undefined && textsAt(record).has(text);
      };
    }
    default:
      return assertNever(pattern);
  }
}

/** The texts at a path of the record that was asked for last: two long lists must not be compared pair by pair. */
function memoizedTexts(steps: readonly Step[], isExact: boolean): (record: unknown) => ReadonlySet<string> {
  const path = isExact ? ({ steps, isExact } as const) : { steps };
  let last: unknown;
  let texts: Set<string> | undefined;
  return (record) => {
    if (texts !== undefined && record === last) return texts;
    const found = new Set<string>();
    someAt(record, path, (end) =>
      someIn(end, isExact, (value) => {
        const text = scalarText(value);
        if (text !== undefined) found.add(text);
        return false;
      }),
    );
    last = record;
    texts = found;
    return found;
  };
}

/** CloudTrail writes many numbers as texts; CloudWatch compares none of those. */
function numberIn(value: unknown, isExact: boolean): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof SourceNumber) return value.value;
  return typeof value === 'string' && !isExact ? numberOf(value) : undefined;
}

function isInOrder(given: number, operator: Comparison, wanted: number): boolean {
  switch (operator) {
    case '=':
      return given === wanted;
    case '<':
      return given < wanted;
    case '<=':
      return given <= wanted;
    case '>':
      return given > wanted;
    case '>=':
      return given >= wanted;
    default:
      return assertNever(operator);
  }
}
