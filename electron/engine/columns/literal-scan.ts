import { type ColumnField, fields } from '../../contract/fields.ts';
import type { Pattern } from '../../contract/filter/syntax-tree.ts';
import type { TextBytes } from './store.ts';

/** Fields in which a literal means more than the same letters: an address, a service's short name. */
const looserFields: ReadonlySet<ColumnField> = new Set(['ip', 'source']);

/**
 * A quick way to leave out most texts when a condition names whole values, which clicks make: an ASCII text can
 * only equal an ASCII literal of its length and with its last letter. Texts beyond ASCII always pass, because
 * lower case may fold them to ASCII. What passes still has to be tried.
 *
 * @returns null when the condition is not of that kind
 */
export function literalSieve(
  field: ColumnField,
  anyOf: readonly Pattern[],
  texts: TextBytes,
): ((text: number) => boolean) | null {
  if (fields[field].kind !== 'term' || looserFields.has(field)) return null;
  const literals: string[] = [];
  for (const pattern of anyOf) {
    if (pattern.kind !== 'literal' || pattern.text === '' || !isAscii(pattern.text)) return null;
    literals.push(pattern.text);
  }
  const longest = literals.reduce((most, { length }) => Math.max(most, length), 0);
  const stride = 128;
  const mayEnd = new Uint8Array((longest + 1) * stride);
  for (const literal of literals)
    mayEnd[literal.length * stride + fold(literal.charCodeAt(literal.length - 1))] = 1;
  const { bytes, offsets, isAscii: ascii } = texts;
  return (text) => {
    if (ascii[text] !== 1) return true;
    const end = offsets[text + 1] ?? 0;
    const length = end - (offsets[text] ?? 0);
    return length <= longest && length > 0 && mayEnd[length * stride + fold(bytes[end - 1] ?? 0)] === 1;
  };
}

function fold(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 127) return false;
  return true;
}
