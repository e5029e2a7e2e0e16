import { AppError } from '../../contract/errors.ts';
import type { Database } from './driver.ts';
import { bytesAt, numberAt } from './row.ts';

/** Keeps the bytes of a file once, whoever delivered them. @returns the blob's id, the old one for known bytes */
export function putBlob(db: Database, sha256: Uint8Array, bytes: Uint8Array): number {
  return (
    findBlob(db, sha256) ?? db.run('INSERT INTO blobs (sha256, bytes) VALUES (?, ?)', sha256, bytes).lastId
  );
}

/** The id of the bytes with this SHA-256; null when the case does not have them. */
export function findBlob(db: Database, sha256: Uint8Array): number | null {
  const row = db.get('SELECT id FROM blobs WHERE sha256 = ?', sha256);
  return row === undefined ? null : numberAt(row, 'id');
}

/** The bytes of a file as it was delivered. @throws AppError `damaged-case` when they are not there */
export function getBlob(db: Database, id: number): Uint8Array {
  const row = db.get('SELECT bytes FROM blobs WHERE id = ?', id);
  if (row === undefined)
    throw new AppError('damaged-case', `The case is damaged: the bytes of file ${id} are missing.`);
  return bytesAt(row, 'bytes');
}
