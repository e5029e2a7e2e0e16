import { hash } from 'node:crypto';
import type { FileStatus } from '../../contract/api.ts';
import { BulkInsert } from './bulk-insert.ts';
import type { Database } from './driver.ts';
import { numberAt } from './row.ts';
import { storableText } from './storable-text.ts';

/** A file that was seen, as it enters the ledger. */
export interface NewObject {
  readonly sourceId: number;
  /** Its S3 key, path below the source, or path inside the archive. */
  readonly key: string;
  readonly status: FileStatus;
  /** Why it could not be read whole, in a sentence. */
  readonly reason: string | null;
  /** Which of the shapes of CloudTrail files it has. */
  readonly shape: string | null;
  readonly trailKind: string | null;
  /** Whether the case keeps its bytes. */
  readonly isKept: boolean;
  /** 32 bytes; null when the bytes were not read. */
  readonly sha256: Uint8Array | null;
  readonly sizeBytes: number;
  readonly modifiedMs: number | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly deliveredMs: number | null;
  readonly recordCount: number;
  /** Of them, those that the source's event selectors keep out of the index. */
  readonly leftOut: number;
  readonly seenAtMs: number;
}

const objectColumns = [
  ...['id', 'source_id', 'key', 'key_hash', 'status', 'reason', 'shape', 'trail_kind', 'is_kept', 'sha256'],
  ...[
    'size_bytes',
    'modified_ms',
    'account',
    'region',
    'delivered_ms',
    'record_count',
    'left_out',
    'seen_at_ms',
  ],
];

/** Adds files to the ledger. One at a time; after a rollback make a new one. */
export class LedgerWriter {
  readonly #rows: BulkInsert;
  #last: number;

  constructor(db: Database) {
    this.#rows = new BulkInsert(db, 'objects', objectColumns);
    const row = db.get('SELECT coalesce(max(id), 0) AS last FROM objects');
    this.#last = row === undefined ? 0 : numberAt(row, 'last');
  }

  /** The file is in the case after {@link flush}. @returns its id */
  add(object: NewObject): number {
    const key = storableText(object.key);
    this.#last += 1;
    this.#rows.add(
      this.#last,
      object.sourceId,
      key,
      keyHash(key),
      object.status,
      object.reason === null ? null : storableText(object.reason),
      object.shape,
      object.trailKind,
      object.isKept ? 1 : 0,
      object.sha256,
      object.sizeBytes,
      object.modifiedMs,
      object.account,
      object.region,
      object.deliveredMs,
      object.recordCount,
      object.leftOut,
      object.seenAtMs,
    );
    return this.#last;
  }

  flush(): void {
    this.#rows.flush();
  }
}

/** What `objects.key_hash` holds for a key in its storable form. Keys that share it are told apart by the key itself. */
export function keyHash(key: string): number {
  return hash('sha1', key, 'buffer').readUIntBE(0, 6);
}
