import type { ObjectFacts } from '../sources/s3/bucket.ts';
import { BulkInsert } from './bulk-insert.ts';
import type { Database } from './driver.ts';
import { keyHash } from './ledger-writer.ts';
import { numberAt } from './row.ts';
import { storableText } from './storable-text.ts';

const columns = [
  ...['object_id', 'etag', 'version_id', 'last_modified_ms', 'storage_class', 'encryption', 'kms_key_id'],
  ...['checksums', 'metadata', 'replaces'],
];

/** Keeps what S3 said of objects. One at a time; after a rollback make a new one. */
export class S3ObjectWriter {
  readonly #rows: BulkInsert;

  constructor(db: Database) {
    this.#rows = new BulkInsert(db, 's3_objects', columns);
  }

  /** @param replaces the object that this key delivered before, with another ETag */
  add(objectId: number, facts: ObjectFacts, replaces: number | null): void {
    this.#rows.add(
      objectId,
      storableText(facts.etag),
      orNull(facts.versionId),
      facts.lastModifiedMs,
      orNull(facts.storageClass),
      orNull(facts.encryption),
      orNull(facts.kmsKeyId),
      storableText(JSON.stringify(facts.checksums)),
      storableText(JSON.stringify(facts.metadata)),
      replaces,
    );
  }

  flush(): void {
    this.#rows.flush();
  }
}

function orNull(text: string | null): string | null {
  return text === null ? null : storableText(text);
}

/** Whether the case has this version of an object: the same key of the same source, with the same ETag. */
export function hasVersion(db: Database, sourceId: number, key: string, etag: string): boolean {
  const storable = storableText(key);
  const sql = `SELECT 1 FROM objects AS o JOIN s3_objects AS s ON s.object_id = o.id
    WHERE o.key_hash = ? AND o.source_id = ? AND o.key = ? AND s.etag = ? LIMIT 1`;
  return db.get(sql, keyHash(storable), sourceId, storable, storableText(etag)) !== undefined;
}

/** The newest object that this key delivered before; null at its first time. */
export function newestVersion(db: Database, sourceId: number, key: string): number | null {
  const storable = storableText(key);
  const sql = `SELECT max(o.id) AS id FROM objects AS o JOIN s3_objects AS s ON s.object_id = o.id
    WHERE o.key_hash = ? AND o.source_id = ? AND o.key = ?`;
  const row = db.get(sql, keyHash(storable), sourceId, storable);
  return row === undefined || row.id === null ? null : numberAt(row, 'id');
}

/** Takes the rows of a key that could not be fetched out of the ledger, now that it could. */
export function forgetFailures(db: Database, sourceId: number, key: string): void {
  const storable = storableText(key);
  const sql =
    "DELETE FROM objects WHERE key_hash = ? AND source_id = ? AND key = ? AND status = 'notFetched'";
  db.run(sql, keyHash(storable), sourceId, storable);
}

/** Whether anything of the source could not be fetched yet. */
export function hasFailures(db: Database, sourceId: number): boolean {
  const sql = "SELECT 1 FROM objects WHERE source_id = ? AND status = 'notFetched' LIMIT 1";
  return db.get(sql, sourceId) !== undefined;
}
