import type { Overall } from '../../electron/contract/integrity.ts';
import { formatCounted } from '../format/number.ts';
import { shareWords } from '../proof/summary.ts';
import { overallWords } from '../proof/verdict-words.ts';
import { runCommand } from '../state/commands.ts';
import { useProof } from '../state/proof.ts';
import { classes } from '../ui/classes.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import styles from './status-line.module.css';

const dots: Readonly<Record<Overall, string | undefined>> = {
  tampered: styles.bad,
  unproven: styles.warned,
  incomplete: styles.warned,
  intact: styles.good,
};

/** How far the case is proven, and for how many hours nothing is: each leads to the page that says more. */
export function ProofStatus() {
  const verification = useProof((state) => state.verification);
  const evidence = useProof((state) => state.evidence);
  const share = verification === null ? null : shareWords(verification);
  if (verification === null || share === null) return null;
  const { label, help } = overallWords[verification.overall];
  const without = evidence?.withoutEvidence ?? 0;
  return (
    <>
      <Tooltip side="top" text={verification.isCurrent ? help : `${help} Files came in after this check.`}>
        <button
          type="button"
          className={styles.button}
          aria-label={`${share}, ${label}: proof and coverage`}
          onClick={() => runCommand('page.proof')}
        >
          <i className={classes(styles.dot, dots[verification.overall])} aria-hidden="true" />
          {share}
          {verification.isCurrent ? '' : ', not up to date'}
        </button>
      </Tooltip>
      {without === 0 ? null : (
        <Tooltip side="top" text={evidence?.sentence ?? ''}>
          <button type="button" className={styles.button} onClick={() => runCommand('page.proof')}>
            <i className={classes(styles.dot, styles.warned)} aria-hidden="true" />
            {formatCounted(without, 'hour')} without evidence
          </button>
        </Tooltip>
      )}
    </>
  );
}
