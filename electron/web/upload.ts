import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, statfs } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../contract/errors.ts';

/** Left free on the disk: an upload must not be what fills it. */
const reservedBytes = 512 * 1024 * 1024;
/** An upload that brings no byte for so long is given up. */
const idleMs = 60_000;
const maxSegments = 32;
const maxSegmentLength = 200;

/**
 * The path of a dropped file inside its drop, segment by segment and harmless on every platform (security: P5):
 * no way up, no separators, no control characters, no reserved names.
 *
 * @throws AppError `bad-request` when nothing usable is left.
 */
export function dropSegments(name: string): string[] {
  const segments = name
    .split(/[\\/]/)
    .map((segment) =>
      segment
        .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '_')
        .replace(/^\.+$|[. ]+$/g, '')
        .replace(/^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i, '_$1')
        .slice(-maxSegmentLength),
    )
    .filter((segment) => segment !== '');
  if (segments.length === 0 || segments.length > maxSegments)
    throw new AppError('bad-request', 'The dropped file has no usable name.');
  return segments;
}

const batchName = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface UploadTarget {
  /** The folder that holds the drops. */
  readonly folder: string;
  /** The file's name, or its path inside a dropped folder. */
  readonly name: string;
  /** Files of one drop share a folder, so that a dropped folder is whole again; null for a file on its own. */
  readonly batch: string | null;
}

/**
 * Writes a request's body to the drop folder as it arrives, within the free space of the disk.
 *
 * @returns the top of what was dropped: the file, or the dropped folder it belongs to.
 * @throws AppError `already-exists`, `disk-full`, `bad-request`; what was written of the file is removed.
 */
export async function receiveUpload(
  request: IncomingMessage,
  { folder, name, batch }: UploadTarget,
): Promise<string> {
  const segments = dropSegments(name);
  if (batch !== null && !batchName.test(batch))
    throw new AppError('bad-request', 'The batch of an upload is a UUID.');
  const top = path.join(folder, batch ?? randomUUID());
  const file = path.join(top, ...segments);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(top);
  let left = bavail * bsize - reservedBytes;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      if (left < 0)
        done(new AppError('disk-full', 'The dropped file does not fit on the disk of this host.'));
      else done(null, chunk);
    },
  });
  // `wx`: a second file of the same name never replaces the first.
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  let isOurs = false;
  out.once('open', () => {
    isOurs = true;
  });
  request.socket.setTimeout(idleMs, () => request.destroy(new Error('The upload stood still.')));
  try {
    await pipeline(request, bounded, out);
  } catch (cause) {
    if (isOurs) await rm(file, { force: true });
    throw uploadError(cause);
  } finally {
    request.socket.setTimeout(0);
  }
  return path.join(top, segments[0] ?? '');
}

function uploadError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EEXIST')
    return new AppError('already-exists', 'A file of this name was dropped already.', { cause });
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('disk-full', 'The disk of this host is full.', { cause });
  return new AppError('bad-request', 'The upload was cut short.', { cause });
}
