import type { ReactNode } from 'react';
import { visibleText } from '../../format/visible-text.ts';
import { copyText } from '../../state/actions.ts';
import { excludeAt, includeAt, showAround } from '../edit-filter.ts';
import { printLossless } from './lossless-json.ts';
import { nameOfPlace, type RecordCondition } from './record-condition.ts';
import type { RecordNode } from './record-tree.ts';
import styles from './tree.module.css';

interface RowActionsProps {
  readonly node: RecordNode;
  /** Null for a place that no filter can be made of. */
  readonly condition: RecordCondition | null;
  readonly state: 'included' | 'excluded' | 'open';
  /** The event's time. */
  readonly timeMs: number | null;
}

/** What can be done with one line of the record: filter by it, go to its time, copy it. */
export function RowActions({ node, condition, state, timeMs }: RowActionsProps) {
  const copied = node.text ?? printLossless(node.value);
  return (
    <span className={styles.actions}>
      {condition === null ? null : condition.place === 'time' ? (
        timeMs === null ? null : (
          <Action label="Everything five minutes before and after" onClick={() => showAround(timeMs)}>
            around
          </Action>
        )
      ) : (
        <>
          <Action
            label={`Only events with ${nameOf(condition)}`}
            isPressed={state === 'included'}
            onClick={() => includeAt(condition.place, condition.value)}
          >
            =
          </Action>
          <Action
            label={`No events with ${nameOf(condition)}`}
            isPressed={state === 'excluded'}
            onClick={() => excludeAt(condition.place, condition.value)}
          >
            ≠
          </Action>
        </>
      )}
      <Action
        label={`Copy ${visibleText(node.label)}`}
        onClick={() => copyText(copied, visibleText(node.label))}
      >
        copy
      </Action>
    </span>
  );
}

function nameOf({ place, value }: RecordCondition): string {
  const text = visibleText(value);
  return `${visibleText(nameOfPlace(place))} ${text.length > 80 ? `${text.slice(0, 80)}…` : text}`;
}

interface ActionProps {
  readonly label: string;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Action({ label, isPressed, onClick, children }: ActionProps) {
  return (
    <button
      type="button"
      className={styles.action}
      aria-label={label}
      title={label}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
      onClick={(event) => {
        // The row itself opens and closes on a click.
        event.stopPropagation();
        onClick();
      }}
    >
      {children}
    </button>
  );
}
