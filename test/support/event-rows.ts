import type { TermField } from '../../electron/contract/fields.ts';
import type { Database } from '../../electron/engine/case/driver.ts';
import { callFields, GroupWriter, identityFields } from '../../electron/engine/case/event-groups.ts';
import { EventWriter, type NewEvent } from '../../electron/engine/case/event-writer.ts';
import { TermWriter } from '../../electron/engine/case/terms.ts';
import { perField } from '../../electron/engine/ingest/per-field.ts';

/** Inserts events one by one, given as text, by the writers that an import uses. */
export class EventRows {
  readonly #terms: TermWriter;
  readonly #identities: GroupWriter;
  readonly #calls: GroupWriter;
  readonly #events: EventWriter;

  constructor(db: Database) {
    this.#terms = new TermWriter(db);
    this.#identities = new GroupWriter(db, 'identities', identityFields);
    this.#calls = new GroupWriter(db, 'calls', callFields);
    this.#events = new EventWriter(db);
  }

  get nextId(): number {
    return this.#events.nextId;
  }

  /** The terms of an event, 0 for what is missing. */
  termsOf(texts: Partial<Record<TermField, string>>): Record<TermField, number> {
    return perField((field) => {
      const text = texts[field];
      return text === undefined ? 0 : this.#terms.idOf(text);
    });
  }

  /** @returns the event's id; it is in the case at once */
  insert(
    event: Pick<NewEvent, 'objectId'> & Partial<NewEvent>,
    texts: Partial<Record<TermField, string>> = {},
  ): number {
    const terms = this.termsOf(texts);
    const id = this.#events.insert({
      position: 0,
      timeMs: Date.UTC(2026, 0, 2),
      eventId: null,
      requestId: null,
      duplicateOf: null,
      identityId: this.#identities.idOf(Uint32Array.from(identityFields, (field) => terms[field])),
      callId: this.#calls.idOf(Uint32Array.from(callFields, (field) => terms[field])),
      ip: terms.ip,
      agent: terms.agent,
      resource: terms.resource,
      ...event,
    });
    for (const writer of [this.#terms, this.#identities, this.#calls, this.#events]) writer.flush();
    return id;
  }
}
