import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type ArchiveFormat, archiveFormatOf, headBytes, isTarGzip } from '../sources/archive-format.ts';
import { readingReason } from '../sources/reading-reason.ts';
import type { FileRef, SystemPath } from './file-task.ts';
import { limits, sizeText } from './limits.ts';
import { fetchZipMember } from './zip-member.ts';

/** The bytes of a file, or why there are none. */
export type Fetched =
  | {
      readonly kind: 'bytes';
      readonly bytes: Uint8Array;
      readonly sizeBytes: number;
      readonly modifiedMs: number | null;
      readonly problem: string | null;
    }
  /** An archive that was recognised by its beginning and not read any further. */
  | { readonly kind: 'archive'; readonly format: ArchiveFormat; readonly sizeBytes: number }
  | FetchFailed;

export interface FetchFailed {
  readonly kind: 'failed';
  readonly status: 'damaged' | 'tooLarge' | 'notCloudTrail';
  readonly reason: string;
  readonly sha256: Uint8Array | null;
  readonly sizeBytes: number;
  readonly modifiedMs: number | null;
}

/** Reads the bytes that a task points at. Never throws for a file that cannot be read. */
export function fetchFile(from: FileRef): Fetched {
  switch (from.kind) {
    case 'bytes':
      return {
        kind: 'bytes',
        bytes: from.bytes,
        sizeBytes: from.bytes.length,
        modifiedMs: from.modifiedMs,
        problem: null,
      };
    case 'file':
      return withFile(from.path, readWhole);
    case 'zipMember':
      return withFile(from.path, (file) => fetchZipMember(file, from));
  }
}

function withFile(path: SystemPath, read: (file: number) => Fetched): Fetched {
  let file: number | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe that somebody put there would wait for ever.
    file = openSync(fsPath(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    return read(file);
  } catch (error) {
    return {
      kind: 'failed',
      status: 'damaged',
      reason: readingReason(error),
      sha256: null,
      sizeBytes: 0,
      modifiedMs: null,
    };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** A path as Node's file functions take it. */
export function fsPath(path: SystemPath): string | Buffer {
  return typeof path === 'string' ? path : Buffer.from(path);
}

function readWhole(file: number): Fetched {
  const info = fstatSync(file);
  const modifiedMs = Math.round(info.mtimeMs);
  const sizeBytes = info.size;
  if (!info.isFile()) {
    return {
      kind: 'failed',
      status: 'notCloudTrail',
      reason: 'It is no regular file.',
      sha256: null,
      sizeBytes: 0,
      modifiedMs,
    };
  }
  if (sizeBytes > limits.memberInMemoryBytes) {
    const head = readAt(file, 0, headBytes);
    const format = archiveFormatOf(head) ?? (isTarGzip(head) ? 'tar.gz' : null);
    if (format !== null) return { kind: 'archive', format, sizeBytes };
  }
  if (sizeBytes > limits.fileBytes) {
    const reason = `It is larger than ${sizeText(limits.fileBytes)}.`;
    return { kind: 'failed', status: 'tooLarge', reason, sha256: hashOf(file), sizeBytes, modifiedMs };
  }
  const bytes = readAt(file, 0, sizeBytes);
  return { kind: 'bytes', bytes, sizeBytes: bytes.length, modifiedMs, problem: null };
}

/** Up to `length` bytes from `position`; fewer where the file ends. The memory is its own and can be transferred. */
export function readAt(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(file, buffer, filled, length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled === length ? buffer : copyOf(buffer, filled);
}

function copyOf(buffer: Buffer, length: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(length);
  buffer.copy(copy, 0, 0, length);
  return copy;
}

function hashOf(file: number): Uint8Array {
  const hash = createHash('sha256');
  const step = 4 * 1024 * 1024;
  for (let at = 0; ; at += step) {
    const part = readAt(file, at, step);
    hash.update(part);
    if (part.length < step) return hash.digest();
  }
}
