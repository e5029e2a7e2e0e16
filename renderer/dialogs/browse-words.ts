import type { Grant, PickWant } from '../../electron/contract/api.ts';
import { formatCounted } from '../format/number.ts';

/** What the file browser says and lets choose for each thing that is wanted. */
export interface BrowseWords {
  readonly title: string;
  readonly description: string;
  readonly isSave: boolean;
  readonly isMultiple: boolean;
  /** Added to a name that was typed without it. */
  readonly extension: string;
  readonly accepts: (entry: Grant) => boolean;
  /** The primary button. */
  readonly choose: (selected: number) => string;
}

const oneFile = {
  isSave: false,
  isMultiple: false,
  extension: '',
  accepts: ({ kind }: Grant) => kind === 'file',
  choose: () => 'Choose',
} as const;

const several = { isSave: false, isMultiple: true, extension: '' } as const;

const target = {
  description: 'Choose the folder and the name of the file.',
  isSave: true,
  isMultiple: false,
  accepts: () => false,
  choose: () => 'Save here',
} as const;

export const browseWords: Readonly<Record<PickWant, BrowseWords>> = {
  import: {
    ...several,
    title: 'Import files or archives',
    description: 'Files and folders may be mixed; a folder is read to the bottom.',
    accepts: () => true,
    choose: (selected) =>
      selected === 0 ? 'Import this folder' : `Import ${formatCounted(selected, 'item')}`,
  },
  folder: {
    ...several,
    title: 'Import a folder',
    description: 'It is read to the bottom, archives in it too.',
    accepts: ({ kind }) => kind === 'folder',
    choose: (selected) =>
      selected === 0 ? 'Import this folder' : `Import ${formatCounted(selected, 'folder')}`,
  },
  case: {
    ...oneFile,
    title: 'Open a case',
    description: 'A file that Spoor made; its name ends in .spoor.',
    accepts: ({ kind, name }) => kind === 'file' && /\.spoor$/i.test(name),
    choose: () => 'Open',
  },
  filters: {
    ...oneFile,
    title: 'Import filters',
    description: 'A file that “Export” of the saved filters wrote; its name ends in .json.',
    accepts: ({ kind, name }) => kind === 'file' && /\.json$/i.test(name),
    choose: () => 'Import',
  },
  keys: {
    ...oneFile,
    title: 'Choose a file of public keys',
    description: 'What aws cloudtrail list-public-keys printed, or PEM.',
  },
  certificates: {
    ...oneFile,
    title: 'Choose a file of certificates',
    description: 'PEM: the authorities that are trusted for this connection.',
  },
  rules: {
    ...several,
    title: 'Choose Sigma rules',
    description: 'Files of rules; their names end in .yml or .yaml.',
    accepts: ({ kind, name }) => kind === 'file' && /\.ya?ml$/i.test(name),
    choose: (selected) => (selected === 0 ? 'Choose' : `Choose ${formatCounted(selected, 'file')}`),
  },
  'rules-folder': {
    ...several,
    title: 'Choose a folder of Sigma rules',
    description: 'Its .yml and .yaml files are read, those of the folders in it too.',
    accepts: ({ kind }) => kind === 'folder',
    choose: (selected) =>
      selected === 0 ? 'Choose this folder' : `Choose ${formatCounted(selected, 'folder')}`,
  },
  'rule-values': {
    ...oneFile,
    title: 'Choose the values for placeholders',
    description: 'A file of lists by their names, as YAML or JSON.',
  },
  'new-case': {
    ...target,
    title: 'New case',
    description: 'Choose the folder and the name of the case file.',
    extension: '.spoor',
    choose: () => 'Make the case',
  },
  export: { ...target, title: 'Export to', extension: '.csv' },
  'filters-export': { ...target, title: 'Export the filters', extension: '.json' },
  report: { ...target, title: 'Save the report', extension: '' },
  bundle: { ...target, title: 'Save the bundle', extension: '.zip' },
  support: { ...target, title: 'Save the support bundle', extension: '.zip' },
};

/** `name` with the extension that its kind has, when the person left it out. */
export function completeName(name: string, extension: string): string {
  const trimmed = name.trim();
  return trimmed === '' || trimmed.toLowerCase().endsWith(extension) ? trimmed : `${trimmed}${extension}`;
}
