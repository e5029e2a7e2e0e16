import type { Database } from './driver.ts';
import { numberAt } from './row.ts';

/**
 * Remembers what was found out about a whole case, as long as nobody writes to it: such an answer takes up to a second
 * in a case of a million events, and a page asks for it again and again.
 */
export class Remembered<T> {
  readonly #found = new WeakMap<Database, { readonly state: string; readonly value: T }>();
  readonly #find: (db: Database) => T;

  constructor(find: (db: Database) => T) {
    this.#find = find;
  }

  /** Call it in a snapshot, so that the answer is of the state that it is remembered for. */
  of(db: Database): T {
    const state = stateOf(db);
    const known = this.#found.get(db);
    if (known?.state === state) return known.value;
    const value = this.#find(db);
    this.#found.set(db, { state, value });
    return value;
  }
}

/** Changes with every commit of another connection and with every change by this one. */
function stateOf(db: Database): string {
  const others = db.get('PRAGMA data_version') ?? {};
  const own = db.get('SELECT total_changes() AS n') ?? {};
  return `${numberAt(others, 'data_version')} ${numberAt(own, 'n')}`;
}
