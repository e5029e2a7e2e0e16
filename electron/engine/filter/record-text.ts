import { isObject } from '../ingest/json.ts';
import { limits } from '../ingest/limits.ts';
import { SourceNumber } from './parse-record.ts';

/** The text of a value that is no object and no list, as a person reads it; undefined for those two. */
export function scalarText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      if (value instanceof SourceNumber) return value.text;
      return value === null ? 'null' : undefined;
  }
}

/**
 * What `raw:` searches: the compact JSON of a value, with the texts in it as they read, so that a policy inside a
 * text has no backslashes. Levels beyond {@link limits.jsonDepth}, which no record of a case has, are left out.
 */
export function recordText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return `"${value}"`;
  const scalar = scalarText(value);
  if (scalar !== undefined) return scalar;
  if (depth >= limits.jsonDepth) return '';
  if (Array.isArray(value)) return `[${value.map((element) => recordText(element, depth + 1)).join(',')}]`;
  if (!isObject(value)) return '';
  const members = Object.keys(value).map((key) => `"${key}":${recordText(value[key], depth + 1)}`);
  return `{${members.join(',')}}`;
}
