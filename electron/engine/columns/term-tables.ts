import { type ColumnField, columnFields } from '../../contract/fields.ts';
import type { Pattern, TextPattern } from '../../contract/filter/syntax-tree.ts';
import { anywhereTest, termTest } from '../filter/predicate.ts';
import { type CancelFlag, checkCancelled } from './cancellation.ts';
import { literalSieve } from './literal-scan.ts';
import { Lru } from './lru.ts';
import { type ColumnStore, type FieldColumn, valueTextsOf } from './store.ts';
import type { TextReader } from './texts.ts';

/**
 * For every code of a field, 1 when its events meet a condition. Not in shared memory: that is not seen by the
 * garbage collector, and copying a table to the helpers takes microseconds.
 */
export type CodeTable = Uint8Array;

/** Values tried between two looks at the cancel flag. */
const triesPerCheck = 4096;
/** Tables kept for conditions of the last few filters. */
const keptTables = 64;

/** Tries conditions on the distinct values of fields, and remembers the outcome. For one store. */
export class TermTables {
  readonly #store: ColumnStore;
  readonly #reader: TextReader;
  readonly #tables = new Lru<CodeTable>(keptTables);
  readonly #anywhere = new Lru<ReadonlyMap<ColumnField, CodeTable>>(8);

  constructor(store: ColumnStore, reader: TextReader) {
    this.#store = store;
    this.#reader = reader;
  }

  /** Codes of which any value meets any of the patterns. */
  match(field: ColumnField, anyOf: readonly Pattern[], cancelFlag: CancelFlag): CodeTable {
    return this.#tables.getOrMake(JSON.stringify([field, anyOf]), () => {
      const test = termTest(field, anyOf);
      const sieve = literalSieve(field, anyOf);
      const column = this.#store.columns[field];
      const tryText = (text: number) => test(this.#reader.read(text));
      return codesWithValues(
        column,
        sieve === null
          ? passingValues(column, tryText, cancelFlag)
          : passingSieve(column, this.#store.texts.prints, sieve, tryText),
      );
    });
  }

  /** Codes by field of which any value contains the pattern; fields without one are left out. */
  anywhere(pattern: TextPattern, cancelFlag: CancelFlag): ReadonlyMap<ColumnField, CodeTable> {
    return this.#anywhere.getOrMake(JSON.stringify(pattern), () => {
      const test = anywhereTest(pattern);
      // The same text stands in many fields (user and actor, role and identity): try it once.
      const outcomes = new Uint8Array(this.#store.texts.prints.length);
      const tryText = (text: number) => {
        const known = outcomes[text] ?? 0;
        if (known !== 0) return known === 2;
        const isMet = test(this.#reader.read(text));
        outcomes[text] = isMet ? 2 : 1;
        return isMet;
      };
      const found = new Map<ColumnField, CodeTable>();
      for (const field of columnFields) {
        const column = this.#store.columns[field];
        const passing = passingValues(column, tryText, cancelFlag);
        if (passing.includes(1)) found.set(field, codesWithValues(column, passing));
      }
      return found;
    });
  }

  /** Codes that are a value at all. */
  exists(field: ColumnField): CodeTable {
    return new Uint8Array(this.#store.columns[field].codeCount).fill(1, 1);
  }
}

function passingValues(
  column: FieldColumn,
  tryText: (text: number) => boolean,
  cancelFlag: CancelFlag,
): Uint8Array {
  const valueTexts = valueTextsOf(column);
  const passing = new Uint8Array(valueTexts.length);
  for (let value = 1; value < valueTexts.length; value += 1) {
    if (value % triesPerCheck === 0) checkCancelled(cancelFlag);
    if (tryText(valueTexts[value] ?? 0)) passing[value] = 1;
  }
  return passing;
}

/** {@link passingValues} of what a sieve lets through: so little that nobody needs to cancel it. */
function passingSieve(
  column: FieldColumn,
  prints: Uint8Array,
  sieve: Uint8Array,
  tryText: (text: number) => boolean,
): Uint8Array {
  const valueTexts = valueTextsOf(column);
  const passing = new Uint8Array(valueTexts.length);
  for (let value = 1; value < valueTexts.length; value += 1) {
    const text = valueTexts[value] ?? 0;
    if (sieve[prints[text] ?? 0] === 1 && tryText(text)) passing[value] = 1;
  }
  return passing;
}

function codesWithValues(column: FieldColumn, passing: Uint8Array): CodeTable {
  const { lists, codeCount } = column;
  if (lists === null) return passing;
  const table = new Uint8Array(codeCount);
  for (let code = 1; code < codeCount; code += 1) {
    const end = lists.offsets[code + 1] ?? 0;
    for (let at = lists.offsets[code] ?? 0; at < end; at += 1) {
      if (passing[lists.values[at] ?? 0] === 1) table[code] = 1;
    }
  }
  return table;
}
