import type { Facet, Params } from '../../contract/api.ts';
import { type ColumnField, type FieldName, fields, type UniqueField } from '../../contract/fields.ts';
import type { Database } from '../case/driver.ts';
import { type CancelFlag, checkCancelled } from './cancellation.ts';
import { compile, requireColumn } from './compile.ts';
import { countsByValue, makeFacet, makeFewFacet, topValues } from './facets.ts';
import { Lru } from './lru.ts';
import { Matches } from './matches.ts';
import { columnOrdered, type Order, rankCodes, timeOrdered } from './order.ts';
import type { Plan } from './plan.ts';
import type { Selection, SortedQuestion, ValueCount, ValuesQuestion } from './questions.ts';
import type { Bound } from './record-answers.ts';
import { chunkRows, makeControl, type Scan } from './scan.ts';
import { ScanMemory } from './scan-memory.ts';
import { sharedUint32 } from './shared-arrays.ts';
import { type ColumnStore, valueTextsOf } from './store.ts';
import { TermTables } from './term-tables.ts';
import { TextReader } from './texts.ts';
import { UniqueLookup } from './unique.ts';
import { orderByUnique, type UniqueOrder, uniqueOrdered } from './unique-order.ts';

/** Runs a scan in every thread, and returns when it is done. */
export type ScanRunner = (scan: Scan) => void;

type FacetRequest = Params<'events.view'>['facets'][number];

/** Sets of matches kept: a bit a row each. */
const keptMatches = 6;
/** Sorted rows kept: four bytes a match each. */
const keptOrders = 2;

/** Facets of no more events are counted after the scan, without going through every code of their fields. */
const fewMatches = 1 << 15;

/** Answers from one store, remembering what the last questions had in common. */
export class Evaluator {
  readonly store: ColumnStore;
  readonly #db: Database;
  readonly reader: TextReader;
  readonly unique: UniqueLookup;
  readonly #tables: TermTables;
  readonly #memory: ScanMemory;
  readonly #runScan: ScanRunner;
  readonly #matches = new Lru<Matches>(keptMatches);
  readonly #orders = new Lru<Order>(keptOrders);
  readonly #ranks = new Map<FieldName, Uint32Array>();
  /** Four bytes an event each, once somebody has sorted by it. */
  readonly #uniqueOrders = new Map<UniqueField, UniqueOrder>();

  constructor(store: ColumnStore, db: Database, threads: number, runScan: ScanRunner) {
    this.store = store;
    this.#db = db;
    this.reader = new TextReader(store.texts);
    this.unique = new UniqueLookup(store, db);
    this.#tables = new TermTables(store, this.reader);
    this.#memory = new ScanMemory(store, threads);
    this.#runScan = runScan;
  }

  /** Events in the case, with or without duplicates. */
  total(withDuplicates: boolean): number {
    return this.store.rowCount - (withDuplicates ? 0 : this.store.duplicateCount);
  }

  matches(selection: Selection, cancelFlag: CancelFlag, bound: Bound = 'sure'): Matches {
    const known = this.#matches.get(keyOf(selection, bound));
    if (known !== undefined) return known;
    return this.#scan(selection, bound, this.#compile(selection, bound, cancelFlag), [], cancelFlag);
  }

