import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { AppError } from '../../contract/errors.ts';
import { errnoOf } from './errno.ts';

/** `Spor` in ASCII: marks an SQLite file as a case (https://sqlite.org/fileformat.html, offset 68). */
export const applicationId = 0x53706f72;

const magic = 'SQLite format 3\0';
const headerBytes = 100;

/** What the first 100 bytes of a case say. */
export interface FileHeader {
  /** The number of the last migration, as far as it has been checkpointed. */
  readonly userVersion: number;
  /** The file was not turned back into a single file when it was closed last, or is open now. */
  readonly isWal: boolean;
}

/**
 * Reads the head of the file without SQLite, which would wait for locks and make files beside it.
 *
 * @throws AppError `not-found`, `unreadable`, or `no-case` for a file that is no SQLite file or belongs to
 * another program.
 */
export function readFileHeader(path: string): FileHeader {
  const head = readHead(path);
  if (head.length < headerBytes || head.toString('latin1', 0, magic.length) !== magic) {
    throw new AppError('no-case', `${path} is not a case: it is no SQLite file.`);
  }
  if (head.readUInt32BE(68) !== applicationId) {
    throw new AppError('no-case', `${path} is not a case: it is an SQLite file of another program.`);
  }
  return { userVersion: head.readUInt32BE(60), isWal: head.readUInt8(19) === 2 };
}

function readHead(path: string): Buffer {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    if (!fstatSync(file).isFile()) throw new AppError('no-case', `${path} is not a case: it is no file.`);
    const head = Buffer.alloc(headerBytes);
    return head.subarray(0, readSync(file, head, 0, headerBytes, 0));
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (errnoOf(error) === 'ENOENT')
      throw new AppError('not-found', `There is no file ${path}.`, { cause: error });
    throw new AppError('unreadable', `${path} cannot be read (${errnoOf(error) ?? String(error)}).`, {
      cause: error,
    });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
