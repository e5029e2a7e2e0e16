import { Gunzip } from 'fflate';

export type ArchiveFormat = 'zip' | 'tar' | 'tar.gz';

/** So much of the beginning of a file is enough for everything here. */
export const headBytes = 64 * 1024;
const tarBlock = 512;

/** Recognises an archive by its first bytes, never by its name. `tar.gz` needs {@link isTarGzip}. */
export function archiveFormatOf(head: Uint8Array): 'zip' | 'tar' | null {
  if (isZip(head)) return 'zip';
  return isTar(head) ? 'tar' : null;
}

/** A member, an empty directory, or the mark of a split archive. */
function isZip(head: Uint8Array): boolean {
  if (head[0] !== 0x50 || head[1] !== 0x4b) return false;
  return (
    (head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6) || (head[2] === 7 && head[3] === 8)
  );
}

/** The first header's checksum fits: this also knows the tar of before `ustar`, and takes nothing else for one. */
export function isTar(head: Uint8Array): boolean {
  if (head.length < tarBlock || head[0] === 0) return false;
  const stated = Buffer.from(head.buffer, head.byteOffset + 148, 8).toString('latin1');
  const found = /^ *([0-7]{1,7})[ \0]/.exec(stated);
  if (found?.[1] === undefined) return false;
  let sum = 8 * 0x20;
  for (let i = 0; i < tarBlock; i += 1) if (i < 148 || i >= 156) sum += head[i] ?? 0;
  return sum === Number.parseInt(found[1], 8);
}

/** Whether the beginning of a gzip unpacks to the beginning of a tar. */
export function isTarGzip(head: Uint8Array): boolean {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return false;
  const first = new Uint8Array(tarBlock);
  let filled = 0;
  const stream = new Gunzip((part) => {
    const room = first.subarray(filled);
    const taken = part.subarray(0, room.length);
    room.set(taken);
    filled += taken.length;
  });
  try {
    for (let at = 0; at < head.length && filled < tarBlock; at += 1024)
      stream.push(head.subarray(at, at + 1024));
  } catch {
    // Not a gzip that can be unpacked: whoever reads it whole will say what is wrong.
    return false;
  }
  return filled === tarBlock && isTar(first);
}
