import { isAny } from '../../contract/filter/path.ts';
import type { PathTarget, Step } from '../../contract/filter/syntax-tree.ts';
import { isObject, type JsonObject } from '../ingest/json.ts';
import { limits } from '../ingest/limits.ts';
import { SourceNumber } from './parse-record.ts';

type ValueTest = (value: unknown) => boolean;

/** Whether any value at the end of the path passes. Never goes deeper than records of a case are. */
export function someAt(
  record: unknown,
  path: Pick<PathTarget, 'steps' | 'isExact'>,
  test: ValueTest,
): boolean {
  const { steps, isExact } = path;
  const walk = (value: unknown, at: number, depth: number): boolean => {
    const step = steps[at];
    if (step === undefined) return test(value);
    if (depth >= limits.jsonDepth) return false;
    if (!Array.isArray(value)) return valuesIn(value, step).some((next) => walk(next, at + 1, depth + 1));
    if (typeof step === 'number') return step < value.length && walk(value[step], at + 1, depth + 1);
    if (isAny(step, 'element')) return value.some((element) => walk(element, at + 1, depth + 1));
    // A key reaches through lists, unless every step is written out.
    return isExact !== true && value.some((element) => walk(element, at, depth + 1));
  };
  return walk(record, 0, 0);
}

/** Whether any value passes that is meant by a value at the end of a path: of a list its elements are. */
export function someIn(value: unknown, isExact: boolean, test: ValueTest, depth = 0): boolean {
  if (!Array.isArray(value)) return test(value);
  if (isExact || depth >= limits.jsonDepth) return false;
  return value.some((element) => someIn(element, false, test, depth + 1));
}

/** An object of the record; a number that knows its text is none. */
export function isMembers(value: unknown): value is JsonObject {
  return isObject(value) && !(value instanceof SourceNumber);
}

function valuesIn(value: unknown, step: Step): readonly unknown[] {
  if (!isMembers(value)) return [];
  if (typeof step === 'string') return Object.hasOwn(value, step) ? [value[step]] : [];
  return isAny(step, 'key') ? Object.keys(value).map((key) => value[key]) : [];
}
