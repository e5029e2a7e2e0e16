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

export const browseWords: Readonly<Record<PickWant, BrowseWords>> = {
  import: {
    title: 'Import files or archives',
    description: 'Files and folders may be mixed; a folder is read to the bottom.',
    isSave: false,
    isMultiple: true,
    extension: '',
    accepts: () => true,
    choose: (selected) =>
      selected === 0 ? 'Import this folder' : `Import ${formatCounted(selected, 'item')}`,
  },
  folder: {
    title: 'Import a folder',
    description: 'It is read to the bottom, archives in it too.',
    isSave: false,
    isMultiple: true,
    extension: '',
    accepts: ({ kind }) => kind === 'folder',
    choose: (selected) =>
      selected === 0 ? 'Import this folder' : `Import ${formatCounted(selected, 'folder')}`,
  },
  case: {
    title: 'Open a case',
    description: 'A file that Spoor made; its name ends in .spoor.',
    isSave: false,
    isMultiple: false,
    extension: '',
    accepts: ({ kind, name }) => kind === 'file' && name.toLowerCase().endsWith('.spoor'),
    choose: () => 'Open',
  },
  filters: {
    title: 'Import filters',
    description: 'A file that “Export” of the saved filters wrote; its name ends in .json.',
    isSave: false,
    isMultiple: false,
    extension: '',
    accepts: ({ kind, name }) => kind === 'file' && name.toLowerCase().endsWith('.json'),
    choose: () => 'Import',
  },
  'new-case': {
    title: 'New case',
    description: 'Choose the folder and the name of the case file.',
    isSave: true,
    isMultiple: false,
    extension: '.spoor',
    accepts: () => false,
    choose: () => 'Make the case',
  },
  export: {
    title: 'Export to',
    description: 'Choose the folder and the name of the file.',
    isSave: true,
    isMultiple: false,
    extension: '.csv',
    accepts: () => false,
    choose: () => 'Save here',
  },
};

/** `name` with the extension that its kind has, when the person left it out. */
export function completeName(name: string, extension: string): string {
  const trimmed = name.trim();
  return trimmed === '' || trimmed.toLowerCase().endsWith(extension) ? trimmed : `${trimmed}${extension}`;
}
