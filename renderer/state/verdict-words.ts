import { type Verdict, verdicts } from '../../electron/contract/integrity.ts';
import type { Tone } from '../ui/badge.tsx';

interface VerdictWords {
  readonly label: string;
  readonly tone: Tone;
  /** What it says of a file, in a sentence. */
  readonly help: string;
}

/**
 * What the check says of a file, in a word and in a sentence. Red is what contradicts a proof or is known to be gone,
 * amber what could not be proven and might be.
 */
export const verdictWords: Readonly<Record<Verdict, VerdictWords>> = {
  proven: { label: 'proven', tone: 'ok', help: 'Its bytes are those that AWS signed for.' },
  moved: { label: 'moved', tone: 'neutral', help: 'Authentic, and not at the place it was delivered to.' },
  altered: { label: 'altered', tone: 'fail', help: 'Its bytes are not those that AWS signed for.' },
  'chain-broken': {
    label: 'chain broken',
    tone: 'fail',
    help: 'Rightly signed, and it contradicts the digest before it, which is rightly signed too.',
  },
  unreferenced: {
    label: 'unreferenced',
    tone: 'fail',
    help: 'The digests of its hour are there, and none of them names it.',
  },
  unsigned: {
    label: 'unsigned',
    tone: 'warn',
    help: 'The signature that would prove it is not in the case.',
  },
  'key-unknown': {
    label: 'key unknown',
    tone: 'warn',
    help: 'The key that would prove it is not among the keys at hand.',
  },
  unproven: {
    label: 'unproven',
    tone: 'warn',
    help: 'The digest that could prove it is altered, missing, or cannot be used.',
  },
  'not-covered': { label: 'not covered', tone: 'warn', help: 'No digest covers the time it is from.' },
  missing: {
    label: 'missing',
    tone: 'fail',
    help: 'A digest says that it was there, and the case lacks it.',
  },
};

/** The verdict that a value of the field `verdict` stands for; undefined for any other text. */
export function readVerdict(value: string): Verdict | undefined {
  return verdicts.find((one) => one === value);
}

/** What is as it should be: it needs no badge. */
export function isQuiet(verdict: Verdict): boolean {
  return verdict === 'proven' || verdict === 'moved';
}
