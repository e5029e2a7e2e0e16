import type { Overall, Proof, Verdict, VerdictCounts } from '../../electron/contract/integrity.ts';
import type { Tone } from '../ui/badge.tsx';

/** What needs a look, the worst first; the same order as the engine lists it in. */
export const exceptionOrder: readonly Verdict[] = [
  'altered',
  'chain-broken',
  'unreferenced',
  'missing',
  'unsigned',
  'key-unknown',
  'unproven',
  'not-covered',
  'moved',
];

/** What is as it should be first, then the rest, the worst last: the order of a bar. */
export const barOrder: readonly Verdict[] = ['proven', ...exceptionOrder.toReversed()];

interface OverallWords {
  readonly label: string;
  readonly tone: Tone;
  readonly help: string;
}

export const overallWords: Readonly<Record<Overall, OverallWords>> = {
  tampered: {
    label: 'tampered',
    tone: 'fail',
    help: 'At least one file contradicts what AWS signed: it was altered, planted, or replaced.',
  },
  unproven: {
    label: 'unproven',
    tone: 'warn',
    help: 'Nothing contradicts AWS’s signatures, and some files cannot be proven by them.',
  },
  incomplete: {
    label: 'incomplete',
    tone: 'warn',
    help: 'All that is here is proven; something that was there, or some time, is missing.',
  },
  intact: { label: 'intact', tone: 'ok', help: 'Every file is proven, and no time is left out.' },
};

/** What a proof rests on, after "proven". */
export const proofWords: Readonly<Record<Proof, string>> = {
  signature: 'by the signature of the digest',
  'previous-signature': 'by the signature that the next digest carries',
  'hash-chain': 'by the hash that a later proven digest names',
};

/** How many of the verdict, of digests and log files together. */
export function countOf(verdict: Verdict, ...counts: readonly VerdictCounts[]): number {
  return counts.reduce((sum, { by }) => sum + (by[verdict] ?? 0), 0);
}

/** Everything that is not simply proven, with how many there are; the worst first. */
export function exceptionCounts(
  ...counts: readonly VerdictCounts[]
): readonly { readonly verdict: Verdict; readonly count: number }[] {
  return exceptionOrder
    .map((verdict) => ({ verdict, count: countOf(verdict, ...counts) }))
    .filter(({ count }) => count > 0);
}

/** Authentic bytes: a file at another place is proven all the same. */
export function provenCount(counts: VerdictCounts): number {
  return countOf('proven', counts) + countOf('moved', counts);
}
