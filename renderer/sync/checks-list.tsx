import { Check, Minus, X } from 'lucide-react';
import type { ConnectionCheck } from '../../electron/contract/s3.ts';
import { visibleText } from '../format/visible-text.ts';
import { classes } from '../ui/classes.ts';
import styles from './sync.module.css';

const icons = { ok: Check, failed: X, skipped: Minus } as const;
const said = { ok: 'all is well', failed: 'failed', skipped: 'not tried' } as const;

/** What was tried to reach the bucket, step by step, and what exactly failed. */
export function ChecksList({ checks }: { readonly checks: readonly ConnectionCheck[] }) {
  return (
    <ul className={styles.checks} aria-label="What was tried">
      {checks.map(({ check, state, message, advice }) => {
        const Icon = icons[state];
        return (
          <li key={check} className={classes(styles.check, styles[state])}>
            <Icon size={15} aria-label={said[state]} />
            <div>
              <p>{visibleText(message)}</p>
              {advice === null ? null : <p className={styles.advice}>{visibleText(advice)}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
