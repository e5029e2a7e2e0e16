import { useEffect, useRef } from 'react';
import { formatCount } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import { classes } from '../../ui/classes.ts';
import styles from './filter-bar.module.css';
import type { CompletionItem } from './use-completion.ts';

interface CompletionListProps {
  readonly id: string;
  readonly items: readonly CompletionItem[];
  /** Under the list, for the eye. */
  readonly note: string | null;
  /** -1 for none. */
  readonly active: number;
  readonly onChoose: (at: number) => void;
}

/** Fields with what they mean, or values with how often they occur. */
export function CompletionList({ id, items, note, active, onChoose }: CompletionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // No value is returned: newer browsers answer with a promise, which React would take for a clean-up.
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className={styles.list}>
      <div id={id} role="listbox" aria-label="Completions" ref={list}>
        {items.map((item, at) => (
          <div
            key={item.text}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            className={classes(styles.item, at === active && styles.active)}
            // The input must keep its focus, so the choice is made before it would be lost.
            onPointerDown={(event) => {
              event.preventDefault();
              onChoose(at);
            }}
          >
            <span className={styles.itemText}>{visibleText(item.label)}</span>
            {item.help === null ? null : <span className={styles.itemHelp}>{item.help}</span>}
            {item.count === null ? null : <span className={styles.itemCount}>{formatCount(item.count)}</span>}
          </div>
        ))}
      </div>
      {note === null ? null : <p className={styles.listNote}>{note}</p>}
    </div>
  );
}
