import { ArrowDown, ArrowUp, GripVertical, SlidersHorizontal } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import type { Facet } from '../../../electron/contract/api.ts';
import { type FieldName, fields } from '../../../electron/contract/fields.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { moved } from '../table/column-layout.ts';
import styles from './facet-chooser.module.css';
import { defaultFacets, facetFields, toggled, useFacets } from './facet-state.ts';

const dragType = 'text/spoor-facet';

/** Which fields are shown beside the table, and in which order: by mouse, or by Alt and the arrows. */
export function FacetChooser({ facets }: { readonly facets: readonly Facet[] }) {
  const shown = useFacets((state) => state.shown);
  const { setShown } = useFacets.getState();
  const list = useRef<HTMLUListElement>(null);
  const others = facetFields.filter((field) => !shown.includes(field));
  const hasNone = (field: FieldName): boolean =>
    facets.some((facet) => facet.field === field && facet.distinct === 0);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const element = event.target instanceof Element ? event.target.closest('[data-field]') : null;
    const step = event.key === 'ArrowUp' ? -1 : 1;
    const field = shown.find((one) => one === element?.getAttribute('data-field'));
    event.preventDefault();
    if (event.altKey) {
      if (field !== undefined) setShown(moved(shown, field, step));
      return;
    }
    const boxes = [...(list.current?.querySelectorAll('input') ?? [])];
    const at = boxes.findIndex((box) => element?.contains(box) === true);
    boxes[Math.min(boxes.length - 1, Math.max(0, at + step))]?.focus();
  };
  return (
    <Popover
      label="Fields to show"
      align="start"
      className={styles.chooser}
      trigger={
        <IconButton label="Choose fields and their order" size="small">
          <SlidersHorizontal size={14} />
        </IconButton>
      }
    >
      <p className={styles.hint}>
        <span>Arrows go, Alt and arrows move</span>
        <Button variant="quiet" size="small" onClick={() => setShown(defaultFacets)}>
          As at first
        </Button>
      </p>
      <ul ref={list} className={styles.list} onKeyDown={onKeyDown}>
        {/* One list of both, so that a field keeps the focus when it changes sides. */}
        {[...shown, ...others].map((field) => (
          <FieldLine key={field} field={field} shown={shown} isEmpty={hasNone(field)} />
        ))}
      </ul>
    </Popover>
  );
}

interface FieldLineProps {
  readonly field: FieldName;
  readonly shown: readonly FieldName[];
  /** No event that is counted has it. */
  readonly isEmpty: boolean;
}

function FieldLine({ field, shown, isEmpty }: FieldLineProps) {
  const { setShown } = useFacets.getState();
  const { label } = fields[field];
  const at = shown.indexOf(field);
  const isShown = at >= 0;
  return (
    <li
      className={styles.line}
      data-field={field}
      draggable={isShown}
      onDragStart={(event) => event.dataTransfer.setData(dragType, field)}
      onDragOver={(event) => {
        if (isShown && event.dataTransfer.types.includes(dragType)) event.preventDefault();
      }}
      onDrop={(event) => {
        const dragged = shown.find((one) => one === event.dataTransfer.getData(dragType));
        if (dragged === undefined) return;
        event.preventDefault();
        setShown(moved(shown, dragged, at - shown.indexOf(dragged)));
      }}
    >
      <GripVertical size={12} className={styles.grip} aria-hidden />
      <Checkbox
        checked={isShown}
        label={
          <>
            {label}
            {isEmpty ? <span className={styles.empty}> no values</span> : null}
          </>
        }
        onChange={() => setShown(toggled(shown, field))}
      />
      {isShown ? (
        <span className={styles.moves}>
          <IconButton
            size="small"
            label={`Move ${label} up`}
            disabled={at === 0}
            onClick={() => setShown(moved(shown, field, -1))}
          >
            <ArrowUp size={13} aria-hidden />
          </IconButton>
          <IconButton
            size="small"
            label={`Move ${label} down`}
            disabled={at === shown.length - 1}
            onClick={() => setShown(moved(shown, field, 1))}
          >
            <ArrowDown size={13} aria-hidden />
          </IconButton>
        </span>
      ) : null}
    </li>
  );
}
