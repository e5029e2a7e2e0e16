import { type FieldName, fieldByName, fields, LIST_SEPARATOR } from '../../../electron/contract/fields.ts';
import type { RecordNode } from './record-tree.ts';

/** The field that a place of the record is, and its value as a filter says it. */
export interface RecordField {
  readonly field: FieldName;
  readonly value: string;
}

/** Longer values are not for a filter's text. */
const maxFilterValue = 2000;

/**
 * The field at this place of the record; null when it is none, or has no value there. Only places that the
 * engine takes the field from: a click must find the event it was made on.
 */
export function fieldOfNode(node: RecordNode): RecordField | null {
  const field = fieldByName(node.path);
  // fieldByName takes Spoor's own names as well and ignores case; a record has CloudTrail's names only.
  if (field === undefined || !fields[field].aliases.some((alias) => alias === node.path)) return null;
  const isInList = node.exactPath !== node.path;
  if (isInList !== (fields[field].kind === 'terms')) return null;
  const text = valueText(node);
  if (text === null || text.length > maxFilterValue) return null;
  return { field, value: field === 'resource' ? coarsened(text) : text };
}

/** As the engine reads it: missing when empty, numbers as JavaScript prints them. */
function valueText({ value }: RecordNode): string | null {
  if (value.kind === 'string') return value.value === '' ? null : value.value;
  if (value.kind === 'number') return String(Number(value.text));
  return value.kind === 'literal' && value.text !== 'null' ? value.text : null;
}

/** S3 objects are found by their bucket (the field's help says so): `arn:aws:s3:::bucket`. */
function coarsened(arn: string): string {
  const clean = arn.replaceAll(LIST_SEPARATOR, '\ufffd');
  return /^(arn:[^:]*:s3:::[^/]*)\//.exec(clean)?.[1] ?? clean;
}
