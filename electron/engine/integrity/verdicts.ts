import { type Overall, overalls, type Verdict } from '../../contract/integrity.ts';
import { digestReasons } from './digest-reasons.ts';
import { logReasons } from './log-reasons.ts';

export interface ReasonWords {
  readonly verdict: Verdict;
  /** Why, as a sentence about "it". */
  readonly sentence: string;
  /** What would settle it; null when it is settled. */
  readonly settle: string | null;
  /** What validate-logs prints after `INVALID: ` in the same case; null where it prints `valid` or nothing. */
  readonly anchor: string | null;
}

/** Every reason that the check can give, with its verdict and its words. */
export const reasons = { ...digestReasons, ...logReasons };

export type Reason = keyof typeof reasons;

/** What is worth knowing beside the verdict, and does not change it. */
export const notes = {
  'location-unchecked': 'Where it lay in S3 is not in the case, only its name could be compared.',
  double: 'The case has the same file from another place, too.',
  forked: 'There is another digest of the same name with other content.',
  'not-linked': 'No digest of the chain names it as the one before.',
  'content-confirmed': 'A later digest that is proven names the very hash of its content.',
  'key-out-of-time': 'The key was not valid at the time that the digest covers.',
  'account-differs': 'The account in its content is not the one in its name.',
  'moved-too': 'It is not at the place it was delivered to.',
  'named-twice': 'More than one digest names it.',
  'cut-short': 'The checksum at the end of its compressed bytes is missing; its content is whole.',
  unpacked: 'It is stored unpacked; digests name the hash of unpacked bytes.',
} as const satisfies Record<string, string>;
export type Note = keyof typeof notes;

/** The verdict that goes with a reason. */
export function verdictOf(reason: Reason): Verdict {
  return reasons[reason].verdict;
}

const badness: Readonly<Record<Verdict, Overall>> = {
  altered: 'tampered',
  'chain-broken': 'tampered',
  unreferenced: 'tampered',
  unsigned: 'unproven',
  'key-unknown': 'unproven',
  unproven: 'unproven',
  'not-covered': 'unproven',
  missing: 'incomplete',
  proven: 'intact',
  moved: 'intact',
};

/**
 * The worst of what was found. Time without evidence makes it incomplete even when every object is proven; so does
 * a case in which there is nothing to check.
 */
export function overallOf(found: Iterable<Verdict>, hasGaps: boolean): Overall {
  let isEmpty = true;
  let worst = overalls.indexOf(hasGaps ? 'incomplete' : 'intact');
  for (const verdict of found) {
    isEmpty = false;
    worst = Math.min(worst, overalls.indexOf(badness[verdict]));
  }
  return isEmpty ? 'incomplete' : (overalls[worst] ?? 'tampered');
}
