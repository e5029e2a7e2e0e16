import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Extract, extract, type Header } from 'tar-stream';
import { AppError } from '../../contract/errors.ts';
import { fsPath } from '../ingest/fetch-file.ts';
import type { SystemPath } from '../ingest/file-task.ts';
import { limits, sizeText } from '../ingest/limits.ts';
import { nameText } from './file-name.ts';
import type { SourceItem } from './source-item.ts';
import type { Workspace } from './workspace.ts';

/** Names as bytes, and tars from before `ustar`; both are missing in tar-stream's types. */
const options = { filenameEncoding: 'latin1', allowUnknownFormat: true, highWaterMark: 64 * 1024 };

/** A member while its turn lasts. */
interface Member extends AsyncIterable<unknown> {
  readonly header: Header;
  resume(): unknown;
}

/** What is neither a file nor a link, and carries nothing. */
const silentTypes: ReadonlySet<string> = new Set(['directory']);

/**
 * Reads a tar (or tar.gz) from beginning to end: it has no directory. Members come in memory, large ones in a
 * temporary file. Of a damaged archive the members before the damage are given, then a problem for the rest.
 */
export async function* listTar(
  path: SystemPath,
  format: 'tar' | 'tar.gz',
  prefix: string,
  archiveKey: string,
  workspace: Workspace,
): AsyncGenerator<SourceItem> {
  const sizeBytes = statSync(fsPath(path)).size;
  const allowed = Math.max(limits.archiveFreeBytes, sizeBytes * limits.archiveRatio);
  const members: Extract = extract(options);
  // Errors of the file and of gunzip reach the loop below through `members`.
  if (format === 'tar') pipeline(createReadStream(fsPath(path)), members, ignore);
  else pipeline(createReadStream(fsPath(path)), createGunzip(), members, ignore);
  let count = 0;
  let total = 0;
  const problem = (status: 'damaged' | 'tooLarge' | 'empty', reason: string): SourceItem => ({
    kind: 'problem',
    key: archiveKey,
    status,
    reason,
    sizeBytes,
  });
  try {
    for await (const member of members) {
      const { header } = member;
      total += header.size;
      if (total > allowed) {
        yield problem(
          'tooLarge',
          `Its files unpack to more than ${sizeText(allowed)}; the first ${count} were read.`,
        );
        return;
      }
      if (count === limits.archiveEntries) {
        yield problem(
          'tooLarge',
          `It holds more than ${limits.archiveEntries} files; the others were not read.`,
        );
        return;
      }
      const item = await itemOf(member, `${prefix}${nameOf(header)}`, workspace);
      if (item === null) continue;
      count += 1;
      yield item;
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    yield problem(
      'damaged',
      `The archive is damaged or cut off after ${count} whole files; what follows is missing.`,
    );
    return;
  }
  if (count === 0) yield problem('empty', 'The archive holds no files.');
}

function ignore(): void {}

async function itemOf(member: Member, key: string, workspace: Workspace): Promise<SourceItem | null> {
  const { type, size, mtime } = member.header;
  if (type !== 'file' && type !== 'contiguous-file') {
    member.resume();
    if (silentTypes.has(type)) return null;
    return {
      kind: 'problem',
      key,
      status: 'notCloudTrail',
      reason: 'It is a link or a device inside the archive.',
      sizeBytes: 0,
    };
  }
  if (size > limits.memberInMemoryBytes) {
    const temporary = await workspace.keepStream(bytesOf(member));
    return { kind: 'file', key, sizeBytes: size, from: { kind: 'file', path: temporary }, temporary };
  }
  const bytes = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for await (const part of bytesOf(member)) {
    bytes.set(part, filled);
    filled += part.length;
  }
  const modifiedMs = Number.isNaN(mtime.getTime()) ? null : mtime.getTime();
  return { kind: 'file', key, sizeBytes: size, from: { kind: 'bytes', bytes, modifiedMs } };
}

async function* bytesOf(member: Member): AsyncGenerator<Uint8Array> {
  for await (const part of member) if (part instanceof Uint8Array) yield part;
}

/** PAX headers are always UTF-8 and decoded by tar-stream; older names are any bytes. */
function nameOf(header: Header): string {
  const name = !hasPaxPath(header) ? nameText(Buffer.from(header.name, 'latin1')) : header.name;
  return name.replace(/^(?:\.\/)+/, '');
}

function hasPaxPath(header: Header): boolean {
  return typeof header.pax === 'object' && header.pax !== null && 'path' in header.pax;
}
