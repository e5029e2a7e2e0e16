import { BlobReader } from '../case/blobs.ts';
import type { Database } from '../case/driver.ts';
import { bytesOrNullAt, numberAt } from '../case/row.ts';
import { isSameJson, type JsonObject } from './json.ts';
import { recordsByPosition } from './slice-record.ts';

/** So many duplicates are compared between two looks at whether to stop, and committed together. */
const pageSize = 2_000;
/** Files kept parsed: second deliveries come in runs from the same few files. */
const cachedFiles = 64;
const cachedBytes = 64 * 1024 * 1024;

const pendingSql = `
  SELECT d.id AS id, d.position AS position, o.sha256 AS sha256, f.position AS first_position, fo.sha256 AS first_sha256
  FROM events AS d
  JOIN objects AS o ON o.id = d.object_id
  JOIN events AS f ON f.id = d.duplicate_of
  JOIN objects AS fo ON fo.id = f.object_id
  WHERE d.duplicate_of IS NOT NULL AND d.is_conflict IS NULL AND d.id > ?
  ORDER BY d.id LIMIT ${pageSize}`;

/**
 * Compares every second delivery that was not compared yet with the first one, and notes whether their contents
 * differ. Can be stopped between pages; the next import goes on from there.
 *
 * @returns how many differ
 */
export async function compareDuplicates(db: Database, isCancelled: () => boolean): Promise<number> {
  const files = new ParsedFiles(db);
  let conflicts = 0;
  for (let last = 0; !isCancelled(); ) {
    const rows = db.all(pendingSql, last);
    const found = rows.map((row) => {
      const record = files.record(bytesOrNullAt(row, 'sha256'), numberAt(row, 'position'));
      const first = files.record(bytesOrNullAt(row, 'first_sha256'), numberAt(row, 'first_position'));
      return { id: numberAt(row, 'id'), differs: !isSameJson(record, first) };
    });
    db.transaction(() => {
      for (const { id, differs } of found)
        db.run('UPDATE events SET is_conflict = ? WHERE id = ?', differs ? 1 : 0, id);
    });
    conflicts += found.filter(({ differs }) => differs).length;
    if (found.length < pageSize) break;
    last = found.at(-1)?.id ?? last;
    // Lets a wish to stop come in.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return conflicts;
}

class ParsedFiles {
  readonly #blobs: BlobReader;
  readonly #files = new Map<
    string,
    { readonly records: ReadonlyMap<number, JsonObject>; readonly bytes: number }
  >();
  #bytes = 0;

  constructor(db: Database) {
    this.#blobs = new BlobReader(db);
  }

  record(sha256: Uint8Array | null, position: number): JsonObject | undefined {
    if (sha256 === null) return undefined;
    const name = Buffer.from(sha256).toString('latin1');
    const cached = this.#files.get(name);
    if (cached !== undefined) {
      // Moved to the end: the first of the map is the one not used for longest.
      this.#files.delete(name);
      this.#files.set(name, cached);
      return cached.records.get(position);
    }
    const bytes = this.#blobs.get(sha256);
    const records = recordsByPosition(bytes);
    this.#files.set(name, { records, bytes: bytes.length });
    this.#bytes += bytes.length;
    this.#makeRoom();
    return records.get(position);
  }

  #makeRoom(): void {
    for (const [name, { bytes }] of this.#files) {
      if (this.#files.size <= 2 || (this.#files.size <= cachedFiles && this.#bytes <= cachedBytes)) return;
      this.#files.delete(name);
      this.#bytes -= bytes;
    }
  }
}
