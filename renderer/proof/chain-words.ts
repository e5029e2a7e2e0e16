import type { Verification } from '../../electron/contract/integrity.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { verdictWords } from '../state/verdict-words.ts';
import { silentTimeMs } from './summary.ts';
import { exceptionCounts } from './verdict-words.ts';

const hourMs = 3_600_000;

/** How whole the chains are: "2 chains, proven for 70 of 72 hours; 2 missing". */
export function chainWords({
  digests,
  series,
  gaps,
}: Pick<Verification, 'digests' | 'series' | 'gaps'>): string {
  if (digests.total === 0) return 'CloudTrail-Digest files prove the log files; there is none here';
  const chains = `${formatCount(series.length)} ${series.length === 1 ? 'chain' : 'chains'}`;
  const spanMs = series.reduce(
    (sum, { fromMs, untilMs }) => sum + (fromMs === null || untilMs === null ? 0 : untilMs - fromMs),
    0,
  );
  const silentMs = silentTimeMs(gaps);
  const bad = exceptionCounts(digests).map(
    ({ verdict, count }) => `${formatCount(count)} ${verdictWords[verdict].label}`,
  );
  const hours = Math.round(spanMs / hourMs);
  const unbroken = Math.max(0, Math.round((spanMs - silentMs) / hourMs));
  const how =
    silentMs > 0
      ? `without a break in ${formatCount(unbroken)} of ${formatCounted(hours, 'hour')}`
      : bad.length === 0
        ? `unbroken for ${formatCounted(hours, 'hour')}`
        : `over ${formatCounted(hours, 'hour')}`;
  return [`${chains}, ${how}`, ...(bad.length === 0 ? [] : [bad.join(', ')])].join('; ');
}
