import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { type PointerEvent, useRef } from 'react';
import { type FieldName, fieldNames, fields } from '../../../electron/contract/fields.ts';
import { zoneName } from '../../format/time.ts';
import { useColumns } from '../../state/columns.ts';
import { useView } from '../../state/view.ts';
import { ContextMenu, ContextMenuItem, ContextMenuSeparator } from '../../ui/context-menu.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuCheckItem, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { maxWidthPx, minWidthPx, moved } from './column-layout.ts';
import styles from './table.module.css';

interface TableHeadProps {
  readonly columns: readonly FieldName[];
  readonly widthOf: (field: FieldName) => number;
  readonly widthPx: number;
}

/** The heads of the columns: sort by a click, move by dragging or Alt and arrows, resize at the edge. */
export function TableHead({ columns, widthOf, widthPx }: TableHeadProps) {
  return (
    <div className={styles.head} role="row" aria-rowindex={1} style={{ width: widthPx }}>
      {columns.map((field, at) => (
        <HeadCell key={field} field={field} at={at} columns={columns} widthPx={widthOf(field)} />
      ))}
      <ColumnMenu columns={columns} />
    </div>
  );
}

interface HeadCellProps {
  readonly field: FieldName;
  readonly at: number;
  readonly columns: readonly FieldName[];
  readonly widthPx: number;
}

function HeadCell({ field, at, columns, widthPx }: HeadCellProps) {
  const sort = useView((state) => state.sort);
  const zone = useView((state) => state.zone);
  const { setSort, setColumns } = useView.getState();
  const isSorted = sort.field === field;
  // A time is read newest first, everything else from A.
  const toggleSort = (): void =>
    setSort({ field, descending: isSorted ? !sort.descending : field === 'time' });
  const label = field === 'time' ? `Time (${zone === 'utc' ? 'UTC' : zoneName(zone)})` : fields[field].label;
  const head = (
    <div
      className={styles.headCell}
      role="columnheader"
      aria-colindex={at + 1}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      style={{ width: widthPx }}
      draggable
      onDragStart={(event) => event.dataTransfer.setData('text/spoor-column', field)}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes('text/spoor-column')) event.preventDefault();
      }}
      onDrop={(event) => {
        const dragged = columns.find((one) => one === event.dataTransfer.getData('text/spoor-column'));
        if (dragged === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        setColumns(moved(columns, dragged, at - columns.indexOf(dragged)));
      }}
    >
      <button
        type="button"
        className={styles.sort}
        title={fields[field].help}
        onClick={toggleSort}
        onKeyDown={(event) => {
          if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
          event.preventDefault();
          setColumns(moved(columns, field, event.key === 'ArrowLeft' ? -1 : 1));
        }}
      >
        <span>{label}</span>
        {isSorted ? (
          sort.descending ? (
            <ArrowDown size={12} aria-hidden />
          ) : (
            <ArrowUp size={12} aria-hidden />
          )
        ) : null}
      </button>
      <Resizer field={field} widthPx={widthPx} />
    </div>
  );
  return (
    <ContextMenu target={head}>
      <ContextMenuItem onSelect={() => setSort({ field, descending: false })}>Sort ascending</ContextMenuItem>
      <ContextMenuItem onSelect={() => setSort({ field, descending: true })}>Sort descending</ContextMenuItem>
      <ContextMenuSeparator />
      <ContextMenuItem isDisabled={at === 0} onSelect={() => setColumns(moved(columns, field, -1))}>
        Move left
      </ContextMenuItem>
      <ContextMenuItem
        isDisabled={at === columns.length - 1}
        onSelect={() => setColumns(moved(columns, field, 1))}
      >
        Move right
      </ContextMenuItem>
      <ContextMenuItem
        isDisabled={columns.length === 1}
        onSelect={() => setColumns(columns.filter((one) => one !== field))}
      >
        Hide this column
      </ContextMenuItem>
    </ContextMenu>
  );
}

const keyStepPx = 16;

function Resizer({ field, widthPx }: { readonly field: FieldName; readonly widthPx: number }) {
  const start = useRef<{ readonly x: number; readonly widthPx: number } | null>(null);
  const resize = (px: number): void =>
    useColumns.getState().setWidth(field, Math.min(maxWidthPx, Math.max(minWidthPx, px)));
  const onMove = (event: PointerEvent): void => {
    if (start.current !== null) resize(start.current.widthPx + event.clientX - start.current.x);
  };
  return (
    <div
      className={styles.resizer}
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${fields[field].label}`}
      aria-valuenow={widthPx}
      aria-valuemin={minWidthPx}
      aria-valuemax={maxWidthPx}
      tabIndex={0}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, widthPx };
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        event.stopPropagation();
        resize(widthPx + (event.key === 'ArrowLeft' ? -keyStepPx : keyStepPx));
      }}
    />
  );
}

function ColumnMenu({ columns }: { readonly columns: readonly FieldName[] }) {
  const { setColumns } = useView.getState();
  const toggle = (field: FieldName, isShown: boolean): void =>
    setColumns(isShown ? [...columns, field] : columns.filter((one) => one !== field));
  return (
    <div className={styles.columnMenu} role="columnheader" aria-label="Columns">
      <Menu
        align="end"
        trigger={
          <IconButton label="Columns" size="small">
            <Columns3 size={14} />
          </IconButton>
        }
      >
        {fieldNames.map((field) => (
          <MenuCheckItem
            key={field}
            staysOpen
            isChecked={columns.includes(field)}
            isDisabled={columns.length === 1 && columns.includes(field)}
            onChange={(isShown) => toggle(field, isShown)}
          >
            {fields[field].label}
          </MenuCheckItem>
        ))}
        <MenuSeparator />
        <MenuItem
          onSelect={() => {
            useColumns.getState().reset();
            setColumns(useColumns.getState().chosen);
          }}
        >
          As at first
        </MenuItem>
      </Menu>
    </div>
  );
}
