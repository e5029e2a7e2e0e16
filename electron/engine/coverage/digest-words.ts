import { hourMs, type PlaceFacts } from './place-facts.ts';
import type { Run } from './runs.ts';
import { joined, type Span, without } from './spans.ts';
import { clockWords, counted, spanWords } from './words.ts';

/** Which digests are missing of `hours`. Whoever may delete objects could have removed them; so could nobody. */
export function lostSentence({ digests, gaps }: PlaceFacts, hours: readonly Span[], files: number): string {
  const isOfHours = ({ from, until }: Span): boolean =>
    hours.some((span) => span.from < until && from < span.until);
  const missing = digests.filter((digest) => digest.verdict === 'missing' && isOfHours(digest));
  const lost = joined([...missing, ...gaps.filter((gap) => gap.kind === 'lost' && isOfHours(gap))]);
  const which = whichWords(missing.length, lost);
  if (files > 0)
    return `${which} missing: nothing proves that the ${counted(files, 'log file')} in the case ${files === 1 ? 'is' : 'are'} all that there ${files === 1 ? 'was' : 'were'}.`;
  return `${which} missing and no log file lies in the case. Someone with s3:DeleteObject could have removed both; so could a lifecycle rule.`;
}

function whichWords(count: number, lost: readonly Span[]): string {
  const from = lost[0]?.from ?? 0;
  const until = lost.at(-1)?.until ?? 0;
  if (count <= 1) return `The digest for ${clockWords(from, until)} is`;
  return `${count.toLocaleString('en')} digests for ${clockWords(from, until)} are`;
}

/** Which part of the hours no proven digest covers. */
export function offWords(covered: readonly Span[], hours: readonly Span[]): string {
  const open = without(hours, covered);
  return spanWords(open[0]?.from ?? 0, open.at(-1)?.until ?? 0);
}

/** Where digests begin or end within the hours; nothing when they cover them all. */
export function partWords(covered: readonly Span[], runs: readonly Run[]): string {
  const part = runs
    .filter(({ isWhole }) => !isWhole)
    .map(({ from, until }) => ({ from: from * hourMs, until: until * hourMs }));
  const open = without(joined(part), covered);
  const [first] = open;
  const last = open.at(-1);
  if (first === undefined || last === undefined) return '';
  if (open.length > 1) return ' The digests leave out parts of it, in which files could have been delivered.';
  return ` No digest covers ${clockWords(first.from, last.until)}: of that part nothing is known.`;
}
