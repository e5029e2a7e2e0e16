import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Gap } from '../../../electron/contract/integrity.ts';
import { formatCount } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import { useView } from '../../state/view.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { gapReason, seriesWords, spanWords } from '../gap-words.ts';
import { cellOfGap } from './gap-cell.ts';
import styles from './look.module.css';

const few = 8;

/** The times that nothing is proven of, in words; each opens the hour it begins in. */
export function GapList({ gaps }: { readonly gaps: readonly Gap[] }) {
  const zone = useView((state) => state.zone);
  const setProof = useView((state) => state.setProof);
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? gaps : gaps.slice(0, few);
  return (
    <>
      <h3 className={styles.subhead}>Times without proof</h3>
      <ul className={styles.rows} aria-label="Times without proof">
        {shown.map((gap) => {
          const cell = cellOfGap(gap);
          const content = (
            <>
              <span>
                <Badge tone="warn">no proof</Badge>
              </span>
              <span className={styles.when}>
                <b>{visibleText(seriesWords(gap))}</b>
                {spanWords(gap.fromMs, gap.untilMs, zone)}
              </span>
              <span className={styles.reason}>{gapReason(gap)}</span>
            </>
          );
          return (
            <li key={`${seriesWords(gap)} ${gap.fromMs} ${gap.kind}`}>
              {cell === null ? (
                <div className={styles.row}>{content}</div>
              ) : (
                <button type="button" className={styles.row} onClick={() => setProof({ cell })}>
                  {content}
                  <ChevronRight size={14} aria-hidden="true" />
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {gaps.length <= few ? null : (
        <div className={styles.pager}>
          <Button size="small" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show all ${formatCount(gaps.length)}`}
          </Button>
        </div>
      )}
    </>
  );
}
