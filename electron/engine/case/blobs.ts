import { AppError } from '../../contract/errors.ts';
import { BulkInsert } from './bulk-insert.ts';
import type { Database, Row } from './driver.ts';
import { bytesAt, numberAt, numberOrNullAt } from './row.ts';

/**
 * Small files share a pack of about this size: a row of its own for each would waste half a page of SQLite's, which
 * is a quarter of what a trail's files are. Reading one file reads its pack.
 */
const packBytes = 256 * 1024;

/** Keeps the bytes of files, each once, whoever delivered them. One at a time; after a rollback make a new one. */
export class BlobWriter {
  readonly #db: Database;
  readonly #blobs: BulkInsert;
  /** Whether the case had any bytes before this writer: they must be looked up. */
  readonly #hasOlder: boolean;
  /** What this writer has added, as latin1 of the hash. */
  readonly #added = new Set<string>();
  #pack: Uint8Array[] = [];
  #packed = 0;
  #nextPack: number;

  constructor(db: Database) {
    this.#db = db;
    this.#blobs = new BulkInsert(db, 'blobs', ['sha256', 'pack_id', 'offset', 'size_bytes']);
    const row = db.get('SELECT coalesce(max(id), 0) AS last FROM packs');
    this.#nextPack = (row === undefined ? 0 : numberAt(row, 'last')) + 1;
    this.#hasOlder = this.#nextPack > 1;
  }

  /** Keeps the bytes unless the case has them. They are in the case after {@link flush}. */
  put(sha256: Uint8Array, bytes: Uint8Array): void {
    const name = Buffer.from(sha256.buffer, sha256.byteOffset, sha256.length).toString('latin1');
    if (this.#added.has(name) || (this.#hasOlder && hasBlob(this.#db, sha256))) return;
    this.#added.add(name);
    if (this.#packed > 0 && this.#packed + bytes.length > packBytes) this.#endPack();
    this.#blobs.add(sha256, this.#nextPack, this.#packed, bytes.length);
    this.#pack.push(bytes);
    this.#packed += bytes.length;
  }

  /** Ends the pack and writes what is waiting. */
  flush(): void {
    if (this.#pack.length > 0) this.#endPack();
    this.#blobs.flush();
  }

  #endPack(): void {
    const [first] = this.#pack;
    const bytes = this.#pack.length === 1 && first !== undefined ? first : Buffer.concat(this.#pack);
    this.#db.run('INSERT INTO packs (id, bytes) VALUES (?, ?)', this.#nextPack, bytes);
    this.#nextPack += 1;
    this.#pack = [];
    this.#packed = 0;
  }
}

/** Whether the case has the bytes with this hash. */
export function hasBlob(db: Database, sha256: Uint8Array): boolean {
  return db.get('SELECT 1 FROM blobs WHERE sha256 = ?', sha256) !== undefined;
}

/**
 * Reads the bytes of files as they were delivered. Keeps the pack that was read last, because files are mostly read
 * in the order in which they came.
 */
export class BlobReader {
  readonly #db: Database;
  #packId = 0;
  #pack: Uint8Array = new Uint8Array();

  constructor(db: Database) {
    this.#db = db;
  }

  /** A view into the pack: copy it before handing it to another thread. @throws AppError `damaged-case` */
  get(sha256: Uint8Array): Uint8Array {
    const row = this.#db.get(`SELECT sha256, ${blobColumns} FROM blobs AS p WHERE sha256 = ?`, sha256);
    if (row === undefined) throw missing(sha256);
    return this.at(row);
  }

  /**
   * As {@link get}, for who reads many files and has joined `blobs AS p` to them: of a row with `sha256` and
   * {@link blobColumns}. @throws AppError `damaged-case`
   */
  at(row: Row): Uint8Array {
    const packId = numberOrNullAt(row, 'pack_id');
    if (packId === null) throw missing(bytesAt(row, 'sha256'));
    if (packId !== this.#packId) {
      const pack = this.#db.get('SELECT bytes FROM packs WHERE id = ?', packId);
      if (pack === undefined) throw missing(bytesAt(row, 'sha256'));
      this.#pack = bytesAt(pack, 'bytes');
      this.#packId = packId;
    }
    const offset = numberAt(row, 'pack_offset');
    const end = offset + numberAt(row, 'packed_bytes');
    if (end > this.#pack.length) throw missing(bytesAt(row, 'sha256'));
    return this.#pack.subarray(offset, end);
  }
}

/** Where the bytes of a file are, from `blobs AS p`. */
export const blobColumns = 'p.pack_id, p.offset AS pack_offset, p.size_bytes AS packed_bytes';

function missing(sha256: Uint8Array): AppError {
  const name = Buffer.from(sha256).toString('hex');
  return new AppError(
    'damaged-case',
    `The case is damaged: the bytes of the file with SHA-256 ${name} are missing.`,
  );
}
