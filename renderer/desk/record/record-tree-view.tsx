import { type KeyboardEvent, useCallback, useId, useMemo, useRef, useState } from 'react';
import { formatCount } from '../../format/number.ts';
import { useView } from '../../state/view.ts';
import { readFilter } from '../edit-filter.ts';
import { childrenShown, type Found, queryPattern, type RecordRow, recordRows } from './record-rows.ts';
import { opensByDefault, type RecordNode } from './record-tree.ts';
import styles from './tree.module.css';
import { treeMove, typeahead } from './tree-keys.ts';
import { indentOf, TreeRow } from './tree-row.tsx';

interface RecordTreeViewProps {
  readonly nodes: readonly RecordNode[];
  readonly found: Found | null;
  readonly query: string;
  readonly timeMs: number | null;
  /** What the person opened or closed, by path: the next record opens alike. */
  readonly opened: ReadonlyMap<string, boolean>;
  readonly onOpened: (path: string, isOpen: boolean) => void;
}

/** Letters typed within this time are one word. */
const typingMs = 700;

/** The record as a tree: one line a key, in the order in which AWS wrote them. */
export function RecordTreeView({ nodes, found, query, timeMs, opened, onOpened }: RecordTreeViewProps) {
  const treeId = useId();
  const typed = useRef({ text: '', atMs: 0 });
  const [currentId, setCurrentId] = useState('0');
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map());
  const filterText = useView((view) => view.filterText);
  const filter = useMemo(() => readFilter(filterText), [filterText]);
  const pattern = useMemo(() => queryPattern(query), [query]);
  const byDefault = useMemo(() => opensByDefault(nodes), [nodes]);
  const rows = useMemo(
    () =>
      recordRows(nodes, {
        isOpen: (node) => opened.get(node.exactPath) ?? byDefault(node),
        found,
        limits,
      }),
    [nodes, found, limits, opened, byDefault],
  );
  const current = rows.some(({ id }) => id === currentId) ? currentId : (rows[0]?.id ?? '');

  const latest = useRef(rows);
  latest.current = rows;
  const toggle = useCallback(
    (id: string): void => {
      const row = latest.current.find((one) => one.id === id);
      if (row?.kind === 'node') onOpened(row.node.exactPath, !row.isOpen);
      else if (row?.kind === 'more') {
        const key = row.parentId ?? '';
        setLimits((before) => new Map(before).set(key, (before.get(key) ?? childrenShown) + childrenShown));
      }
    },
    [onOpened],
  );
  const elementId = (id: string): string => `${treeId}${id}`;
  const go = (id: string): void => {
    setCurrentId(id);
    document.getElementById(elementId(id))?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const isOnRow = event.target instanceof HTMLElement && event.target.role === 'treeitem';
    if (!isOnRow || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = treeMove(rows, current, event.key);
    if (move?.kind === 'go') go(move.id);
    else if (move?.kind === 'toggle') toggle(move.id);
    else if (/^[\p{L}\p{N}]$/u.test(event.key)) {
      const isSameWord = event.timeStamp - typed.current.atMs < typingMs;
      const text = isSameWord ? typed.current.text + event.key : event.key;
      typed.current = { text, atMs: event.timeStamp };
      const id = typeahead(rows, current, text);
      if (id !== null) go(id);
    } else return;
    // Not a shortcut of the page, and not a scroll.
    event.preventDefault();
    event.stopPropagation();
  };

  const rowOf = (row: RecordRow) =>
    row.kind === 'node' ? (
      <TreeRow
        key={row.id}
        node={row.node}
        elementId={elementId(row.id)}
        isOpen={row.isOpen}
        isCurrent={row.id === current}
        pattern={pattern}
        filter={filter}
        timeMs={timeMs}
        onCurrent={setCurrentId}
        onToggle={toggle}
      />
    ) : (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys.
      <div
        key={row.id}
        id={elementId(row.id)}
        role="treeitem"
        aria-level={row.level}
        aria-selected={row.id === current}
        tabIndex={row.id === current ? 0 : -1}
        className={styles.row}
        style={{ paddingLeft: indentOf(row.level) }}
        onClick={() => toggle(row.id)}
        onFocus={() => setCurrentId(row.id)}
      >
        <span className={styles.chevron} />
        <span className={styles.more}>
          {formatCount(row.left)} more, show {formatCount(Math.min(row.left, childrenShown))}
        </span>
      </div>
    );

  return (
    <div role="tree" aria-label="Record" className={styles.tree} onKeyDown={onKeyDown}>
      {rows.map(rowOf)}
    </div>
  );
}
