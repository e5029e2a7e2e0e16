import { controlReason, foreignReason, isDigest, isRecord } from './is-record.ts';
import { isObject, type JsonObject } from './json.ts';

/** How records were wrapped, from the outside in; null when they lay bare. */
export type Wrapping = 'records' | 'lookupEvents' | 'cloudWatchLogs' | 'eventBridge' | 'raw';

/** A way down into a JSON value; `embedded` means: the string found there is JSON itself. */
export type Step = string | number | typeof embedded;
export const embedded: unique symbol = Symbol('embedded');

/**
 * Receives what a JSON value holds, in document order. Every call is one position of the file, so that position n
 * of `{"Records": […]}` is `.Records[n]` for whoever checks it with another tool.
 */
export interface LeafVisitor {
  /** The way to the leaf is in `path` while this runs. */
  record(record: JsonObject): void;
  digest(): void;
  /** No CloudTrail record; `reason` says what it is instead. */
  foreign(reason: string): void;
  wrapped(wrapping: Wrapping): void;
}

const arrays: readonly (readonly [string, Wrapping])[] = [
  ['Records', 'records'],
  ['Events', 'lookupEvents'],
  ['logEvents', 'cloudWatchLogs'],
  ['events', 'cloudWatchLogs'],
];

const strings: readonly (readonly [string, Wrapping])[] = [
  ['CloudTrailEvent', 'lookupEvents'],
  ['_raw', 'raw'],
  ['message', 'cloudWatchLogs'],
  ['@message', 'cloudWatchLogs'],
];

/** EventBridge's envelope, and the `data` of CloudEvents and of test suites. */
const objects: readonly (readonly [string, Wrapping | null])[] = [
  ['detail', 'eventBridge'],
  ['data', null],
  ['_raw', 'raw'],
];

/** The keys whose array holds the records of a document, for readers that do not parse it whole. */
export const containerKeys: readonly string[] = arrays.map(([key]) => key);

/** Wrappers inside wrappers: an archive tool may add one or two. */
const maxWrappers = 8;

/** Goes through a parsed value and tells `visitor` what it holds. `path` follows, when given. */
export function eachLeaf(value: unknown, visitor: LeafVisitor, path: Step[] | null, wrappers = 0): void {
  if (wrappers > maxWrappers) visitor.foreign('The records are wrapped too many times over.');
  else if (Array.isArray(value)) eachItem(value, visitor, path, wrappers + 1);
  else if (!isObject(value)) visitor.foreign(foreignReason(value));
  else if (isRecord(value)) visitor.record(value);
  else if (isDigest(value)) visitor.digest();
  else if (!unwrap(value, visitor, path, wrappers)) visitor.foreign(foreignReason(value));
}

/** Goes through the first wrapper that `value` is. @returns false when it is none */
function unwrap(value: JsonObject, visitor: LeafVisitor, path: Step[] | null, wrappers: number): boolean {
  for (const [key, wrapping] of arrays) {
    const items = value[key];
    if (!Array.isArray(items)) continue;
    visitor.wrapped(wrapping);
    inside(key, path, () => eachItem(items, visitor, path, wrappers + 1));
    return true;
  }
  for (const [key, wrapping] of strings) {
    const content = value[key];
    if (typeof content !== 'string') continue;
    inside(key, path, () => unpack(content, wrapping, visitor, path, wrappers));
    return true;
  }
  for (const [key, wrapping] of objects) {
    const content = value[key];
    if (!isObject(content) || !holdsRecords(content)) continue;
    if (wrapping !== null) visitor.wrapped(wrapping);
    inside(key, path, () => eachLeaf(content, visitor, path, wrappers + 1));
    return true;
  }
  return false;
}

/** A `detail` that is about something else leaves the envelope as the foreign thing. */
function holdsRecords(content: JsonObject): boolean {
  return isRecord(content) || containerKeys.some((key) => Array.isArray(content[key]));
}

function inside(step: Step, path: Step[] | null, run: () => void): void {
  path?.push(step);
  run();
  path?.pop();
}

function eachItem(
  items: readonly unknown[],
  visitor: LeafVisitor,
  path: Step[] | null,
  wrappers: number,
): void {
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    path?.push(i);
    // The usual case first: a bare record in an array.
    if (isObject(item) && isRecord(item)) visitor.record(item);
    else eachLeaf(item, visitor, path, wrappers);
    path?.pop();
  }
}

function unpack(
  content: string,
  wrapping: Wrapping,
  visitor: LeafVisitor,
  path: Step[] | null,
  wrappers: number,
): void {
  const value = parseOrUndefined(content);
  if (isObject(value) || Array.isArray(value)) {
    visitor.wrapped(wrapping);
    inside(embedded, path, () => eachLeaf(value, visitor, path, wrappers + 1));
    return;
  }
  const isControl = content.startsWith('CWL CONTROL MESSAGE');
  visitor.foreign(isControl ? controlReason : 'A message holds text, no CloudTrail record.');
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Messages of a log group can be any text: the caller says so in the ledger.
    return undefined;
  }
}
