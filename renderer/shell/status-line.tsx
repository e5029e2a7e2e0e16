import type { CaseInfo } from '../../electron/contract/api.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { runCommand } from '../state/commands.ts';
import { onlyProblem, problemCount } from '../state/job-words.ts';
import { keysOf } from '../state/shortcuts.ts';
import { useView } from '../state/view.ts';
import { Badge } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { JobTray } from './job-tray.tsx';
import { ProofStatus } from './proof-status.tsx';
import styles from './status-line.module.css';

/** What is in the case, what of it is out of sight, and what is going on. */
export function StatusLine({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const { events, duplicates, conflicts, undated, access, readOnlyReason, files } = caseInfo;
  const withDuplicates = useView((state) => state.withDuplicates);
  const { setLedger, setPage } = useView.getState();
  const problems = problemCount(files);
  return (
    <footer className={styles.line}>
      <span className={styles.item}>
        <b>{formatCount(events)}</b> {events === 1 ? 'event' : 'events'}
      </span>
      {duplicates === 0 ? null : (
        <Tooltip
          side="top"
          text={
            withDuplicates ? 'Fold them into their first delivery' : 'Show each delivery as a row of its own'
          }
          shortcut={keysOf('d')}
        >
          <button
            type="button"
            className={styles.button}
            aria-pressed={withDuplicates}
            onClick={() => runCommand('view.duplicates')}
          >
            {formatCounted(duplicates, 'second delivery', 'second deliveries')}{' '}
            {withDuplicates ? 'shown' : 'folded'}
          </button>
        </Tooltip>
      )}
      {conflicts === 0 ? null : (
        <Tooltip
          side="top"
          text="Second deliveries whose content differs from the first, although the event id is the same"
        >
          <span className={classes(styles.item, styles.failed)}>{formatCounted(conflicts, 'conflict')}</span>
        </Tooltip>
      )}
      {problems === 0 ? null : (
        <button
          type="button"
          className={styles.button}
          onClick={() => {
            setLedger(onlyProblem(files), '');
            setPage('ledger');
          }}
        >
          <i className={classes(styles.dot, styles.warned)} aria-hidden="true" />
          {formatCounted(problems, 'file')} with a problem
        </button>
      )}
      <ProofStatus />
      {undated === 0 ? null : (
        <Tooltip
          side="top"
          text="Events without a readable time: they are in the table, and in no bar of the timeline"
        >
          <span className={styles.item}>{formatCount(undated)} undated</span>
        </Tooltip>
      )}
      {access === 'write' ? null : (
        <Tooltip side="top" text={readOnlyReason ?? 'It was opened read-only.'}>
          <button type="button" className={styles.button} aria-label={`Read-only. ${readOnlyReason ?? ''}`}>
            <Badge tone="warn">read-only</Badge>
          </button>
        </Tooltip>
      )}
      <span className={styles.gap} />
      <JobTray />
    </footer>
  );
}
