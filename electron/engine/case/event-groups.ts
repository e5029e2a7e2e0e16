import type { TermField } from '../../contract/fields.ts';
import { BulkInsert } from './bulk-insert.ts';
import type { Database } from './driver.ts';
import { numberOrNullAt } from './row.ts';
import { TupleTable } from './tuple-table.ts';

/**
 * The fields of an event that go together, each combination stored once: who called (`identities`), and what was
 * called and how it went (`calls`). Few are left that each event has for itself. This makes the rows of events a
 * third smaller; the view `events_as_text` puts them together again.
 */
export const identityFields = [
  'account',
  'actor',
  'identity',
  'identitytype',
  'user',
  'role',
  'session',
  'key',
  'mfa',
] as const satisfies readonly TermField[];
export const callFields = [
  'name',
  'source',
  'service',
  'region',
  'error',
  'outcome',
  'readonly',
  'category',
  'type',
  'vpce',
] as const satisfies readonly TermField[];
export const ownFields = ['ip', 'agent', 'resource'] as const satisfies readonly TermField[];

/** Gives combinations their ids, and writes those that are new. One writer at a time; after a rollback make a new one. */
export class GroupWriter {
  /** Every combination of the case: a first import finds none, a later one reads them all, 50 bytes each. */
  readonly table: TupleTable;
  readonly #rows: BulkInsert;
  readonly #row: (number | null)[];

  constructor(db: Database, table: 'identities' | 'calls', fields: readonly TermField[]) {
    const columns = fields.map((field) => `${field}_t`);
    this.table = new TupleTable(fields.length);
    this.#rows = new BulkInsert(db, table, ['id', ...columns]);
    this.#row = [0, ...columns.map(() => 0)];
    const tuple = new Uint32Array(fields.length);
    for (const row of db.iterate(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY id`)) {
      columns.forEach((column, at) => {
        tuple[at] = numberOrNullAt(row, column) ?? 0;
      });
      this.table.idOf(tuple);
    }
  }

  /** The id of a combination of terms (0 is missing), from 1. It is in the case after {@link flush}. */
  idOf(terms: Uint32Array): number {
    const known = this.table.count;
    const id = this.table.idOf(terms);
    if (id > known) {
      this.#row[0] = id;
      for (let at = 0; at < terms.length; at += 1) this.#row[at + 1] = terms[at] || null;
      this.#rows.add(...this.#row);
    }
    return id;
  }

  flush(): void {
    this.#rows.flush();
  }
}
