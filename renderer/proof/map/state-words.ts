import type { CoverageMap, CoverageState } from '../../../electron/contract/integrity.ts';
import type { Tone } from '../../ui/badge.tsx';

interface StateWords {
  readonly label: string;
  readonly tone: Tone;
  readonly help: string;
}

/** What a colour of the map means, in a word and in a sentence. */
export const stateWords: Readonly<Record<CoverageState, StateWords>> = {
  altered: {
    label: 'altered',
    tone: 'fail',
    help: 'A digest or a log file was altered, planted, or contradicts its chain.',
  },
  missing: {
    label: 'file missing',
    tone: 'fail',
    help: 'A digest names a log file that is not in the case.',
  },
  digestMissing: { label: 'no digest', tone: 'fail', help: 'The digest of the hour is missing.' },
  gap: {
    label: 'logging off',
    tone: 'warn',
    help: 'The digests leave it out: logging or validation was off, and no log file is there.',
  },
  unproven: {
    label: 'unproven',
    tone: 'warn',
    help: 'Log files are there, and cannot be proven: a signature, a key or a digest is missing.',
  },
  validationOff: {
    label: 'validation off',
    tone: 'warn',
    help: 'Log files are there, and no digest was made for their time.',
  },
  notSynced: { label: 'not synced', tone: 'neutral', help: 'It was left out of what was synced.' },
  proven: { label: 'proven', tone: 'ok', help: 'Log files are there, and all are proven.' },
  provenEmpty: { label: 'proven empty', tone: 'ok', help: 'A proven digest says that nothing was logged.' },
  unknown: { label: 'nothing known', tone: 'neutral', help: 'Nothing in the case is about it.' },
};

/** As it should be first; the order of the legend. */
const legendOrder: readonly CoverageState[] = [
  'proven',
  'provenEmpty',
  'unproven',
  'validationOff',
  'digestMissing',
  'gap',
  'missing',
  'altered',
  'notSynced',
  'unknown',
];

export interface LegendEntries {
  readonly states: readonly CoverageState[];
  /** Events were left out of the index somewhere. */
  readonly hasPartlyIndexed: boolean;
}

/** The states that the map has, and nothing else. */
export function legendOf({ rows }: Pick<CoverageMap, 'rows'>): LegendEntries {
  const present = new Set<CoverageState>();
  let hasPartlyIndexed = false;
  for (const { cells } of rows)
    for (const cell of cells) {
      present.add(cell.state);
      hasPartlyIndexed ||= cell.isPartlyIndexed;
    }
  return { states: legendOrder.filter((state) => present.has(state)), hasPartlyIndexed };
}
