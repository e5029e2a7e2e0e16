import { memo } from 'react';
import type { CoverageCell } from '../../../electron/contract/integrity.ts';
import styles from './cells.module.css';
import { partPath, pathsOf } from './geometry.ts';
import { CellPath } from './swatch.tsx';

export const cellHeightPx = 18;

interface RowCellsProps {
  readonly cells: readonly CoverageCell[];
  readonly widthPx: number;
}

/** The cells of a row, drawn; drawn again only when they are others, not with every move of the pointer. */
export const RowCells = memo(function RowCells({ cells, widthPx }: RowCellsProps) {
  const shape = { widthPx, heightPx: cellHeightPx, cells: cells.length };
  const part = partPath(cells, shape);
  return (
    <svg width={widthPx} height={cellHeightPx} aria-hidden="true">
      <title>Cells</title>
      {pathsOf(cells, shape).map(({ state, d }) => (
        <CellPath key={state} state={state} d={d} />
      ))}
      {part === '' ? null : <path className={styles.part} d={part} />}
    </svg>
  );
});
