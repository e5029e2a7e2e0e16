import { type TermField, termFields } from '../../contract/fields.ts';
import { limits } from './limits.ts';
import { type PackedIds, PackedIdsBuilder } from './packed-ids.ts';

/** The events of some files, dictionary-coded with a dictionary of their own: what a parse thread hands over. */
export interface EventBatch {
  readonly count: number;
  /** Text of term `i + 1`; 0 is missing. */
  readonly terms: readonly string[];
  /** Epoch milliseconds; NaN is missing. */
  readonly times: Float64Array;
  readonly positions: Uint32Array;
  /** `termFields.length` local terms per event, in that order. */
  readonly columns: Uint32Array;
  readonly eventIds: PackedIds;
  readonly requestIds: PackedIds;
}

/** An event as the projection fills it: one object, used again for each record. */
export interface ProjectedEvent {
  timeMs: number | null;
  id: string | null;
  request: string | null;
  readonly terms: Record<TermField, string | null>;
}

const width = termFields.length;

/** Collects projected events; grows by doubling. */
export class EventBatchBuilder {
  readonly #terms: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #eventIds = new PackedIdsBuilder();
  readonly #requestIds = new PackedIdsBuilder();
  #times = new Float64Array(256);
  #positions = new Uint32Array(256);
  #columns = new Uint32Array(256 * width);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(event: ProjectedEvent, position: number): void {
    if (this.#count === this.#times.length) this.#grow();
    const at = this.#count;
    this.#count += 1;
    this.#times[at] = event.timeMs ?? Number.NaN;
    this.#positions[at] = position;
    this.#eventIds.add(event.id);
    this.#requestIds.add(event.request);
    let column = at * width;
    for (const field of termFields) {
      const text = event.terms[field];
      if (text !== null) this.#columns[column] = this.#ids.get(text) ?? this.#newTerm(text);
      column += 1;
    }
  }

  finish(): EventBatch {
    return {
      count: this.#count,
      terms: this.#terms,
      times: this.#times.slice(0, this.#count),
      positions: this.#positions.slice(0, this.#count),
      columns: this.#columns.slice(0, this.#count * width),
      eventIds: this.#eventIds.finish(),
      requestIds: this.#requestIds.finish(),
    };
  }

  #newTerm(text: string): number {
    const storable = storableText(text);
    let id = this.#ids.get(storable);
    if (id === undefined) {
      id = this.#terms.push(storable);
      this.#ids.set(storable, id);
    }
    if (storable !== text && text.length <= limits.termCharacters) this.#ids.set(text, id);
    return id;
  }

  #grow(): void {
    const size = this.#times.length * 2;
    const times = new Float64Array(size);
    times.set(this.#times);
    this.#times = times;
    const positions = new Uint32Array(size);
    positions.set(this.#positions);
    this.#positions = positions;
    const columns = new Uint32Array(size * width);
    columns.set(this.#columns);
    this.#columns = columns;
  }
}

/** A lone surrogate has no UTF-8 form: two such texts would become the same term. The record keeps them. */
function storableText(text: string): string {
  const cut = text.length > limits.termCharacters ? `${text.slice(0, limits.termCharacters)}…` : text;
  return cut.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The buffers of a batch that are moved to the other thread instead of copied. */
export function buffersOf(batch: EventBatch): ArrayBufferLike[] {
  const { times, positions, columns, eventIds, requestIds } = batch;
  return [times, positions, columns, eventIds.kinds, eventIds.guids, requestIds.kinds, requestIds.guids].map(
    (array) => array.buffer,
  );
}
