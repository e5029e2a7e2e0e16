import { closeSync, openSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import type { SourceKind } from '../case/sources.ts';
import { readAt } from '../ingest/fetch-file.ts';
import type { SystemPath } from '../ingest/file-task.ts';
import { type ArchiveFormat, archiveFormatOf, headBytes, isTarGzip } from './archive-format.ts';
import { listFolder } from './folder.ts';
import type { SourceItem } from './source-item.ts';
import { listTar } from './tar.ts';
import type { Workspace } from './workspace.ts';
import { listZip } from './zip.ts';

/** A place that files come from, ready to be gone through once. */
export interface OpenedSource {
  readonly kind: SourceKind;
  readonly label: string;
  /** The real path: the same place through another link is the same source. */
  readonly location: string;
  /** How many items there are; null where only reading tells. */
  readonly count: number | null;
  items(): AsyncIterable<SourceItem> | Iterable<SourceItem>;
}

export interface SourceContext {
  readonly workspace: Workspace;
  /** Tells the case's own files. */
  readonly isOwn: (path: string) => boolean;
}

/**
 * Opens a folder, a file or an archive (told by its content).
 *
 * @throws AppError `not-found`, `unreadable`
 */
export function openSource(chosen: string, asSample: boolean, context: SourceContext): OpenedSource {
  const { location, info } = lookAt(chosen);
  const label = path.basename(location) || location;
  if (info.isDirectory()) {
    const listing = listFolder(location, context.isOwn);
    return {
      kind: asSample ? 'sample' : 'folder',
      label,
      location,
      count: listing.count,
      items: () => listing.items(),
    };
  }
  const format = archiveFormatAt(location);
  if (format !== null) {
    const archive = openArchive(location, format, label, context.workspace);
    return { kind: asSample ? 'sample' : 'archive', label, location, ...archive };
  }
  const item: SourceItem = {
    kind: 'file',
    key: label,
    from: { kind: 'file', path: location },
    sizeBytes: info.size,
  };
  return { kind: asSample ? 'sample' : 'file', label, location, count: 1, items: () => [item] };
}

/** The members of an archive that lies in a file. Their keys are `ARCHIVE!/MEMBER`. */
export function openArchive(
  file: SystemPath,
  format: ArchiveFormat,
  archiveKey: string,
  workspace: Workspace,
): Pick<OpenedSource, 'count' | 'items'> {
  const prefix = `${archiveKey}!/`;
  if (format !== 'zip')
    return { count: null, items: () => listTar(file, format, prefix, archiveKey, workspace) };
  const members = listZip(file, prefix, archiveKey);
  return { count: members.length, items: () => members };
}

function lookAt(chosen: string): { location: string; info: Stats } {
  try {
    const location = realpathSync(chosen);
    return { location, info: statSync(location) };
  } catch (cause) {
    const isMissing =
      cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
    throw isMissing
      ? new AppError('not-found', `There is nothing at ${chosen}.`, { cause })
      : new AppError('unreadable', `${chosen} cannot be read.`, { cause });
  }
}

function archiveFormatAt(file: string): ArchiveFormat | null {
  let opened: number | undefined;
  try {
    opened = openSync(file, 'r');
    const head = readAt(opened, 0, headBytes);
    return archiveFormatOf(head) ?? (isTarGzip(head) ? 'tar.gz' : null);
  } catch (cause) {
    throw new AppError('unreadable', `${file} cannot be read.`, { cause });
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}
