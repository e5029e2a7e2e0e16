import { createPortal } from 'react-dom';
import type { CoverageCell } from '../../../electron/contract/integrity.ts';
import type { Zone } from '../../state/view-url.ts';
import { contentWords, placeWords } from './cell-words.ts';
import styles from './map.module.css';
import { Swatch } from './swatch.tsx';

export interface TipPlace {
  readonly x: number;
  readonly y: number;
}

interface CellTipProps {
  readonly at: TipPlace;
  readonly cell: CoverageCell;
  readonly place: { readonly region: string; readonly fromMs: number; readonly untilMs: number };
  readonly zone: Zone;
}

const halfPx = 150;

/** What the cell under the pointer or the cursor is. Its name says the same to those who hear the page. */
export function CellTip({ at, cell, place, zone }: CellTipProps) {
  const left = Math.max(halfPx + 8, Math.min(window.innerWidth - halfPx - 8, at.x));
  return createPortal(
    <div className={styles.tip} style={{ left, top: at.y }} aria-hidden="true">
      <b>{placeWords(place, zone)}</b>
      <span>
        <Swatch state={cell.state} />
        {contentWords(cell)}
      </span>
    </div>,
    document.body,
  );
}
