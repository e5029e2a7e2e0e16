import type { VerdictCounts } from '../../electron/contract/integrity.ts';
import { formatCount } from '../format/number.ts';
import { verdictWords } from '../state/verdict-words.ts';
import styles from './proof-page.module.css';
import { barOrder, countOf, exceptionCounts } from './verdict-words.ts';

/** All log files by verdict, to scale; what there is little of is still seen. */
export function ShareBar({ counts }: { readonly counts: VerdictCounts }) {
  const shown = barOrder
    .map((verdict) => ({ verdict, count: countOf(verdict, counts) }))
    .filter(({ count }) => count > 0);
  const said = [
    { verdict: 'proven' as const, count: countOf('proven', counts) },
    ...exceptionCounts(counts).toReversed(),
  ]
    .filter(({ count }) => count > 0)
    .map(
      ({ verdict, count }) =>
        `${formatCount(count)}\u00a0${verdictWords[verdict].label.replace(' ', '\u00a0')}`,
    );
  return (
    <>
      <div className={styles.bar} aria-hidden="true">
        {shown.map(({ verdict, count }) => (
          <i key={verdict} className={styles[verdictWords[verdict].tone]} style={{ flex: `${count} 0 0` }} />
        ))}
      </div>
      <p>{said.join(' · ')}</p>
    </>
  );
}
