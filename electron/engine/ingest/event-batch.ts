import type { TermField } from '../../contract/fields.ts';
import { callFields, identityFields, ownFields } from '../case/event-groups.ts';
import { TupleTable } from '../case/tuple-table.ts';
import { limits } from './limits.ts';
import { type PackedIds, PackedIdsBuilder } from './packed-ids.ts';

/** The events of some files, dictionary-coded with dictionaries of their own: what a parse thread hands over. */
export interface EventBatch {
  readonly count: number;
  /** Text of term `i + 1`; 0 is missing. */
  readonly terms: readonly string[];
  /** The combinations of terms in the order of their ids, from 1: `identityFields.length` and `callFields.length` each. */
  readonly identityTuples: Uint32Array;
  readonly callTuples: Uint32Array;
  /** Epoch milliseconds; NaN is missing. */
  readonly times: Float64Array;
  readonly positions: Uint32Array;
  /** One combination per event. */
  readonly identities: Uint32Array;
  readonly calls: Uint32Array;
  /** `ownFields.length` terms per event, in that order. */
  readonly own: Uint32Array;
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

const ownWidth = ownFields.length;

/** A combination of fields. Records that follow each other are much alike: only what differs is looked up. */
interface Group {
  readonly fields: readonly TermField[];
  readonly table: TupleTable;
  /** Of the event before, with its terms and its code in the table (0: there was none). */
  readonly texts: (string | null)[];
  readonly tuple: Uint32Array;
  code: number;
}

function newGroup(fields: readonly TermField[]): Group {
  const width = fields.length;
  const texts = fields.map(() => null);
  return { fields, table: new TupleTable(width), texts, tuple: new Uint32Array(width), code: 0 };
}

/** Collects projected events; grows by doubling. */
export class EventBatchBuilder {
  readonly #terms: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #identity = newGroup(identityFields);
  readonly #call = newGroup(callFields);
  readonly #eventIds = new PackedIdsBuilder();
  readonly #requestIds = new PackedIdsBuilder();
  #times = new Float64Array(256);
  #positions = new Uint32Array(256);
  #identities = new Uint32Array(256);
  #calls = new Uint32Array(256);
  #own = new Uint32Array(256 * ownWidth);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add({ timeMs, id, request, terms }: ProjectedEvent, position: number): void {
    if (this.#count === this.#times.length) this.#grow();
    const at = this.#count;
    this.#count += 1;
    this.#times[at] = timeMs ?? Number.NaN;
    this.#positions[at] = position;
    this.#eventIds.add(id);
    this.#requestIds.add(request);
    this.#identities[at] = this.#codeOf(this.#identity, terms);
    this.#calls[at] = this.#codeOf(this.#call, terms);
    this.#own[at * ownWidth] = this.#termOf(terms.ip);
    this.#own[at * ownWidth + 1] = this.#termOf(terms.agent);
    this.#own[at * ownWidth + 2] = this.#termOf(terms.resource);
  }

  finish(): EventBatch {
    return {
      count: this.#count,
      terms: this.#terms,
      identityTuples: this.#identity.table.tuples.slice(),
      callTuples: this.#call.table.tuples.slice(),
      times: this.#times.slice(0, this.#count),
      positions: this.#positions.slice(0, this.#count),
      identities: this.#identities.slice(0, this.#count),
      calls: this.#calls.slice(0, this.#count),
      own: this.#own.slice(0, this.#count * ownWidth),
      eventIds: this.#eventIds.finish(),
      requestIds: this.#requestIds.finish(),
    };
  }

  #codeOf(group: Group, terms: ProjectedEvent['terms']): number {
    const { fields, texts, tuple } = group;
    let isAnother = group.code === 0;
    for (let at = 0; at < texts.length; at += 1) {
      const text = terms[fields[at] ?? 'name'];
      if (text === texts[at]) continue;
      texts[at] = text;
      tuple[at] = this.#termOf(text);
      isAnother = true;
    }
    if (isAnother) group.code = group.table.idOf(tuple);
    return group.code;
  }

  #termOf(text: string | null): number {
    return text === null ? 0 : (this.#ids.get(text) ?? this.#newTerm(text));
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
    this.#positions = grown(this.#positions, size);
    this.#identities = grown(this.#identities, size);
    this.#calls = grown(this.#calls, size);
    this.#own = grown(this.#own, size * ownWidth);
  }
}

function grown(array: Uint32Array<ArrayBuffer>, size: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(size);
  larger.set(array);
  return larger;
}

/** A lone surrogate has no UTF-8 form: two such texts would become the same term. The record keeps them. */
function storableText(text: string): string {
  const cut = text.length > limits.termCharacters ? `${text.slice(0, limits.termCharacters)}…` : text;
  return cut.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The buffers of a batch that are moved to the other thread instead of copied. */
export function buffersOf(batch: EventBatch): ArrayBufferLike[] {
  const { identityTuples, callTuples, times, positions, identities, calls, own, eventIds, requestIds } =
    batch;
  return [
    ...[identityTuples, callTuples, times, positions, identities, calls, own],
    ...[eventIds.kinds, eventIds.guids, requestIds.kinds, requestIds.guids],
  ].map((array) => array.buffer);
}
