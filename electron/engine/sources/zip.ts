import { closeSync, fstatSync, openSync } from 'node:fs';
import { fsPath, readAt } from '../ingest/fetch-file.ts';
import type { SystemPath } from '../ingest/file-task.ts';
import { limits, sizeText } from '../ingest/limits.ts';
import type { SourceItem } from './source-item.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

const methodNames: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
};

/**
 * Lists the members of a zip file from its central directory, without unpacking anything. Parse threads read the
 * members one by one, so an archive of any size needs the memory of its largest member.
 *
 * @param prefix put before each member's name: `bundle.zip!/`
 * @param archiveKey the archive's own key, for what is wrong with it as a whole
 */
export function listZip(path: SystemPath, prefix: string, archiveKey: string): SourceItem[] {
  let file: number | undefined;
  try {
    file = openSync(fsPath(path), 'r');
    const opened = file;
    const sizeBytes = fstatSync(file).size;
    const problem = (status: 'damaged' | 'tooLarge' | 'empty', reason: string): SourceItem => ({
      kind: 'problem',
      key: archiveKey,
      status,
      reason,
      sizeBytes,
    });
    const directory = readZipDirectory((position, length) => readAt(opened, position, length), sizeBytes);
    if (directory.kind === 'refused') return [problem(directory.status, directory.reason)];
    const members = directory.entries.filter((entry) => !entry.name.endsWith('/'));
    const refusal = bombReason(members, sizeBytes);
    if (refusal !== null) return [problem('tooLarge', refusal)];
    if (members.length === 0) return [problem('empty', 'The archive holds no files.')];
    return members.map((entry) => itemOf(entry, path, prefix));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function itemOf(entry: ZipEntry, path: SystemPath, prefix: string): SourceItem {
  const key = `${prefix}${entry.name}`;
  const { sizeBytes } = entry;
  if (entry.isEncrypted) {
    return {
      kind: 'problem',
      key,
      status: 'damaged',
      reason: 'It is encrypted; unpack the archive with its password first.',
      sizeBytes,
    };
  }
  const { method } = entry;
  if (method !== 0 && method !== 8) {
    const name = methodNames[method] ?? `method ${method}`;
    return {
      kind: 'problem',
      key,
      status: 'damaged',
      reason: `It is compressed with ${name}, which Spoor does not read.`,
      sizeBytes,
    };
  }
  const { offset, compressedBytes, crc32, modifiedMs } = entry;
  return {
    kind: 'file',
    key,
    sizeBytes,
    from: { kind: 'zipMember', path, offset, method, compressedBytes, sizeBytes, crc32, modifiedMs },
  };
}

/** Members that share bytes, or that together unpack to too much: made to fill a disk, not to carry a trail. */
function bombReason(members: readonly ZipEntry[], sizeBytes: number): string | null {
  const total = members.reduce((sum, member) => sum + member.sizeBytes, 0);
  const allowed = Math.max(limits.archiveFreeBytes, sizeBytes * limits.archiveRatio);
  if (total > allowed) return `Its files unpack to more than ${sizeText(allowed)}.`;
  const inOrder = [...members].sort((a, b) => a.offset - b.offset);
  for (const [i, member] of inOrder.entries()) {
    const next = inOrder[i + 1];
    if (next !== undefined && member.offset + member.compressedBytes > next.offset)
      return 'Its files overlap, as in a zip bomb.';
  }
  return null;
}
