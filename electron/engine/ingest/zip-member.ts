import { fstatSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';
import { archiveFormatOf } from '../sources/archive-format.ts';
import { type Fetched, type FetchFailed, readAt } from './fetch-file.ts';
import type { ZipMemberRef } from './file-task.ts';
import { limits, sizeText } from './limits.ts';

const localSignature = 0x04034b50;
const localHeaderBytes = 30;

/** Reads one member out of a zip file. Its size is what the central directory promised, or it is refused. */
export function fetchZipMember(file: number, member: ZipMemberRef): Fetched {
  const { sizeBytes, modifiedMs } = member;
  if (sizeBytes > limits.fileBytes)
    return refused(member, 'tooLarge', `It is larger than ${sizeText(limits.fileBytes)}.`);
  if (member.compressedBytes > fstatSync(file).size)
    return refused(member, 'damaged', 'The archive ends before it.');
  const header = readAt(file, member.offset, localHeaderBytes);
  if (header.length < localHeaderBytes || header.readUInt32LE(0) !== localSignature) {
    return refused(member, 'damaged', 'The archive has no such member where its directory says.');
  }
  const start = member.offset + localHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = readAt(file, start, member.compressedBytes);
  if (packed.length < member.compressedBytes)
    return refused(member, 'damaged', 'The archive ends in the middle of it.');
  const bytes = unpack(packed, member);
  if (bytes === null)
    return refused(member, 'damaged', 'It cannot be unpacked: the archive is damaged there.');
  const problem =
    crc32(bytes) === member.crc32
      ? null
      : 'Its checksum does not fit: it was changed or damaged inside the archive.';
  if (problem !== null && archiveFormatOf(bytes) !== null) return refused(member, 'damaged', problem);
  return { kind: 'bytes', bytes, sizeBytes, modifiedMs, problem };
}

/** Null when the content does not inflate to exactly the size that was promised. */
function unpack(packed: Buffer, member: ZipMemberRef): Uint8Array | null {
  if (member.method === 0) return packed.length === member.sizeBytes ? packed : null;
  if (member.sizeBytes === 0) return Buffer.allocUnsafeSlow(0);
  try {
    const bytes = inflateRawSync(packed, {
      maxOutputLength: member.sizeBytes,
      chunkSize: Math.max(64, member.sizeBytes),
    });
    return bytes.length === member.sizeBytes ? bytes : null;
  } catch {
    // Every failure of zlib means the same to a reader: the caller puts it into the ledger.
    return null;
  }
}

function refused(member: ZipMemberRef, status: FetchFailed['status'], reason: string): FetchFailed {
  return {
    kind: 'failed',
    status,
    reason,
    sha256: null,
    sizeBytes: member.sizeBytes,
    modifiedMs: member.modifiedMs,
  };
}