  #compile({ filter, answers }: Selection, bound: Bound, cancelFlag: CancelFlag): Plan {
    const { store, unique } = this;
    return compile(filter, { store, tables: this.#tables, unique, cancelFlag, answers, bound });
  }

  /** What matches for certain, and the facets over it, in one scan. */
  evaluate(
    selection: Selection,
    requests: readonly FacetRequest[],
    cancelFlag: CancelFlag,
  ): { matches: Matches; facets: Facet[] } {
    const { store } = this;
    const fieldsAsked = requests.map(({ field }) => requireColumn(field, 'to count values of'));
    const plan = this.#compile(selection, 'sure', cancelFlag);
    const underWholeFilter = new Set(
      requests.flatMap((one, at) => (one.underWholeFilter ? [fieldsAsked[at]] : [])),
    );
    const counted = [...new Set(fieldsAsked)]
      .map((field) => ({ field, followsOthers: !underWholeFilter.has(field) }))
      .filter(({ field, followsOthers }) => !this.#isWhole(plan, field, followsOthers));
    const known = this.#matches.get(keyOf(selection, 'sure'));
    const isFew = (known?.count ?? this.#mostMatches(plan)) <= fewMatches;
    const inScan = counted
      .filter(
        ({ field, followsOthers }) =>
          !isFew || (followsOthers && plan.groups.some((group) => group.field === field)),
      )
      .map((facet) => ({ ...facet, counts: this.#memory.takeCounts(facet.field) }));
    const matches =
      known === undefined || inScan.length > 0
        ? this.#scan(selection, 'sure', plan, inScan, cancelFlag)
        : known;
    const byScan = new Map(inScan.map(({ field, counts }) => [field, sum(counts)]));
    const rows = isFew ? matches.slice(0, matches.count) : new Uint32Array(0);
    const facetOf = (field: ColumnField, top: number): Facet => {
      const column = store.columns[field];
      const counts = byScan.get(field);
      if (counts === undefined && counted.some((facet) => facet.field === field))
        return makeFewFacet(field, column, rows, this.#memory.takeOwnCounts(field), top, this.reader);
      const whole = counts ?? this.#wholeCounts(field, selection.withDuplicates);
      return makeFacet(field, column, { counts: whole, found: null }, top, this.reader);
    };
    const facets = requests.map(({ top }, at) => facetOf(fieldsAsked[at] ?? 'name', top));
    return { matches, facets };
  }

  /** A bound that needs no look at the rows: events with the codes that pass, and rows in the range. */
  #mostMatches({ firstRow, endRow, groups }: Plan): number {
    return groups.reduce((most, { field, fails, only }) => {
      const counts = this.store.columns[field].countsWithDuplicates;
      if (only !== null) return Math.min(most, counts[only] ?? 0);
      let passing = 0;
      for (let code = 0; code < fails.length; code += 1)
        passing += fails[code] === 0 ? (counts[code] ?? 0) : 0;
      return Math.min(most, passing);
    }, endRow - firstRow);
  }

  #scan(
    selection: Selection,
    bound: Bound,
    plan: Plan,
    facets: Scan['facets'],
    cancelFlag: CancelFlag,
  ): Matches {
    const bits = this.#memory.takeBits();
    const chunkMatches = sharedUint32(Math.ceil(this.store.rowCount / chunkRows));
    const { withDuplicates } = selection;
    try {
      this.#runScan({ plan, withDuplicates, bits, chunkMatches, facets, control: makeControl(), cancelFlag });
      checkCancelled(cancelFlag);
    } catch (error) {
      this.#memory.giveBack(bits);
      throw error;
    }
    const matches = new Matches(bits, chunkMatches);
    const evicted = this.#matches.replace(keyOf(selection, bound), matches);
    for (const old of evicted) this.#memory.giveBack(old.bits);
    return matches;
  }

  /** The selection in the order of the table. */
  order({ sort, ...selection }: SortedQuestion, cancelFlag: CancelFlag): Order {
    if (sort.field === 'time')
      return timeOrdered(this.matches(selection, cancelFlag), this.store, sort.descending);
    return this.#orders.getOrMake(JSON.stringify([keyOf(selection, 'sure'), sort]), () => {
      if (sort.field === 'id' || sort.field === 'request') {
        const order = this.#uniqueOrder(sort.field, cancelFlag);
        return uniqueOrdered(this.matches(selection, cancelFlag), order, sort.descending);
      }
      const column = this.store.columns[requireColumn(sort.field, 'to sort by')];
      let ranks = this.#ranks.get(sort.field);
      if (ranks === undefined) {
        ranks = rankCodes(column, this.reader, cancelFlag);
        this.#ranks.set(sort.field, ranks);
      }
      return columnOrdered(this.matches(selection, cancelFlag), column, ranks, sort.descending);
    });
  }

  #uniqueOrder(field: UniqueField, cancelFlag: CancelFlag): UniqueOrder {
    const known = this.#uniqueOrders.get(field);
    if (known !== undefined) return known;
    const made = orderByUnique(this.#db, this.store, field, cancelFlag);
    this.#uniqueOrders.set(field, made);
    return made;
  }

  /** Values for completion. Fields that are no column have values that nobody types: none. */
  values({ field: name, text, limit }: ValuesQuestion, cancelFlag: CancelFlag): ValueCount[] {
    const { kind } = fields[name];
    if (kind === 'time' || kind === 'unique') return [];
    const column = this.store.columns[requireColumn(name, 'for completion')];
    const valueTexts = valueTextsOf(column);
    const wanted = text.toLowerCase();
    const counts = countsByValue(column, column.counts).slice();
    for (let value = 1; value < counts.length && wanted !== ''; value += 1) {
      if (value % 4096 === 0) checkCancelled(cancelFlag);
      if (counts[value] === 0) continue;
      if (
        !this.reader
          .read(valueTexts[value] ?? 0)
          .toLowerCase()
          .includes(wanted)
      )
        counts[value] = 0;
    }
    const best = topValues(counts, limit, (a, b) =>
      this.reader.compare(valueTexts[a] ?? 0, valueTexts[b] ?? 0),
    );
    return best.map((value) => ({
      value: this.reader.read(valueTexts[value] ?? 0),
      count: counts[value] ?? 0,
    }));
  }

  /** Whether no condition that its facet follows narrows it: then it was counted when the case was loaded. */
  #isWhole({ groups, rest, firstRow, endRow }: Plan, field: ColumnField, followsOthers: boolean): boolean {
    return (
      rest === null &&
      firstRow === 0 &&
      endRow === this.store.rowCount &&
      groups.every((group) => followsOthers && group.field === field)
    );
  }

  #wholeCounts(field: ColumnField, withDuplicates: boolean): Uint32Array {
    const { counts, countsWithDuplicates } = this.store.columns[field];
    return withDuplicates ? countsWithDuplicates : counts;
  }
}

function keyOf({ filter, withDuplicates, answers }: Selection, bound: Bound): string {
  return JSON.stringify([filter, withDuplicates, bound, answers?.version ?? 0]);
}

function sum(counts: readonly Uint32Array[]): Uint32Array {
  const [first, ...others] = counts;
  const total = first ?? new Uint32Array(0);
  for (const other of others) {
    for (let code = 0; code < total.length; code += 1) total[code] = (total[code] ?? 0) + (other[code] ?? 0);
  }
  return total;
}
