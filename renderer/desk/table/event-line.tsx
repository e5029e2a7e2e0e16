import type { EventRow } from '../../../electron/contract/api.ts';
import type { FieldName } from '../../../electron/contract/fields.ts';
import { visibleText } from '../../format/visible-text.ts';
import type { Zone } from '../../state/view-url.ts';
import { Badge } from '../../ui/badge.tsx';
import { classes } from '../../ui/classes.ts';
import { Cell, type RowFacts } from './cell.tsx';
import { isMono } from './column-layout.ts';
import styles from './table.module.css';

interface EventLineProps {
  readonly index: number;
  /** Undefined while it is being fetched. */
  readonly row: EventRow | undefined;
  readonly columns: readonly FieldName[];
  readonly widthOf: (field: FieldName) => number;
  readonly zone: Zone;
  readonly hasYears: boolean;
  readonly isSelected: boolean;
  readonly activeColumn: number | null;
  readonly onSelect: (column: number) => void;
}

/** One event as a row. Its keyboard is the grid's, which points at the active cell. */
export function EventLine({
  index,
  row,
  columns,
  widthOf,
  zone,
  hasYears,
  isSelected,
  activeColumn,
  onSelect,
}: EventLineProps) {
  const facts = factsOf(row, columns.length);
  return (
    <div
      className={classes(styles.line, isSelected && styles.selected)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
    >
      {columns.map((field, at) => {
        const value = row?.values[at] ?? null;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the focus and moves the active cell.
          <div
            key={field}
            id={`event-${index}-${at}`}
            className={classes(
              styles.cell,
              isMono(field) && styles.mono,
              activeColumn === at && styles.active,
            )}
            role="gridcell"
            aria-colindex={at + 1}
            tabIndex={-1}
            style={{ width: widthOf(field) }}
            title={field === 'time' || value === null ? undefined : visibleText(value)}
            data-row={index}
            data-column={at}
            onClick={() => onSelect(at)}
          >
            {row === undefined ? (
              <span className={styles.waiting} />
            ) : (
              <Cell
                field={field}
                value={value}
                timeMs={row.timeMs}
                facts={facts}
                zone={zone}
                hasYears={hasYears}
              />
            )}
            {at === 0 && row?.isDuplicate ? (
              <Badge title="A later delivery of an event that the case has already">again</Badge>
            ) : null}
            {at === 0 && row?.isConflict ? (
              <Badge tone="warn" title="Another delivery of this eventID has other content">
                differs
              </Badge>
            ) : null}
          </div>
        );
      })}
    </div>
  );
}

/** They follow the columns, in the order that the table asks for them. */
function factsOf(row: EventRow | undefined, at: number): RowFacts {
  return {
    outcome: row?.values[at] ?? null,
    error: row?.values[at + 1] ?? null,
    readonly: row?.values[at + 2] ?? null,
  };
}
