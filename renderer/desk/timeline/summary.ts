import { formatCounted } from '../../format/number.ts';
import { formatTime, zoneName } from '../../format/time.ts';
import type { Zone } from '../../state/view-url.ts';
import { type Bar, type Domain, extentOf, startOf, stepName, sumOf } from './domain.ts';

/** The chart in a sentence or two, for those who hear the page. */
export function summarize(domain: Domain | null, bars: readonly Bar[], undated: number, zone: Zone): string {
  const loose =
    undated === 0 ? '' : ` ${formatCounted(undated, 'event')} without a readable time are not in it.`;
  const extent = extentOf(bars);
  if (domain === null || extent === null) return `Timeline: no dated event matches.${loose}`;
  const count = bars.reduce((sum, bar) => sum + sumOf(bar), 0);
  const failed = bars.reduce((sum, bar) => sum + bar.failed, 0);
  const highest = bars.reduce(
    (best, bar, at) => (sumOf(bar) > sumOf(bars[best] ?? bar) ? at : best),
    extent.first,
  );
  const most = bars[highest];
  return (
    `Timeline in ${stepName(domain.stepMs)}: ${formatCounted(count, 'event')}, ${formatCounted(failed, 'failed', 'failed')}, ` +
    `from ${formatTime(startOf(domain, extent.first), zone)} until ${formatTime(startOf(domain, extent.last + 1), zone)} ${zoneName(zone)}. ` +
    `The most, ${formatCounted(most === undefined ? 0 : sumOf(most), 'event')}, are in the bar at ${formatTime(startOf(domain, highest), zone)}.${loose}`
  );
}

/** One bar, or a run of them, in words. */
export function describeBars(
  domain: Domain,
  bars: readonly Bar[],
  range: { readonly first: number; readonly last: number },
  zone: Zone,
): string {
  const chosen = bars.slice(range.first, range.last + 1);
  const sum = (name: keyof Bar): number => chosen.reduce((total, bar) => total + bar[name], 0);
  return (
    `${formatTime(startOf(domain, range.first), zone)} until ${formatTime(startOf(domain, range.last + 1), zone)}: ` +
    `${sum('read')} read, ${sum('write')} write, ${sum('failed')} failed`
  );
}
