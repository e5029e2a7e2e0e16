import { BulkInsert } from './bulk-insert.ts';
import type { Database } from './driver.ts';
import { numberAt, textAt } from './row.ts';
import { storableText } from './storable-text.ts';

/**
 * The writer's dictionary: text to term id, made on first sight.
 *
 * Starts empty and learns only what the import meets, so adding ten files to a case of a million events loads
 * nothing. Ids are given out here and not by SQLite, which saves reading them back. One writer at a time; after a
 * rollback make a new one, or ids would point at terms that are not there.
 */
export class TermWriter {
  readonly #db: Database;
  readonly #rows: BulkInsert;
  readonly #ids = new Map<string, number>();
  /** Terms up to here were in the case before this writer: they must be looked up. */
  readonly #known: number;
  #last: number;

  constructor(db: Database) {
    this.#db = db;
    this.#rows = new BulkInsert(db, 'terms', ['id', 'text']);
    const row = db.get('SELECT coalesce(max(id), 0) AS last FROM terms');
    this.#known = row === undefined ? 0 : numberAt(row, 'last');
    this.#last = this.#known;
  }

  /** The id of the term, from 1. The term is in the case after {@link flush}. */
  idOf(text: string): number {
    return this.#ids.get(text) ?? this.#findOrInsert(text);
  }

  flush(): void {
    this.#rows.flush();
  }

  #findOrInsert(text: string): number {
    const storable = storableText(text);
    const id = storable === text ? (this.#find(text) ?? this.#insert(text)) : this.idOf(storable);
    this.#ids.set(text, id);
    return id;
  }

  #find(text: string): number | undefined {
    if (this.#known === 0) return undefined;
    const found = this.#db.get('SELECT id FROM terms WHERE text = ?', text);
    return found === undefined ? undefined : numberAt(found, 'id');
  }

  #insert(text: string): number {
    this.#last += 1;
    this.#rows.add(this.#last, text);
    return this.#last;
  }
}

/** Terms with an id above `afterId`, in the order of their ids: what a reader of the dictionary does not have yet. */
export function* termsAfter(
  db: Database,
  afterId: number,
): Generator<{ readonly id: number; readonly text: string }> {
  for (const row of db.iterate('SELECT id, text FROM terms WHERE id > ? ORDER BY id', afterId)) {
    yield { id: numberAt(row, 'id'), text: textAt(row, 'text') };
  }
}
