import { type TermField, termFields } from '../../contract/fields.ts';

/** One value for every term field. */
export function perField<T>(make: (field: TermField) => T): Record<TermField, T> {
  // Object.fromEntries forgets the keys' type; termFields holds each of them exactly once.
  return Object.fromEntries(termFields.map((field) => [field, make(field)])) as Record<TermField, T>;
}
