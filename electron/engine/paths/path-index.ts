import { printPath } from '../../contract/filter/path.ts';
import { printFilter } from '../../contract/filter/print.ts';
import { anyElement, type Step } from '../../contract/filter/syntax-tree.ts';
import { isObject, type JsonObject } from '../ingest/json.ts';
import { limits } from '../ingest/limits.ts';

/** A path that ends at a text, a number, true, false or null. */
export interface PathEntry {
  /** The keys, lists left out. */
  readonly keys: readonly string[];
  /** As a filter writes it. */
  readonly spelling: string;
  /** With the lists written out, `$.resources[].ARN`: as it was met first. */
  readonly exact: string;
  /** Records that have it. */
  count: number;
  readonly values: Map<string, PathValue>;
}

export interface PathValue {
  readonly value: string;
  readonly isText: boolean;
  count: number;
}

/** Hostile records may have a key of their own each: what is beyond this is not offered. */
const most = { paths: 20_000, pathLength: 300, valuesAPath: 1000, values: 200_000, valueLength: 200 };

/** The paths of the records shown to it, with their values. */
export class PathIndex {
  readonly #entries = new Map<string, PathEntry>();
  #values = 0;

  entries(): Iterable<PathEntry> {
    return this.#entries.values();
  }

  add(record: JsonObject): void {
    this.#walk(record, [], new Set());
  }

  #walk(value: unknown, steps: readonly Step[], counted: Set<unknown>): void {
    if (steps.length > limits.jsonDepth) return;
    if (Array.isArray(value)) {
      for (const element of value) this.#walk(element, [...steps, anyElement], counted);
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) this.#walk(value[key], [...steps, key], counted);
    } else this.#note(value, steps, counted);
  }

  #note(value: unknown, steps: readonly Step[], counted: Set<unknown>): void {
    const entry = this.#entryOf(steps);
    if (entry === undefined) return;
    if (!counted.has(entry)) entry.count += 1;
    counted.add(entry);
    const isText = typeof value === 'string';
    const text = String(value);
    if (text === '' || text.length > most.valueLength) return;
    const key = `${isText ? 's' : 'j'}${text}`;
    let known = entry.values.get(key);
    if (known === undefined) {
      if (entry.values.size >= most.valuesAPath || this.#values >= most.values) return;
      known = { value: text, isText, count: 0 };
      entry.values.set(key, known);
      this.#values += 1;
    }
    // Several times in one record counts once.
    if (!counted.has(known)) known.count += 1;
    counted.add(known);
  }

  #entryOf(steps: readonly Step[]): PathEntry | undefined {
    const keys = steps.filter((step) => typeof step === 'string');
    const name = keys.join('\u0000');
    const known = this.#entries.get(name);
    if (known !== undefined || this.#entries.size >= most.paths || name.length > most.pathLength)
      return known;
    const spelling = printFilter({ kind: 'exists', target: { kind: 'path', steps: keys } }).slice(
      0,
      -':*'.length,
    );
    const exact = printPath({ steps, isExact: true });
    const entry: PathEntry = { keys, spelling, exact, count: 0, values: new Map() };
    this.#entries.set(name, entry);
    return entry;
  }
}
