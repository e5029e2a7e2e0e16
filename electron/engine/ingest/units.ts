import { decode, type Text } from './decode.ts';
import {
  broken,
  cutOff,
  eachElement,
  isArrayAt,
  isObjectAt,
  type Member,
  membersOf,
  skipSpace,
  skipValue,
} from './json-scan.ts';
import { containerKeys, type Wrapping } from './leaves.ts';
import { limits, sizeText } from './limits.ts';
import { findLines } from './lines.ts';

/** How the JSON values of a file follow each other. */
export type Form = 'document' | 'lines' | 'concatenated';

/** One JSON value that was parsed in one go, and where it stands in the text. `false` stops the reading. */
export type VisitUnit = (value: unknown, start: number, end: number) => boolean;

export interface UnitsRead {
  readonly form: Form;
  /** Set when a document was too large to parse whole, and its array was gone through instead. */
  readonly container: Wrapping | 'array' | null;
  /** What is wrong with the text, sentences; empty when nothing is. */
  readonly problems: readonly string[];
  /** Values that a limit kept from being read. */
  readonly oversized: number;
  /** False for text that is no JSON at all. */
  readonly isJson: boolean;
}

/**
 * Reads text as JSON: one document, a value a line, or values one after the other (as Firehose writes them). Of
 * a document that was cut off it gives the whole records; a document with a mistake in it gives nothing, because
 * nobody can tell what else is wrong with it.
 */
export function readUnits(text: Text, visit: VisitUnit): UnitsRead {
  const start = skipSpace(text.bytes, 0);
  const length = text.bytes.length;
  if (length - start <= limits.wholeParseBytes) {
    const whole = parseOrUndefined(decode(text, start, length));
    if (whole !== undefined) {
      visit(whole, start, length);
      return { form: 'document', container: null, problems: [], oversized: 0, isJson: true };
    }
  }
  const lines = findLines(text, start);
  if (lines !== null) return { ...lines.read(visit), form: 'lines', container: null, isJson: true };
  if (!beginsLikeJson(text.bytes, start)) {
    return { form: 'document', container: null, problems: [], oversized: 0, isJson: false };
  }
  return new Sequence(text, visit).read(start);
}

/** `{` or `[` with something behind it that JSON allows there: not the `[section]` of a settings file. */
function beginsLikeJson(bytes: Uint8Array, start: number): boolean {
  if (!isObjectAt(bytes, start) && !isArrayAt(bytes, start)) return false;
  const next = bytes[skipSpace(bytes, start + 1)];
  if (next === undefined) return true;
  return (isObjectAt(bytes, start) ? '"}' : '"{[]-0123456789').includes(String.fromCharCode(next));
}

export function parseOrUndefined(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Which mistake it is, is found by whoever has no other way of reading it.
    return undefined;
  }
}

/** Values one after the other, each maybe too large to parse whole, the last maybe cut off. */
class Sequence {
  readonly #text: Text;
  readonly #visit: VisitUnit;
  readonly #problems: string[] = [];
  #oversized = 0;
  #values = 0;
  #container: Wrapping | 'array' | null = null;

  constructor(text: Text, visit: VisitUnit) {
    this.#text = text;
    this.#visit = visit;
  }

  read(from: number): UnitsRead {
    const { bytes } = this.#text;
    let at = from;
    while (at < bytes.length) {
      const next = this.#readValue(at);
      if (next === null) break;
      this.#values += 1;
      at = skipSpace(bytes, next);
      if (at < bytes.length && !isObjectAt(bytes, at) && !isArrayAt(bytes, at)) {
        this.#problems.push(`Something that is no JSON follows at line ${lineAt(bytes, at)}.`);
        break;
      }
    }
    return {
      form: this.#values > 1 ? 'concatenated' : 'document',
      container: this.#container,
      problems: this.#problems,
      oversized: this.#oversized,
      isJson: true,
    };
  }

  /** @returns where it ends, or null when nothing behind it can be read */
  #readValue(start: number): number | null {
    const end = skipValue(this.#text.bytes, start);
    if (end < 0) {
      this.#readParts(start, null);
      return null;
    }
    if (end - start <= limits.wholeParseBytes) return this.#parse(start, end) ? end : null;
    return this.#readParts(start, end) ? end : null;
  }

  /** A value that is too large, or whose end is missing: its records one by one. */
  #readParts(start: number, end: number | null): boolean {
    const { bytes } = this.#text;
    const array = this.#arrayIn(start);
    if (array === null) {
      if (end === null)
        this.#problems.push(
          `The file ends in the middle of a value that begins at line ${lineAt(bytes, start)}.`,
        );
      else if (end - start <= limits.recordBytes) return this.#parse(start, end);
      else this.#oversize();
      return true;
    }
    let count = 0;
    let last = array;
    const after = eachElement(bytes, array, (elementStart, elementEnd) => {
      count += 1;
      last = elementEnd;
      if (elementEnd - elementStart > limits.recordBytes) {
        this.#oversize();
        return true;
      }
      return this.#parse(elementStart, elementEnd);
    });
    if (after === cutOff)
      this.#problems.push(
        `The file ends too early: ${count} whole records were read, what follows is missing.`,
      );
    if (after === broken) this.#problems.push(`The JSON is broken at line ${lineAt(bytes, last)}.`);
    return after !== 'stopped' && after >= 0;
  }

  #arrayIn(start: number): number | null {
    const { bytes } = this.#text;
    if (isArrayAt(bytes, start)) {
      this.#container = 'array';
      return start;
    }
    const members: ReadonlyMap<string, Member> = membersOf(bytes, start);
    for (const key of containerKeys) {
      const member = members.get(key);
      if (member === undefined || !isArrayAt(bytes, member.start)) continue;
      this.#container = wrappingOf(key);
      return member.start;
    }
    return null;
  }

  #parse(start: number, end: number): boolean {
    const json = decode(this.#text, start, end);
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch (error) {
      this.#problems.push(
        `The JSON is broken at line ${lineAt(this.#text.bytes, start + mistakeIn(error))}.`,
      );
      return false;
    }
    return this.#visit(value, start, end);
  }

  #oversize(): void {
    this.#oversized += 1;
    if (this.#oversized === 1)
      this.#problems.push(`A record is larger than ${sizeText(limits.recordBytes)}.`);
  }
}

function wrappingOf(key: string): Wrapping {
  if (key === 'Records') return 'records';
  return key === 'Events' ? 'lookupEvents' : 'cloudWatchLogs';
}

/** V8 names the place of a mistake; its message also quotes the text, so nothing else of it is used. */
function mistakeIn(error: unknown): number {
  const found = error instanceof Error ? /at position (\d+)/.exec(error.message) : null;
  return found === null ? 0 : Number(found[1]);
}

function lineAt(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let i = 0; i < at && i < bytes.length; i += 1) if (bytes[i] === 0x0a) line += 1;
  return line;
}
