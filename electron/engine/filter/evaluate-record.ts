import { AppError, assertNever } from '../../contract/errors.ts';
import { columnFields, type FieldName, fields, LIST_SEPARATOR } from '../../contract/fields.ts';
import type { Filter, Pattern, Target } from '../../contract/filter/syntax-tree.ts';
import type { ProjectedEvent } from '../ingest/event-batch.ts';
import { anywhereTest, type TextTest, termTest, textTest } from './predicate.ts';
import { recordText, scalarText } from './record-text.ts';
import { valueTest } from './value-test.ts';
import { someAt, someIn } from './walk-path.ts';

/** What the columns hold of an event, whose record may not say it: the file, the verdict, a region from a key. */
export interface RecordColumns {
  /** Epoch milliseconds; null is missing. */
  readonly timeMs: number | null;
  /** As the column has it: several values of a `terms` field joined. Null is missing. */
  textOf(field: Exclude<FieldName, 'time'>): string | null;
}

/** Whether an event meets a filter. `record` comes from {@link parseRecord}, so that numbers know their texts. */
export type RecordTest = (record: unknown, columns: RecordColumns) => boolean;

/**
 * Makes a filter ready for one record after the other: the exact answer, whatever columns and needles left over.
 *
 * @throws AppError `filter-syntax` for a regular expression or a range that is none; `filter-unsupported` for a
 * pattern that its target cannot meet
 */
export function compileRecordTest(filter: Filter): RecordTest {
  return compileWith(filter, memoizedText());
}

/** The columns of an event that was projected from its record. */
export function columnsOf(
  { timeMs, id, request, terms }: ProjectedEvent,
  file: { readonly object: string | null; readonly verdict: string | null },
): RecordColumns {
  const texts = { ...terms, ...file, id, request };
  return { timeMs, textOf: (field) => texts[field] };
}

function compileWith(filter: Filter, textOf: (record: unknown) => string): RecordTest {
  switch (filter.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const tests = filter.operands.map((operand) => compileWith(operand, textOf));
      return (record, columns) => tests.every((test) => test(record, columns));
    }
    case 'or': {
      const tests = filter.operands.map((operand) => compileWith(operand, textOf));
      return (record, columns) => tests.some((test) => test(record, columns));
    }
    case 'not': {
      const test = compileWith(filter.operand, textOf);
      return (record, columns) => !test(record, columns);
    }
    case 'time': {
      const { fromMs, untilMs } = filter;
      return (_record, { timeMs }) =>
        timeMs !== null && (fromMs === null || timeMs >= fromMs) && (untilMs === null || timeMs < untilMs);
    }
    case 'anywhere': {
      const test = anywhereTest(filter.pattern);
      return (_record, columns) =>
        columnFields.some((field) => valuesOf(field, columns.textOf(field)).some(test));
    }
    case 'exists':
      return existsTest(filter.target);
    case 'match':
      return matchTest(filter.target, filter.anyOf, textOf);
    case 'differs': {
      const { target, anyOf } = filter;
      const isExact = target.isExact === true;
      const tests = anyOf.map((pattern) => valueTest(pattern, isExact));
      return (record) =>
        someAt(record, target, (end) =>
          someIn(end, isExact, (value) => {
            return scalarText(value) !== undefined && !tests.some((test) => test(value, record));
          }),
        );
    }
    default:
      return assertNever(filter);
  }
}

function existsTest(target: Target): RecordTest {
  if (target.kind === 'raw') return () => true;
  if (target.kind === 'path') return (record) => someAt(record, target, () => true);
  const { field } = target;
  if (field === 'time') return (_record, { timeMs }) => timeMs !== null;
  return (_record, columns) => columns.textOf(field) !== null;
}

function matchTest(
  target: Target,
  anyOf: readonly Pattern[],
  textOf: (record: unknown) => string,
): RecordTest {
  if (target.kind === 'path') {
    const isExact = target.isExact === true;
    const tests = anyOf.map((pattern) => valueTest(pattern, isExact));
    return (record) =>
      someAt(record, target, (end) =>
        someIn(end, isExact, (value) => tests.some((test) => test(value, record))),
      );
  }
  if (target.kind === 'raw') {
    const tests = anyOf.map(rawTest);
    return (record) => {
      const text = textOf(record);
      return tests.some((test) => test(text));
    };
  }
  const { field } = target;
  if (field === 'time')
    throw new AppError('filter-unsupported', 'Times are compared as moments and ranges, not as text.', {
      advice: 'Write a day, an hour or a range, such as time:2021-07-28..2021-07-30.',
    });
  const test = termTest(field, anyOf);
  return (_record, columns) => valuesOf(field, columns.textOf(field)).some(test);
}

/** In the text of the record everything is found as a part of it. */
function rawTest(pattern: Pattern): TextTest {
  switch (pattern.kind) {
    case 'literal':
    case 'regex':
      return anywhereTest(pattern);
    case 'wildcard':
      return textTest({ ...pattern, pieces: ['', ...pattern.pieces, ''] });
    default:
      throw new AppError('filter-unsupported', 'The text of a record is searched for texts alone.', {
        advice: 'Numbers, true, false, null and ranges are compared by a path into the record.',
      });
  }
}

function valuesOf(field: FieldName, text: string | null): readonly string[] {
  if (text === null) return [];
  return fields[field].kind === 'terms' ? text.split(LIST_SEPARATOR) : [text];
}

/** The text of the record that was asked for last: several conditions of a filter search the same one. */
function memoizedText(): (record: unknown) => string {
  let last: unknown;
  let text: string | undefined;
  return (record) => {
    if (text === undefined || record !== last) text = recordText(record);
    last = record;
    return text;
  };
}
