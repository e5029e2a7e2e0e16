import type {
  CoverageState,
  GapKind,
  Overall,
  Proof,
  UsedKey,
  Verdict,
  Verification,
} from '../../contract/integrity.ts';
import { counted, durationText } from './report-text.ts';

export type Tone = 'ok' | 'warn' | 'fail' | 'neutral';

interface Words {
  readonly label: string;
  readonly tone: Tone;
  readonly sentence: string;
}

export const overallWords: Readonly<Record<Overall, Words>> = {
  tampered: {
    label: 'Tampered',
    tone: 'fail',
    sentence:
      'At least one file contradicts what AWS signed: it was altered, planted or replaced, or its chain was.',
  },
  unproven: {
    label: 'Unproven',
    tone: 'warn',
    sentence: 'Nothing contradicts what AWS signed, and some files cannot be proven by it.',
  },
  incomplete: {
    label: 'Incomplete',
    tone: 'warn',
    sentence: 'All that is here is proven; something that was there, or some time, is missing.',
  },
  intact: {
    label: 'Intact',
    tone: 'ok',
    sentence:
      'Every file asked about is here and proven by digests that AWS signed, and no time is left out.',
  },
};

/** The worst first. */
export const verdictWords: Readonly<Record<Verdict, Words>> = {
  altered: {
    label: 'altered',
    tone: 'fail',
    sentence: 'Contradicted by a proof: not what CloudTrail wrote.',
  },
  'chain-broken': {
    label: 'chain broken',
    tone: 'fail',
    sentence: 'Rightly signed, and contradicts the rightly signed digest before it.',
  },
  unreferenced: {
    label: 'unreferenced',
    tone: 'fail',
    sentence: 'In a time that is covered, and no digest names it: it may have been planted.',
  },
  missing: { label: 'missing', tone: 'fail', sentence: 'Known to have existed, and not in the case.' },
  unsigned: {
    label: 'unsigned',
    tone: 'warn',
    sentence: 'The signature that would prove it is not in the case.',
  },
  'key-unknown': { label: 'key unknown', tone: 'warn', sentence: 'Signed with a key that was not at hand.' },
  unproven: {
    label: 'unproven',
    tone: 'warn',
    sentence: 'What would prove it is itself altered or missing.',
  },
  'not-covered': { label: 'not covered', tone: 'warn', sentence: 'From a time that no digest covers.' },
  moved: { label: 'moved', tone: 'ok', sentence: 'Authentic, and not at the place it was delivered to.' },
  proven: { label: 'proven', tone: 'ok', sentence: 'The very content that CloudTrail delivered.' },
};

export const proofWords: Readonly<Record<Proof, string>> = {
  signature: 'by its own signature',
  'previous-signature': 'by the signature that the next digest gives for it',
  'hash-chain': 'by the hash that a later proven digest names',
};

export const gapWords: Readonly<Record<GapKind, string>> = {
  missing: 'The digests are missing.',
  altered: 'The digests were altered.',
  restart: 'A starting digest follows: logging or validation was off.',
  stopped: 'Two digests follow each other with time between them.',
  'before-first': 'Asked for, and older than the oldest digest at hand.',
  'after-last': 'Asked for, and newer than the newest digest at hand.',
  unexplained: 'An altered digest follows, so that the reason is not known.',
};

export const originWords: Readonly<Record<UsedKey['origin'], string>> = {
  aws: 'fetched from AWS with a sync',
  file: 'imported from a file',
  given: 'given for this check',
};

/** In the order of the legend: as it should be first. */
export const stateWords: Readonly<Record<CoverageState, string>> = {
  proven: 'proven',
  provenEmpty: 'proven empty',
  unproven: 'unproven',
  validationOff: 'validation off',
  digestMissing: 'digest missing',
  gap: 'logging off',
  missing: 'file missing',
  altered: 'altered',
  notSynced: 'not synced',
  unknown: 'nothing known',
};

/** What came of the check, in one to three sentences. */
export function summaryOf({ logs, digests, gaps }: Pick<Verification, 'logs' | 'digests' | 'gaps'>): string {
  if (logs.total + digests.total === 0) return 'There was no digest and no log file to check.';
  const proven = (logs.by.proven ?? 0) + (logs.by.moved ?? 0);
  const first =
    logs.total === 0
      ? `There was no log file to check, and ${counted(digests.total, 'digest')}.`
      : `Of ${counted(logs.total, 'log file')}, ${proven === logs.total ? 'all' : proven.toLocaleString('en')} ${proven === 1 ? 'is' : 'are'} proven by digests that AWS signed.`;
  const told = [
    found(logs.by.altered, 'log file', 'altered'),
    found(logs.by.unreferenced, 'log file', 'named by no digest'),
    found(logs.by.missing, 'log file', 'missing'),
    found(digests.by.altered, 'digest', 'altered'),
    found(digests.by['chain-broken'], 'digest', 'in contradiction to the chain'),
    found(digests.by.missing, 'digest', 'missing'),
  ].filter((part) => part !== null);
  const silentMs = gaps.reduce((sum, { fromMs, untilMs }) => sum + Math.max(0, untilMs - fromMs), 0);
  const silent =
    silentMs === 0
      ? []
      : [`Nothing is proven of ${durationText(silentMs)} (all accounts, regions and trails together).`];
  const what = told.length === 0 ? [] : [`${told.join('; ')}.`];
  return [first, ...what, ...silent].join(' ');
}

function found(count: number | undefined, one: string, is: string): string | null {
  return count === undefined ? null : `${counted(count, one)} ${count === 1 ? 'is' : 'are'} ${is}`;
}
