import { useCallback, useMemo } from 'react';
import type { EventDetail } from '../../../electron/contract/api.ts';
import { formatCounted } from '../../format/number.ts';
import { visibleLines } from '../../format/visible-text.ts';
import { copyText } from '../../state/actions.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type LosslessJson, printLossless } from './lossless-json.ts';
import { MarkedText } from './marked-text.tsx';
import { findInRecord, queryPattern } from './record-rows.ts';
import styles from './record-tab.module.css';
import { recordNodes } from './record-tree.ts';
import { RecordTreeView } from './record-tree-view.tsx';

/** How records are looked at; kept from one event to the next. */
export interface RecordLook {
  readonly form: 'tree' | 'json';
  readonly spelling: 'pretty' | 'written';
  readonly query: string;
  /** What the person opened or closed, by path. */
  readonly opened: ReadonlyMap<string, boolean>;
}

export const firstLook: RecordLook = { form: 'tree', spelling: 'pretty', query: '', opened: new Map() };

interface RecordTabProps {
  readonly detail: EventDetail;
  /** Null when the text cannot be read as JSON. */
  readonly record: LosslessJson | null;
  readonly look: RecordLook;
  readonly onLook: (change: (before: RecordLook) => RecordLook) => void;
}

/** The record itself: as a tree to search in, or as its text. */
export function RecordTab({ detail, record, look, onLook }: RecordTabProps) {
  const nodes = useMemo(() => (record === null ? [] : recordNodes(record)), [record]);
  const found = useMemo(() => findInRecord(nodes, look.query), [nodes, look.query]);
  const onOpened = useCallback(
    (path: string, isOpen: boolean) =>
      onLook((before) => ({ ...before, opened: new Map(before.opened).set(path, isOpen) })),
    [onLook],
  );
  const form = record === null ? 'json' : look.form;
  return (
    <>
      <div className={styles.tools}>
        <TextField
          className={styles.search}
          label="Find in this record"
          isLabelHidden
          placeholder="Find in this record"
          type="search"
          value={look.query}
          onChange={({ target }) => onLook((before) => ({ ...before, query: target.value }))}
        />
        <Segmented
          label="Show the record as"
          value={form}
          options={[
            { value: 'tree', label: 'Tree' },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={(next) => onLook((before) => ({ ...before, form: next }))}
        />
      </div>
      <p className={styles.found} role="status">
        {found === null
          ? ''
          : found.matches.size === 0
            ? 'Nothing in this record matches.'
            : `${formatCounted(found.matches.size, 'line')} of this record ${found.matches.size === 1 ? 'matches' : 'match'}.`}
      </p>
      {record === null ? <p className={styles.found}>This record cannot be shown as a tree.</p> : null}
      {form === 'tree' ? (
        <RecordTreeView
          nodes={nodes}
          found={found}
          query={look.query}
          timeMs={detail.row.timeMs}
          opened={look.opened}
          onOpened={onOpened}
        />
      ) : (
        <JsonText detail={detail} record={record} look={look} onLook={onLook} />
      )}
    </>
  );
}

function JsonText({ detail, record, look, onLook }: RecordTabProps) {
  const { spelling, query } = look;
  const isPretty = spelling === 'pretty' && record !== null;
  const text = useMemo(
    () => (isPretty ? printLossless(record) : detail.recordJson),
    [isPretty, record, detail.recordJson],
  );
  return (
    <div className={styles.json}>
      <div className={styles.jsonTools}>
        {record === null ? null : (
          <Segmented
            label="Line breaks"
            value={spelling}
            options={[
              { value: 'pretty', label: 'In lines' },
              { value: 'written', label: 'Exactly as written' },
            ]}
            onChange={(next) => onLook((before) => ({ ...before, spelling: next }))}
          />
        )}
        <Button size="small" onClick={() => copyText(text, 'Record')}>
          Copy
        </Button>
      </div>
      <pre className={styles.text}>
        <MarkedText text={text} pattern={queryPattern(query)} show={visibleLines} />
      </pre>
    </div>
  );
}
