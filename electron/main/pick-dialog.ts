import path from 'node:path';
import type { FileFilter, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { type PickWant, saveWants } from '../contract/api.ts';
import type { PickRequest } from '../contract/engine-process.ts';

export type PickDialog =
  | { readonly kind: 'open'; readonly options: OpenDialogOptions }
  | { readonly kind: 'save'; readonly options: SaveDialogOptions; readonly extension: string };

const caseFilter = { name: 'Spoor case', extensions: ['spoor'] };
const anyFile = { name: 'All files', extensions: ['*'] };

interface OpenWords {
  readonly title: string;
  readonly button: string;
  /** Several may be chosen. */
  readonly isMultiple?: boolean;
  readonly isFolder?: boolean;
  /** The files that are offered first; all where there is none. */
  readonly filters?: FileFilter[];
}

interface SaveWords {
  readonly title: string;
  readonly button: string;
}

type SaveWant = (typeof saveWants)[number];

const openWords: Readonly<Record<Exclude<PickWant, SaveWant>, OpenWords>> = {
  import: { title: 'Import files or archives', button: 'Import', isMultiple: true },
  folder: { title: 'Import a folder', button: 'Import', isMultiple: true, isFolder: true },
  case: { title: 'Open a case', button: 'Open', filters: [caseFilter] },
  filters: {
    title: 'Import filters',
    button: 'Import',
    filters: [{ name: 'Filters', extensions: ['json'] }],
  },
  keys: { title: 'Choose a file of public keys', button: 'Choose' },
  certificates: { title: 'Choose a file of certificates', button: 'Choose' },
  rules: {
    title: 'Choose Sigma rules',
    button: 'Choose',
    isMultiple: true,
    filters: [{ name: 'Sigma rules', extensions: ['yml', 'yaml'] }, anyFile],
  },
  'rules-folder': {
    title: 'Choose a folder of Sigma rules',
    button: 'Choose',
    isMultiple: true,
    isFolder: true,
  },
  'rule-values': {
    title: 'Choose the values for placeholders',
    button: 'Choose',
    filters: [{ name: 'Values', extensions: ['yml', 'yaml', 'json'] }, anyFile],
  },
};

const writeWords: Readonly<Record<SaveWant, SaveWords>> = {
  'new-case': { title: 'New case', button: 'Make the case' },
  export: { title: 'Export to', button: 'Save here' },
  'filters-export': { title: 'Export the filters', button: 'Save here' },
  report: { title: 'Save the report', button: 'Save here' },
  bundle: { title: 'Save the bundle', button: 'Save here' },
  support: { title: 'Save the support bundle', button: 'Save here' },
};

/** The native dialog for what the page wants. `folder` is the one used last: dialogs open in Downloads otherwise. */
export function pickDialog(
  { want, suggestedName }: PickRequest,
  platform: NodeJS.Platform,
  folder: string | undefined,
): PickDialog {
  if (isSaveWant(want)) return saveDialog(want, path.join(folder ?? '', plainName(suggestedName)));
  const { title, button, isMultiple = false, isFolder = false, filters } = openWords[want];
  // Only macOS can offer files and folders in one dialog; elsewhere the page asks for folders on their own.
  const takesBoth = want === 'import' && platform === 'darwin';
  return {
    kind: 'open',
    options: {
      title,
      // macOS shows no title over this dialog.
      ...(platform === 'darwin' ? { message: title } : {}),
      buttonLabel: button,
      properties: [
        ...(isFolder ? [] : (['openFile'] as const)),
        ...(isFolder || takesBoth ? (['openDirectory'] as const) : []),
        ...(isMultiple ? (['multiSelections'] as const) : []),
      ],
      ...(folder === undefined ? {} : { defaultPath: folder }),
      ...(filters === undefined ? {} : { filters }),
    },
  };
}

function saveDialog(want: SaveWant, defaultPath: string): PickDialog {
  const { title, button } = writeWords[want];
  const options = { title, buttonLabel: button, defaultPath };
  // A case is never written over another: the engine refuses, so nobody is asked whether it may.
  return want === 'new-case'
    ? {
        kind: 'save',
        extension: '.spoor',
        options: { ...options, filters: [caseFilter], properties: ['createDirectory'] },
      }
    : {
        kind: 'save',
        extension: '',
        options: { ...options, properties: ['createDirectory', 'showOverwriteConfirmation'] },
      };
}

function isSaveWant(want: PickWant): want is SaveWant {
  return saveWants.some((one) => one === want);
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
