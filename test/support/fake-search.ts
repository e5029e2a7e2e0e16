import type { EventRow } from '../../electron/contract/api.ts';
import type { FieldName } from '../../electron/contract/fields.ts';
import type { Filter } from '../../electron/contract/filter/syntax-tree.ts';
import {
  columnsOf,
  compileRecordTest,
  type RecordColumns,
} from '../../electron/engine/filter/evaluate-record.ts';
import { parseRecord } from '../../electron/engine/filter/parse-record.ts';
import { emptyEvent, project } from '../../electron/engine/ingest/project.ts';
import type { MatchedEvents, MatchOptions, Search } from '../../electron/engine/search/search.ts';

interface FakeEvent {
  readonly event: number;
  readonly record: unknown;
  readonly columns: RecordColumns;
}

/** A search over records in memory, each tried alone; numbered from 1 in the order given. Adding some is an import. */
export class FakeSearch implements Search {
  readonly #events: FakeEvent[] = [];
  /** How many filters each {@link matchAll} had, and from which event on it looked. */
  readonly asked: { readonly filters: number; readonly fromEvent: number }[] = [];

  constructor(records: readonly object[] = []) {
    this.add(...records);
  }

  get lastEvent(): number {
    return this.#events.length;
  }

  add(...records: readonly object[]): void {
    for (const given of records) {
      const text = JSON.stringify(given);
      const record = parseRecord(text);
      const event = emptyEvent();
      project({ ...given }, { account: null, region: null }, event);
      const columns = columnsOf(event, { object: 'fake.json', verdict: null });
      this.#events.push({ event: this.#events.length + 1, record, columns });
    }
  }

  async matchAll(filters: readonly Filter[], options: MatchOptions = {}): Promise<readonly MatchedEvents[]> {
    const { fromEvent = 1 } = options;
    options.signal?.throwIfAborted();
    this.asked.push({ filters: filters.length, fromEvent });
    return filters.map((filter) => {
      const test = compileRecordTest(filter);
      const found = this.#events
        .filter(({ event, record, columns }) => event >= fromEvent && test(record, columns))
        .sort((a, b) => (a.columns.timeMs ?? -1) - (b.columns.timeMs ?? -1) || a.event - b.event);
      return {
        events: Uint32Array.from(found, ({ event }) => event),
        timesMs: Float64Array.from(found, ({ columns }) => columns.timeMs ?? Number.NaN),
      };
    });
  }

  async rowsOf({ events }: MatchedEvents, fields: readonly FieldName[]): Promise<readonly EventRow[]> {
    return [...events].map((event) => {
      const columns = this.#eventAt(event).columns;
      return {
        event,
        timeMs: columns.timeMs,
        values: fields.map((field) => (field === 'time' ? null : columns.textOf(field))),
        isDuplicate: false,
        isConflict: false,
      };
    });
  }

  async *records(events: Uint32Array): AsyncGenerator<{ readonly event: number; readonly record: unknown }> {
    for (const event of events) yield { event, record: this.#eventAt(event).record };
  }

  #eventAt(event: number): FakeEvent {
    const found = this.#events[event - 1];
    if (found === undefined) throw new Error(`There is no event ${event}.`);
    return found;
  }
}
