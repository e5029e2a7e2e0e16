import type { LackRange } from './lacks.ts';
import { worse } from './map.ts';
import { hourMs, type PlaceFacts } from './place-facts.ts';
import { counted, isNothing, spanWords } from './words.ts';

interface Asked {
  /** Hours asked about, whatever the number of places. */
  readonly length: number;
  /** Of them those in which some place lacks evidence. */
  readonly lackingHours: number;
  readonly ranges: readonly LackRange[];
  readonly places: readonly PlaceFacts[];
  readonly isVerified: boolean;
  /** A trail made no digests, while another did. */
  readonly isPaused: boolean;
}

/** The answer in one sentence; a second one where it needs a restriction. */
export function evidenceSentence(asked: Asked): string {
  const { length, lackingHours, ranges, places, isVerified, isPaused } = asked;
  const these = length === 1 ? 'this hour' : `these ${length.toLocaleString('en')} hours`;
  if (lackingHours === 0) {
    const where =
      places.length === 1 ? '' : ` in all ${places.length.toLocaleString('en')} regions of its accounts`;
    const but = isPaused ? ' Another trail made no digests for a part of them.' : '';
    return `The evidence for ${these} is complete${where}.${but}`;
  }
  if (!isVerified)
    return `The case was not verified yet, so nothing is proven of ${these}: check its integrity.`;
  const worst = ranges.reduce((a, b) => (worse(b.state, a.state) === a.state ? a : b));
  const part =
    length === 1
      ? these
      : lackingHours === length
        ? `${length === 2 ? 'both of' : 'any of'} ${these}`
        : `${lackingHours.toLocaleString('en')} of ${these}`;
  const start = ranges.every(({ lack }) => isNothing(lack))
    ? `No evidence for ${part}`
    : `The evidence is incomplete for ${part.replace(/^any of/, 'all of')}`;
  const rest = ranges.length - 1;
  const more =
    rest === 0 ? '' : ` ${counted(rest, 'other time')} ${rest === 1 ? 'lacks' : 'lack'} evidence, too.`;
  return `${start}: ${spanWords(worst.from * hourMs, worst.until * hourMs)}, ${wordsOf(worst)}${more}`;
}

/** The range's own sentence without what the answer has said already. */
function wordsOf({ sentence }: LackRange): string {
  return sentence.replace(/^(?:No evidence|The evidence is incomplete) for /, '');
}
