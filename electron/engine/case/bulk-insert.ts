import type { Database, SqlValue, Statement } from './driver.ts';

/** A statement of so many parameters costs little more to run than one of ten. */
const parametersPerStatement = 512;

/**
 * Inserts rows many to a statement, which takes half the time of one by one. What was added is in the case after
 * {@link flush}: call it before anything reads these rows, and before the transaction ends. After a rollback make
 * a new one.
 */
export class BulkInsert {
  readonly #one: Statement;
  readonly #many: Statement;
  readonly #width: number;
  readonly #waiting: SqlValue[];
  #filled = 0;

  constructor(db: Database, table: string, columns: readonly string[]) {
    this.#width = columns.length;
    const rows = Math.floor(parametersPerStatement / this.#width);
    const row = `(${columns.map(() => '?').join(', ')})`;
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES `;
    this.#one = db.prepare(sql + row);
    this.#many = db.prepare(sql + Array<string>(rows).fill(row).join(', '));
    this.#waiting = Array<SqlValue>(rows * this.#width).fill(null);
  }

  /** One value for each column, in order. Arrays of bytes must stay as they are until the flush. */
  add(...row: readonly SqlValue[]): void {
    for (const value of row) {
      this.#waiting[this.#filled] = value;
      this.#filled += 1;
    }
    if (this.#filled < this.#waiting.length) return;
    this.#filled = 0;
    this.#many.runFast(this.#waiting);
  }

  flush(): void {
    const filled = this.#filled;
    this.#filled = 0;
    for (let at = 0; at < filled; at += this.#width)
      this.#one.runFast(this.#waiting.slice(at, at + this.#width));
  }
}
