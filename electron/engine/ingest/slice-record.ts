import { AppError } from '../../contract/errors.ts';
import { decode, type Text, toText } from './decode.ts';
import { inflate } from './inflate.ts';
import type { JsonObject } from './json.ts';
import { eachElement, isArrayAt, membersOf, skipSpace, skipValue } from './json-scan.ts';
import { eachLeaf, embedded, type LeafVisitor, type Step } from './leaves.ts';
import { readUnits } from './units.ts';

/**
 * The exact JSON text of the record at `position` of a delivered file, as it stands there: spacing, order of
 * keys, digits of large numbers. Of a record that is carried inside a string (`CloudTrailEvent`, `_raw`,
 * `message`) it is the string's content.
 *
 * @param bytes the file as delivered, or already unpacked
 * @throws AppError `damaged-case` when the file has no such record: then it is not the file that was imported.
 */
export function recordTextAt(bytes: Uint8Array, position: number): string {
  const text = toText(inflate(bytes).bytes);
  const finder = new Finder(position);
  let found: string | null = null;
  readUnits(text, (value, start, end) => {
    eachLeaf(value, finder, finder.path);
    if (finder.way === null) return true;
    found = sliceAt(text, start, end, finder.way);
    return false;
  });
  if (found === null)
    throw new AppError('damaged-case', `The file in the case has no record at position ${position}.`);
  return found;
}

/** The parsed records of a delivered file by their position; positions that hold something else are left out. */
export function recordsByPosition(bytes: Uint8Array): ReadonlyMap<number, JsonObject> {
  const collector = new Collector();
  readUnits(toText(inflate(bytes).bytes), (value) => {
    eachLeaf(value, collector, null);
    return true;
  });
  return collector.records;
}

/** Takes a record, its position in the file, and what gives its exact text, as {@link recordTextAt} does. */
export type VisitRecord = (record: JsonObject, position: number, text: () => string) => void;

/** Goes through the records of a file that was unpacked. */
export function eachRecord(text: Text, visit: VisitRecord): void {
  const path: Step[] = [];
  let position = 0;
  readUnits(text, (value, start, end) => {
    const skip = (): void => {
      position += 1;
    };
    const record = (found: JsonObject): void => {
      visit(found, position, () => sliceAt(text, start, end, path));
      position += 1;
    };
    eachLeaf(value, { record, digest: skip, foreign: skip, wrapped: () => {} }, path);
    return true;
  });
}

class Collector implements LeafVisitor {
  readonly records = new Map<number, JsonObject>();
  #position = 0;

  record(record: JsonObject): void {
    this.records.set(this.#position, record);
    this.#position += 1;
  }

  digest(): void {
    this.#position += 1;
  }

  foreign(): void {
    this.#position += 1;
  }

  wrapped(): void {}
}

class Finder implements LeafVisitor {
  readonly path: Step[] = [];
  way: readonly Step[] | null = null;
  readonly #wanted: number;
  #position = 0;

  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  record(): void {
    if (this.#position === this.#wanted) this.way = [...this.path];
    this.#position += 1;
  }

  digest(): void {
    this.#position += 1;
  }

  foreign(): void {
    this.#position += 1;
  }

  wrapped(): void {}
}

/** Follows `way` through the text, which parsed as JSON before. */
function sliceAt(text: Text, start: number, end: number, way: readonly Step[]): string {
  let from = start;
  let to = end;
  for (const [i, step] of way.entries()) {
    if (step === embedded) {
      const content: unknown = JSON.parse(decode(text, from, to));
      const inner = toText(Buffer.from(typeof content === 'string' ? content : '', 'utf8'));
      return sliceAt(inner, skipSpace(inner.bytes, 0), inner.bytes.length, way.slice(i + 1));
    }
    const child =
      typeof step === 'number' ? elementAt(text.bytes, from, step) : membersOf(text.bytes, from).get(step);
    if (child === undefined) throw new Error('A way through JSON does not lead through its text');
    from = child.start;
    to = child.end;
  }
  const whole = skipValue(text.bytes, from);
  return decode(text, from, whole < 0 ? to : whole);
}

function elementAt(
  bytes: Uint8Array,
  from: number,
  index: number,
): { start: number; end: number } | undefined {
  if (!isArrayAt(bytes, from)) return undefined;
  let found: { start: number; end: number } | undefined;
  let at = 0;
  eachElement(bytes, from, (start, end) => {
    if (at === index) found = { start, end };
    at += 1;
    return found === undefined;
  });
  return found;
}
