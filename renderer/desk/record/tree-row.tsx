import { ChevronRight } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import { stateOf } from '../../../electron/contract/filter/edit.ts';
import type { Filter } from '../../../electron/contract/filter/syntax-tree.ts';
import { visibleText } from '../../format/visible-text.ts';
import { classes } from '../../ui/classes.ts';
import { LongValue } from './long-value.tsx';
import { MarkedText } from './marked-text.tsx';
import { conditionOfNode } from './record-condition.ts';
import { type RecordNode, summaryOf } from './record-tree.ts';
import { RowActions } from './row-actions.tsx';
import styles from './tree.module.css';

interface TreeRowProps {
  readonly node: RecordNode;
  /** The element's id: focus finds it. */
  readonly elementId: string;
  readonly isOpen: boolean;
  readonly isCurrent: boolean;
  readonly pattern: RegExp | null;
  readonly filter: Filter | null;
  readonly timeMs: number | null;
  readonly onCurrent: (id: string) => void;
  readonly onToggle: (id: string) => void;
}

const indentPx = 14;

/** How far a row of this level is moved in; very deep ones stay in sight. */
export function indentOf(level: number): number {
  return 4 + Math.min(level - 1, 16) * indentPx;
}

/** One line of the record. What can be done with it is there when it is pointed at or is the current one. */
export const TreeRow = memo(function TreeRow({
  node,
  elementId,
  isOpen,
  isCurrent,
  pattern,
  filter,
  timeMs,
  onCurrent,
  onToggle,
}: TreeRowProps) {
  const [isPointedAt, setIsPointedAt] = useState(false);
  const condition = useMemo(() => conditionOfNode(node), [node]);
  const hasChildren = node.children.length > 0;
  const state =
    condition === null || filter === null || condition.place === 'time'
      ? 'open'
      : stateOf(filter, condition.place, condition.value);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys.
    <div
      id={elementId}
      role="treeitem"
      aria-level={node.level}
      aria-posinset={node.position}
      aria-setsize={node.siblings}
      aria-selected={isCurrent}
      {...(hasChildren ? { 'aria-expanded': isOpen } : {})}
      tabIndex={isCurrent ? 0 : -1}
      className={styles.row}
      style={{ paddingLeft: indentOf(node.level) }}
      onClick={() => {
        onCurrent(node.id);
        if (hasChildren) onToggle(node.id);
      }}
      onFocus={() => onCurrent(node.id)}
      onPointerEnter={() => setIsPointedAt(true)}
      onPointerLeave={() => setIsPointedAt(false)}
    >
      <span className={styles.chevron} aria-hidden="true">
        {hasChildren ? <ChevronRight size={12} className={classes(isOpen && styles.turned)} /> : null}
      </span>
      <span className={styles.line}>
        <span className={styles.key}>
          <MarkedText text={node.label} pattern={pattern} show={visibleText} />
        </span>{' '}
        {node.isShadowed ? <span className={styles.note}>repeated key, not used </span> : null}
        {node.text === null ? (
          <span className={styles.summary}>{visibleText(summaryOf(node.value))}</span>
        ) : (
          <span
            className={classes(
              styles.value,
              node.value.kind === 'string' ? styles.string : styles.other,
              state !== 'open' && styles[state],
            )}
          >
            {node.value.kind === 'string' && node.text === '' ? (
              <span className={styles.summary}>empty text</span>
            ) : (
              <LongValue text={node.text} pattern={pattern} />
            )}
          </span>
        )}
        {state === 'open' ? null : <span className={styles.note}> {state}</span>}
      </span>
      {isCurrent || isPointedAt ? (
        <RowActions node={node} condition={condition} state={state} timeMs={timeMs} />
      ) : null}
    </div>
  );
});
