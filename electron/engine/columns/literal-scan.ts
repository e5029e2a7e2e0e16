import { type ColumnField, fields } from '../../contract/fields.ts';
import type { Pattern } from '../../contract/filter/syntax-tree.ts';
import { notAscii, printOf } from './text-print.ts';

/** Fields in which a literal means more than the same letters: an address, a service's short name. */
const looserFields: ReadonlySet<ColumnField> = new Set(['ip', 'source']);

/**
 * A quick way to leave out most texts when a condition names whole values, which clicks make: an ASCII text can
 * only equal an ASCII literal of the same print. Texts beyond ASCII always pass, because lower case may fold them to
 * ASCII. What passes still has to be tried.
 *
 * @returns by print, 1 when a text with it may pass; null when the condition is not of that kind
 */
export function literalSieve(field: ColumnField, anyOf: readonly Pattern[]): Uint8Array | null {
  if (fields[field].kind !== 'term' || looserFields.has(field)) return null;
  const mayPass = new Uint8Array(256);
  mayPass[notAscii] = 1;
  for (const pattern of anyOf) {
    if (pattern.kind !== 'literal' || pattern.text === '') return null;
    const bytes = Buffer.from(pattern.text, 'utf8');
    if (bytes.length !== pattern.text.length) return null;
    mayPass[printOf(bytes, 0, bytes.length)] = 1;
  }
  return mayPass;
}
