import type { FileStatus } from '../../electron/contract/api.ts';
import type { Tone } from '../ui/badge.tsx';

interface StatusWords {
  readonly label: string;
  readonly tone: Tone;
  readonly help: string;
}

/** The ledger's closed list of what can become of a file. */
export const statusWords: Readonly<Record<FileStatus, StatusWords>> = {
  read: { label: 'read', tone: 'neutral', help: 'All of it was understood.' },
  partly: {
    label: 'partly read',
    tone: 'warn',
    help: 'Some of its records were understood; the reason says what was not.',
  },
  damaged: {
    label: 'damaged',
    tone: 'fail',
    help: 'Its bytes are broken: cut off, corrupt, or not what its name says.',
  },
  tooLarge: {
    label: 'too large',
    tone: 'fail',
    help: 'It goes beyond a limit that protects against hostile files.',
  },
  notFetched: {
    label: 'not fetched',
    tone: 'fail',
    help: 'The bucket lists it and did not give it: archived, not permitted, or gone. The reason says what to do.',
  },
  notCloudTrail: {
    label: 'not CloudTrail',
    tone: 'neutral',
    help: 'A file of another kind; nothing was taken from it.',
  },
  empty: { label: 'empty', tone: 'neutral', help: 'It holds no record.' },
  alreadyPresent: {
    label: 'already present',
    tone: 'neutral',
    help: 'The same bytes were in the case before.',
  },
};

/** What needs a look comes right after what is as it should be. */
export const statusOrder: readonly FileStatus[] = [
  'read',
  'partly',
  'damaged',
  'tooLarge',
  'notFetched',
  'notCloudTrail',
  'empty',
  'alreadyPresent',
];
