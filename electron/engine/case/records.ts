import type { FileStatus } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import { BlobReader } from './blobs.ts';
import type { Database } from './driver.ts';
import { statusAt } from './file-counts.ts';
import { bytesOrNullAt, numberAt, numberOrNullAt, textAt, textOrNullAt } from './row.ts';

/** Where the record of an event lies in the evidence. */
export interface RecordPlace {
  readonly event: number;
  /** Zero-based index of the record in its file. */
  readonly position: number;
  readonly object: {
    readonly id: number;
    readonly key: string;
    /** The label of its source. */
    readonly source: string;
    readonly sha256: Uint8Array | null;
    readonly sizeBytes: number;
    readonly status: FileStatus;
    readonly shape: string | null;
    readonly records: number;
    readonly deliveredMs: number | null;
    readonly isKept: boolean;
  };
}

/** @throws AppError `not-found` when the case has no such event */
export function recordPlace(db: Database, event: number): RecordPlace {
  const row = db.get(
    `SELECT e.position, o.id, o.key, s.label, o.sha256, o.size_bytes, o.status, o.shape, o.record_count,
      o.delivered_ms, o.is_kept
    FROM events AS e JOIN objects AS o ON o.id = e.object_id JOIN sources AS s ON s.id = o.source_id WHERE e.id = ?`,
    event,
  );
  if (row === undefined) {
    throw new AppError('not-found', `The case has no event ${event}.`, {
      advice: 'Search for the event again.',
    });
  }
  return {
    event,
    position: numberAt(row, 'position'),
    object: {
      id: numberAt(row, 'id'),
      key: textAt(row, 'key'),
      source: textAt(row, 'label'),
      sha256: bytesOrNullAt(row, 'sha256'),
      sizeBytes: numberAt(row, 'size_bytes'),
      status: statusAt(row),
      shape: textOrNullAt(row, 'shape'),
      records: numberAt(row, 'record_count'),
      deliveredMs: numberOrNullAt(row, 'delivered_ms'),
      isKept: numberAt(row, 'is_kept') === 1,
    },
  };
}

/** The bytes of the file that holds the record, as delivered. @throws AppError `damaged-case` when they are missing */
export function fileBytes(db: Database, place: RecordPlace): Uint8Array {
  const { isKept, sha256 } = place.object;
  if (!isKept || sha256 === null) {
    throw new AppError('damaged-case', `The case is damaged: the bytes of ${place.object.key} are missing.`);
  }
  return new BlobReader(db).get(sha256);
}
