import { AppError, assertNever } from '../../contract/errors.ts';
import { printTarget } from '../../contract/filter/print.ts';
import type { Filter, Pattern, Target } from '../../contract/filter/syntax-tree.ts';
import { termTest } from '../filter/predicate.ts';

/** What a filter of files can ask of one. */
export interface FileFacts {
  /** As the ledger has it, and as S3 had it where that is another: either is meant. */
  readonly keys: readonly string[];
  readonly account: string | null;
  readonly region: string | null;
  readonly deliveredMs: number | null;
  /** Of the last check; null before one. */
  readonly verdict: string | null;
}

export type FileTest = (file: FileFacts) => boolean;

const textFields = ['account', 'region', 'object', 'verdict'] as const;
type TextField = (typeof textFields)[number];

const advice =
  'Files are found by account, region, object (their key, as in object:*CloudTrail-Digest*), time (of delivery) and verdict.';

/**
 * A filter as a test of files instead of events.
 *
 * @throws AppError `filter-unsupported` for what only events have; `filter-syntax` as `termTest`
 */
export function fileTest(filter: Filter): FileTest {
  switch (filter.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const tests = filter.operands.map(fileTest);
      return (file) => tests.every((test) => test(file));
    }
    case 'or': {
      const tests = filter.operands.map(fileTest);
      return (file) => tests.some((test) => test(file));
    }
    case 'not': {
      const test = fileTest(filter.operand);
      return (file) => !test(file);
    }
    case 'time': {
      const { fromMs, untilMs } = filter;
      return ({ deliveredMs }) =>
        deliveredMs !== null &&
        (fromMs === null || deliveredMs >= fromMs) &&
        (untilMs === null || deliveredMs < untilMs);
    }
    case 'exists': {
      const field = fileField(filter.target);
      return field === 'time'
        ? ({ deliveredMs }) => deliveredMs !== null
        : (file) => valuesOf(file, field).length > 0;
    }
    case 'match':
      return matchTest(filter.target, filter.anyOf);
    case 'anywhere':
      throw new AppError('filter-unsupported', 'A word without a field finds events, not files.', { advice });
    case 'differs':
      throw unsupported(printTarget(filter.target));
    default:
      return assertNever(filter);
  }
}

function matchTest(target: Target, anyOf: readonly Pattern[]): FileTest {
  const field = fileField(target);
  // The parser makes conditions of their own of times.
  if (field === 'time') throw unsupported('time');
  const test = termTest(field, anyOf);
  return (file) => valuesOf(file, field).some(test);
}

function valuesOf(file: FileFacts, field: TextField): readonly string[] {
  if (field === 'object') return file.keys;
  const value = file[field];
  return value === null ? [] : [value];
}

function fileField(target: Target): TextField | 'time' {
  if (target.kind !== 'field') throw unsupported(printTarget(target));
  if (target.field === 'time') return 'time';
  return textFields.find((field) => field === target.field) ?? refuse(target.field);
}

function refuse(field: string): never {
  throw unsupported(field);
}

function unsupported(field: string): AppError {
  return new AppError('filter-unsupported', `A file has no ${field}: events have.`, { advice });
}
