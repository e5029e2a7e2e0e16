import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import type { Database } from './driver.ts';
import { bytesAt, numberAt, textAt } from './row.ts';

/** One thing that was done to the case. */
export interface CustodyEntry {
  readonly atMs: number;
  /** `created`, `migrated`, `imported`, `exported`, …: a stable word. */
  readonly action: string;
  /** What, from where, with which result. Never record contents, never a secret. */
  readonly details: Readonly<Record<string, JsonValue>>;
}

/** What a check of the chain found. */
export interface CustodyCheck {
  readonly ok: boolean;
  /** The `seq` of the first row that does not follow from the one before it; null when all do. */
  readonly brokenAt: number | null;
  readonly rows: number;
  /**
   * Hash of the last row as hex. The chain alone cannot show that rows were cut off its end: a report that
   * quotes this head can.
   */
  readonly head: string;
}

const noHash = new Uint8Array(32);

/** Appends a row whose hash covers the row before it. Joins the running transaction, or makes one. */
export function appendCustody(db: Database, entry: CustodyEntry): void {
  db.transaction(() => {
    const last = db.get('SELECT seq, hash FROM custody ORDER BY seq DESC LIMIT 1');
    const previous = last === undefined ? noHash : bytesAt(last, 'hash');
    const row = {
      seq: last === undefined ? 1 : numberAt(last, 'seq') + 1,
      atMs: entry.atMs,
      action: entry.action,
      details: canonicalJson(entry.details),
    };
    db.run(
      'INSERT INTO custody (seq, at_ms, action, details, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?)',
      row.seq,
      row.atMs,
      row.action,
      row.details,
      previous,
      hashOf(previous, row),
    );
  });
}

/** Walks the whole chain. Rows that were changed, left out or put in break it where that happened. */
export function checkCustody(db: Database): CustodyCheck {
  let previous: Uint8Array = noHash;
  let rows = 0;
  let brokenAt: number | null = null;
  for (const row of db.iterate(
    'SELECT seq, at_ms, action, details, previous_hash, hash FROM custody ORDER BY seq',
  )) {
    rows += 1;
    const seq = numberAt(row, 'seq');
    const hash = bytesAt(row, 'hash');
    const content = {
      seq,
      atMs: numberAt(row, 'at_ms'),
      action: textAt(row, 'action'),
      details: textAt(row, 'details'),
    };
    const follows =
      seq === rows &&
      equal(bytesAt(row, 'previous_hash'), previous) &&
      equal(hash, hashOf(previous, content));
    if (!follows) brokenAt ??= seq;
    previous = hash;
  }
  return { ok: brokenAt === null, brokenAt, rows, head: Buffer.from(previous).toString('hex') };
}

/**
 * SHA-256 over the previous row's hash (32 zero bytes before the first) and the row as canonical JSON:
 * `{"action":…,"at":…,"details":…,"seq":…}`, UTF-8. `details` enters as it is stored, so a change of its
 * spelling shows too.
 */
function hashOf(
  previous: Uint8Array,
  row: { readonly seq: number; readonly atMs: number; readonly action: string; readonly details: string },
): Uint8Array {
  const text = `{"action":${JSON.stringify(row.action)},"at":${row.atMs},"details":${row.details},"seq":${row.seq}}`;
  return createHash('sha256').update(previous).update(text, 'utf8').digest();
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
