import type { CoverageMap } from '../../../electron/contract/integrity.ts';
import { formatCounted } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import type { Zone } from '../../state/view-url.ts';
import { contentWords, placeWords } from './cell-words.ts';
import { cellBox } from './geometry.ts';
import styles from './map.module.css';
import { cellHeightPx, RowCells } from './row-cells.tsx';

interface MapRowProps {
  readonly row: CoverageMap['rows'][number];
  readonly at: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly map: Pick<CoverageMap, 'fromMs' | 'stepMs'>;
  readonly zone: Zone;
  /** The cell with the cursor, where it is in this row. */
  readonly cursor: number | null;
  /** The cells that are open, where they are in this row. */
  readonly opened: { readonly first: number; readonly last: number } | null;
  /** Line number in the grid, from one. */
  readonly lineNumber: number;
}

/** One region of an account. All its cells are drawn; only the one with the cursor is an element. */
export function MapRow({ row, at, topPx, widthPx, map, zone, cursor, opened, lineNumber }: MapRowProps) {
  const shape = { widthPx, heightPx: cellHeightPx, cells: row.cells.length };
  const placeOf = (first: number, last: number) => {
    const { x } = cellBox(shape, first);
    const end = cellBox(shape, last);
    return { marginLeft: x, width: end.x + end.width - x };
  };
  const cell = cursor === null ? undefined : row.cells[cursor];
  const fromMs = map.fromMs + (cursor ?? 0) * map.stepMs;
  return (
    <tr className={styles.row} style={{ top: topPx }} aria-rowindex={lineNumber} data-map-row={at}>
      <th scope="row" className={styles.region} aria-colindex={1}>
        {visibleText(row.region)}
      </th>
      <td className={styles.cells} data-map-cells="" aria-hidden="true">
        <RowCells cells={row.cells} widthPx={widthPx} />
        {opened === null ? null : <i className={styles.opened} style={placeOf(opened.first, opened.last)} />}
      </td>
      {cursor === null || cell === undefined ? null : (
        <td
          // Another cell is another element: moving the focus to it is what makes its name heard.
          key={`${at} ${fromMs}`}
          tabIndex={0}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: in a table that is a grid, its cells are the grid's.
          role="gridcell"
          data-map-cursor=""
          aria-colindex={cursor + 2}
          aria-selected={opened !== null && opened.first <= cursor && cursor <= opened.last}
          aria-label={`${placeWords({ region: row.region, fromMs, untilMs: fromMs + map.stepMs }, zone)}, ${row.account}. ${contentWords(cell)}`}
          className={styles.cursor}
          style={placeOf(cursor, cursor)}
        />
      )}
      <td className={styles.files} aria-colindex={row.cells.length + 2}>
        {formatCounted(row.files, 'file')}
      </td>
    </tr>
  );
}
