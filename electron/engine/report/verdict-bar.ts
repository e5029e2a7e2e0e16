import { type VerdictCounts, verdicts } from '../../contract/integrity.ts';
import { type Tone, verdictWords } from './report-words.ts';

const fills: Readonly<Record<Tone, string>> = {
  ok: '#2c7a4b',
  warn: '#a86a00',
  fail: '#c8452e',
  neutral: '#cfcac0',
};
/** Of 1000: what is there can be seen, however little it is. */
const least = 6;

/** How many of each verdict, as a bar: what is proven first, then what needs a look. */
export function verdictBar({ total, by }: VerdictCounts): string {
  const parts = tones.map((tone) => ({ tone, count: countOf(tone, by) })).filter(({ count }) => count > 0);
  const sizes = parts.map(({ count }) => Math.max(least, (count / Math.max(1, total)) * 1000));
  const sum = sizes.reduce((a, b) => a + b, 0) || 1;
  let x = 0;
  const boxes = parts.map(({ tone }, at) => {
    const size = ((sizes[at] ?? 0) / sum) * 1000;
    const box = `<rect x="${x.toFixed(1)}" width="${Math.max(1, size - 2).toFixed(1)}" height="8" fill="${fills[tone]}"/>`;
    x += size;
    return box;
  });
  const ground = boxes.length === 0 ? `<rect width="1000" height="8" fill="${fills.neutral}"/>` : '';
  return `<svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">${ground}${boxes.join('')}</svg>`;
}

const tones: readonly Tone[] = ['ok', 'warn', 'fail'];

function countOf(tone: Tone, by: VerdictCounts['by']): number {
  return verdicts.reduce(
    (sum, verdict) => sum + (verdictWords[verdict].tone === tone ? (by[verdict] ?? 0) : 0),
    0,
  );
}
