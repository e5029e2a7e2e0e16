import { fieldByName, fields, LIST_SEPARATOR } from '../../../electron/contract/fields.ts';
import type { Place } from '../../../electron/contract/filter/edit.ts';
import { printPath } from '../../../electron/contract/filter/path.ts';
import type { RecordNode } from './record-tree.ts';

/** What a filter calls a place of the record, and its value as a filter says it. */
export interface RecordCondition {
  readonly place: Place;
  readonly value: string;
}

/** Longer values are not for a filter's text. */
const maxFilterValue = 2000;

/**
 * The condition that a click on this place of the record makes: on the field that it is, else on the path to it. Null
 * for what has no value, and for what JSON readers do not see. A click must find the event it was made on.
 */
export function conditionOfNode(node: RecordNode): RecordCondition | null {
  return fieldCondition(node) ?? pathCondition(node);
}

export function nameOfPlace(place: Place): string {
  return typeof place === 'string' ? fields[place].label : printPath(place);
}

/** Only places that the engine takes the field from. */
function fieldCondition(node: RecordNode): RecordCondition | null {
  const field = fieldByName(node.path);
  // fieldByName takes Spoor's own names as well and ignores case; a record has CloudTrail's names only.
  if (field === undefined || !fields[field].aliases.some((alias) => alias === node.path)) return null;
  const isInList = node.exactPath !== node.path;
  if (isInList !== (fields[field].kind === 'terms')) return null;
  const text = fieldText(node);
  if (text === null || text.length > maxFilterValue) return null;
  return { place: field, value: field === 'resource' ? coarsened(text) : text };
}

/** A path to a list's elements goes without their numbers: any of them. */
function pathCondition({ keys, value }: RecordNode): RecordCondition | null {
  if (keys === null || keys.length === 0 || value.kind === 'object' || value.kind === 'array') return null;
  const text = value.kind === 'string' ? value.value : value.text;
  if (text.length > maxFilterValue) return null;
  return { place: { kind: 'path', steps: keys }, value: text };
}

/** As the engine reads it: missing when empty, numbers as JavaScript prints them. */
function fieldText({ value }: RecordNode): string | null {
  if (value.kind === 'string') return value.value === '' ? null : value.value;
  if (value.kind === 'number') return String(Number(value.text));
  return value.kind === 'literal' && value.text !== 'null' ? value.text : null;
}

/** S3 objects are found by their bucket (the field's help says so): `arn:aws:s3:::bucket`. */
function coarsened(arn: string): string {
  const clean = arn.replaceAll(LIST_SEPARATOR, '\ufffd');
  return /^(arn:[^:]*:s3:::[^/]*)\//.exec(clean)?.[1] ?? clean;
}
