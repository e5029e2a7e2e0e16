import type { MouseEvent } from 'react';
import { type FieldName, fields } from '../../../electron/contract/fields.ts';
import { formatCount } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import { readVerdict, verdictWords } from '../../state/verdict-words.ts';
import { classes } from '../../ui/classes.ts';
import { VerdictName } from '../../ui/verdict-badge.tsx';
import { excludeValue, includeValue } from '../edit-filter.ts';
import styles from './facets.module.css';

interface FacetValueProps {
  readonly field: FieldName;
  /** Null stands for the events that lack the field. */
  readonly value: string | null;
  readonly count: number;
  /** Of the most frequent value, 0 to 1. */
  readonly share: number;
  readonly state: 'included' | 'excluded' | 'open';
}

/** A value with its count and bar. A click includes it, a click with Alt or Shift excludes it. */
export function FacetValue({ field, value, count, share, state }: FacetValueProps) {
  const text = value === null ? 'missing' : visibleText(value);
  const { label } = fields[field];
  const verdict = field === 'verdict' && value !== null ? readVerdict(value) : undefined;
  const choose = (event: MouseEvent): void => {
    if (event.altKey || event.shiftKey) excludeValue(field, value);
    else includeValue(field, value);
  };
  return (
    <li
      className={classes(
        styles.value,
        state === 'included' && styles.included,
        state === 'excluded' && styles.excluded,
      )}
    >
      <span className={styles.bar} style={{ width: `${Math.max(1.5, share ** 0.8 * 100)}%` }} aria-hidden />
      <button
        type="button"
        className={styles.choose}
        aria-pressed={state === 'included'}
        title={
          value === null
            ? `Only events without ${label.toLowerCase()}`
            : verdict === undefined
              ? text
              : `${text}: ${verdictWords[verdict].help}`
        }
        onClick={choose}
      >
        <span className={classes(styles.text, value === null && styles.missing)}>
          {verdict === undefined ? text : <VerdictName verdict={verdict} />}
        </span>
        <span className={styles.count}>{formatCount(count)}</span>
      </button>
      <span className={styles.actions}>
        <button
          type="button"
          tabIndex={-1}
          aria-label={`only ${label} ${text}`}
          title="Only this"
          onClick={() => includeValue(field, value)}
        >
          only
        </button>
        <button
          type="button"
          aria-label={`not ${label} ${text}`}
          title="Leave these out"
          onClick={() => excludeValue(field, value)}
        >
          not
        </button>
      </span>
    </li>
  );
}
