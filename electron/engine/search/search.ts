import type { EventRow } from '../../contract/api.ts';
import type { FieldName } from '../../contract/fields.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';

/** How far a search has come, in events. */
export interface SearchProgress {
  readonly done: number;
  readonly total: number;
}

/** Events that meet a filter, duplicates left out, in the order of time (undated ones first), ties by number. */
export interface MatchedEvents {
  readonly events: Uint32Array;
  /** Epoch milliseconds; NaN where the event has none. As long as {@link events}. */
  readonly timesMs: Float64Array;
}

export interface MatchOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SearchProgress) => void;
  /** Only events with this number or a higher one: those that a later import brought. 1 when left out. */
  readonly fromEvent?: number;
}

/** Answers filters exactly, whatever they ask for: by the columns, and in the records where those do not say it. */
export interface Search {
  /**
   * For each filter the events that meet it. All filters share one pass over the records.
   *
   * @throws AppError as the columns; the signal's reason
   */
  matchAll(filters: readonly Filter[], options?: MatchOptions): Promise<readonly MatchedEvents[]>;
  /** Fields of events of a {@link MatchedEvents}, in its order. */
  rowsOf(
    matched: MatchedEvents,
    columns: readonly FieldName[],
    signal?: AbortSignal,
  ): Promise<readonly EventRow[]>;
  /** Parsed records of events (their numbers), in the order given; numbers as `parseRecord` gives them. */
  records(
    events: Uint32Array,
    signal?: AbortSignal,
  ): AsyncIterable<{ readonly event: number; readonly record: unknown }>;
}
