import path from 'node:path';
import type { OpenDialogOptions, SaveDialogOptions } from 'electron';
import type { PickRequest } from '../contract/engine-process.ts';
import { assertNever } from '../contract/errors.ts';

export type PickDialog =
  | { readonly kind: 'open'; readonly options: OpenDialogOptions }
  | { readonly kind: 'save'; readonly options: SaveDialogOptions; readonly extension: string };

const caseFilter = { name: 'Spoor case', extensions: ['spoor'] };

/** The native dialog for what the page wants. `folder` is the one used last: dialogs open in Downloads otherwise. */
export function pickDialog(
  request: PickRequest,
  platform: NodeJS.Platform,
  folder: string | undefined,
): PickDialog {
  const start = folder === undefined ? {} : { defaultPath: folder };
  const suggested = path.join(folder ?? '', plainName(request.suggestedName));
  switch (request.want) {
    case 'import':
      return {
        kind: 'open',
        options: {
          ...start,
          title: 'Import CloudTrail files',
          // Only macOS can offer files and folders in one dialog; elsewhere the page asks for folders on their own.
          properties:
            platform === 'darwin'
              ? ['openFile', 'openDirectory', 'multiSelections']
              : ['openFile', 'multiSelections'],
        },
      };
    case 'folder':
      return {
        kind: 'open',
        options: { ...start, title: 'Import folders', properties: ['openDirectory', 'multiSelections'] },
      };
    case 'case':
      return {
        kind: 'open',
        options: { ...start, title: 'Open a case', properties: ['openFile'], filters: [caseFilter] },
      };
    case 'filters':
      return {
        kind: 'open',
        options: {
          ...start,
          title: 'Import filters',
          properties: ['openFile'],
          filters: [{ name: 'Filters', extensions: ['json'] }],
        },
      };
    case 'new-case':
      return {
        kind: 'save',
        extension: '.spoor',
        options: {
          title: 'New case',
          defaultPath: suggested,
          filters: [caseFilter],
          properties: ['createDirectory'],
        },
      };
    case 'export':
      return {
        kind: 'save',
        extension: '',
        options: {
          title: 'Export',
          defaultPath: suggested,
          properties: ['createDirectory', 'showOverwriteConfirmation'],
        },
      };
    default:
      return assertNever(request.want);
  }
}

/** A name that came from the page, as a name and nothing more. */
function plainName(name: string): string {
  const plain = path.win32
    .basename(name)
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, '')
    .replace(/^\.+/, '')
    .trim();
  return plain === '' ? 'untitled' : plain;
}

/** `file` with the extension that its kind has, when the person left it out. */
export function withExtension(file: string, extension: string): string {
  return file.toLowerCase().endsWith(extension) ? file : `${file}${extension}`;
}
