import { type Dirent, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SystemPath } from '../ingest/file-task.ts';
import { limits } from '../ingest/limits.ts';
import { nameText } from './file-name.ts';
import { readingReason } from './reading-reason.ts';
import type { SourceItem } from './source-item.ts';

const separator = Buffer.from(path.sep);

export interface FolderListing {
  /** Everything but folders that could be listed. */
  readonly count: number;
  /** In an order that depends on names only. Sizes are read while iterating. */
  items(): Generator<SourceItem>;
}

interface Entry {
  readonly key: string;
  readonly path: Buffer;
  readonly kind: 'file' | 'link' | 'special' | 'unreadable' | 'tooDeep';
  readonly reason: string;
}

/**
 * Lists a folder and all folders in it. Symbolic links are not followed (what they lead to inside the folder is
 * found there anyway, which also rules out circles); they, pipes, sockets and folders that cannot be read are
 * items of their own, so that the ledger names them.
 *
 * @param isOwn tells the case's own files, which may lie in the folder
 */
export function listFolder(root: string, isOwn: (path: string) => boolean): FolderListing {
  const realRoot = realpathSync(root);
  const entries: Entry[] = [];
  collect(Buffer.from(realRoot), '', 0, entries);
  return {
    count: entries.length,
    *items() {
      for (const entry of entries) yield itemOf(entry, realRoot, isOwn);
    },
  };
}

function collect(folder: Buffer, prefix: string, depth: number, entries: Entry[]): void {
  if (depth > limits.folderDepth) {
    entries.push({
      key: prefix,
      path: folder,
      kind: 'tooDeep',
      reason: `It lies in more than ${limits.folderDepth} folders.`,
    });
    return;
  }
  let children: Dirent<Buffer>[];
  try {
    children = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    entries.push({
      key: prefix === '' ? './' : prefix,
      path: folder,
      kind: 'unreadable',
      reason: `The folder is missing. ${readingReason(error)}`,
    });
    return;
  }
  children.sort((a, b) => Buffer.compare(a.name, b.name));
  for (const child of children) {
    const childPath = Buffer.concat([folder, separator, child.name]);
    const key = `${prefix}${nameText(child.name)}`;
    if (child.isDirectory()) collect(childPath, `${key}/`, depth + 1, entries);
    else
      entries.push({
        key,
        path: childPath,
        kind: child.isFile() ? 'file' : child.isSymbolicLink() ? 'link' : 'special',
        reason: '',
      });
  }
}

function itemOf(entry: Entry, root: string, isOwn: (path: string) => boolean): SourceItem {
  const { key } = entry;
  switch (entry.kind) {
    case 'link':
      return {
        kind: 'problem',
        key,
        status: 'notCloudTrail',
        reason: linkReason(entry.path, root),
        sizeBytes: 0,
      };
    case 'special':
      return {
        kind: 'problem',
        key,
        status: 'notCloudTrail',
        reason: 'It is no regular file (a pipe, a socket or a device).',
        sizeBytes: 0,
      };
    case 'unreadable':
      return { kind: 'problem', key, status: 'damaged', reason: entry.reason, sizeBytes: 0 };
    case 'tooDeep':
      return { kind: 'problem', key, status: 'tooLarge', reason: entry.reason, sizeBytes: 0 };
    case 'file': {
      const systemPath = systemPathOf(entry.path);
      if (typeof systemPath === 'string' && isOwn(systemPath)) {
        return {
          kind: 'problem',
          key,
          status: 'notCloudTrail',
          reason: 'It is a file of this case itself.',
          sizeBytes: 0,
        };
      }
      const sizeBytes = statSync(entry.path, { throwIfNoEntry: false })?.size ?? 0;
      return { kind: 'file', key, from: { kind: 'file', path: systemPath }, sizeBytes };
    }
  }
}

function systemPathOf(bytes: Buffer): SystemPath {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : bytes;
}

function linkReason(link: Buffer, root: string): string {
  let target: string;
  try {
    target = realpathSync(link);
  } catch {
    // Dangling or circular: where it points is all there is to say.
    return `It is a symbolic link that leads nowhere (${readlinkSync(link)}).`;
  }
  return target === root || target.startsWith(root.endsWith(path.sep) ? root : `${root}${path.sep}`)
    ? 'It is a symbolic link; what it leads to is read in its own place.'
    : 'It is a symbolic link that leads out of the folder, so it was not followed.';
}
