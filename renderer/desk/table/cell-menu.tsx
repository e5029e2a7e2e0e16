import type { EventRow } from '../../../electron/contract/api.ts';
import { type FieldName, fields } from '../../../electron/contract/fields.ts';
import { valuesOf } from '../../../electron/contract/filter/edit.ts';
import { visibleText } from '../../format/visible-text.ts';
import { ContextMenuItem, ContextMenuLabel, ContextMenuSeparator } from '../../ui/context-menu.tsx';
import { excludeValue, includeValue, setTimeRange, showAround } from '../edit-filter.ts';

/** The cell that a menu or key is about. */
export interface CellTarget {
  readonly row: EventRow;
  readonly field: FieldName;
  readonly value: string | null;
  readonly columns: readonly FieldName[];
}

/** Puts text on the clipboard as it is, not as it is shown. */
export function copyText(text: string): void {
  navigator.clipboard.writeText(text).catch(() => {
    // The window lost its focus in between; the person copies again.
  });
}

/** Narrows the filter by a cell. A time narrows to its second: included from there, excluded until before it. */
export function editCell({ row, field, value }: CellTarget, how: 'include' | 'exclude'): void {
  if (field === 'time') {
    if (row.timeMs === null) return;
    if (how === 'include') setTimeRange(row.timeMs, row.timeMs + 1000);
    else setTimeRange(row.timeMs + 1000, null);
    return;
  }
  for (const one of value === null ? [null] : valuesOf(field, value)) {
    if (how === 'include') includeValue(field, one);
    else excludeValue(field, one);
  }
}

/** What can be done with a cell: the same as its keys. */
export function CellMenu({ target }: { readonly target: CellTarget | null }) {
  if (target === null) return <ContextMenuLabel>No event here</ContextMenuLabel>;
  const { row, field, value } = target;
  const { timeMs } = row;
  const { label } = fields[field];
  const text = value === null ? `no ${label.toLowerCase()}` : shortened(visibleText(value));
  return (
    <>
      <ContextMenuLabel>
        {label}: {text}
      </ContextMenuLabel>
      {field === 'time' ? (
        <>
          <ContextMenuItem isDisabled={timeMs === null} onSelect={() => setTimeRange(timeMs, null)}>
            From this moment on
          </ContextMenuItem>
          <ContextMenuItem
            isDisabled={timeMs === null}
            onSelect={() => setTimeRange(null, (timeMs ?? 0) + 1000)}
          >
            Up to this moment
          </ContextMenuItem>
        </>
      ) : (
        <>
          <ContextMenuItem shortcut="i" onSelect={() => editCell(target, 'include')}>
            Only this
          </ContextMenuItem>
          <ContextMenuItem shortcut="x" onSelect={() => editCell(target, 'exclude')}>
            Not this
          </ContextMenuItem>
        </>
      )}
      <ContextMenuSeparator />
      <ContextMenuItem isDisabled={timeMs === null} onSelect={() => showAround(timeMs ?? 0)}>
        Everything 5 minutes around it
      </ContextMenuItem>
      <ContextMenuSeparator />
      <ContextMenuItem shortcut="c" isDisabled={value === null} onSelect={() => copyText(value ?? '')}>
        Copy the value
      </ContextMenuItem>
      <ContextMenuItem onSelect={() => copyText(rowAsJson(target))}>Copy the row as JSON</ContextMenuItem>
    </>
  );
}

function rowAsJson({ row, columns }: CellTarget): string {
  return JSON.stringify(
    Object.fromEntries(columns.map((field, at) => [field, row.values[at] ?? null])),
    null,
    2,
  );
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
