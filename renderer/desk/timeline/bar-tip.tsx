import type { Evidence } from '../../../electron/contract/integrity.ts';
import type { Zone } from '../../state/view-url.ts';
import type { Bar, Domain } from './domain.ts';
import { evidenceSentences } from './evidence-marks.ts';
import { describeBars } from './summary.ts';
import styles from './timeline.module.css';

interface BarTipProps {
  /** The one that is pointed at. */
  readonly bar: number;
  readonly domain: Domain;
  readonly bars: readonly Bar[];
  readonly ranges: Evidence['ranges'];
  readonly zone: Zone;
}

/** What a bar counts, and what its time lacks. Those who hear the page are told when they choose it. */
export function BarTip({ bar, domain, bars, ranges, zone }: BarTipProps) {
  const range = { first: bar, last: bar };
  return (
    <p className={styles.tip} style={besides(bar, domain.bars)} aria-hidden>
      {describeBars(domain, bars, range, zone)}
      {evidenceSentences(domain, ranges, range).map((sentence) => (
        <span key={sentence}>{sentence}</span>
      ))}
    </p>
  );
}

/** Where the hint stands: on the side of the bar that has more room, so that it is never cut off. */
function besides(bar: number, bars: number): { readonly left: string } | { readonly right: string } {
  return bar < bars / 2 ? { left: `${((bar + 1) / bars) * 100}%` } : { right: `${(1 - bar / bars) * 100}%` };
}
