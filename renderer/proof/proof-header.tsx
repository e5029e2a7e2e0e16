import { ShieldCheck } from 'lucide-react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import type { Verification } from '../../electron/contract/integrity.ts';
import { runCommand } from '../state/commands.ts';
import { isRunning, useJobs } from '../state/jobs.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { choiceWords } from './check-choice.ts';
import styles from './proof-page.module.css';
import { summaryOf } from './summary.ts';
import { overallWords } from './verdict-words.ts';

interface ProofHeaderProps {
  readonly caseInfo: CaseInfo;
  readonly verification: Verification | null;
  readonly isLoaded: boolean;
}

/** The whole in a sentence, and what can be done. */
export function ProofHeader({ caseInfo, verification, isLoaded }: ProofHeaderProps) {
  const isChecking = useJobs((state) =>
    state.jobs.some((job) => job.case === caseInfo.case && job.kind === 'verify' && isRunning(job)),
  );
  const hasFiles = caseInfo.files.seen > 0;
  const words = verification === null ? null : overallWords[verification.overall];
  const asked = verification === null ? null : choiceWords(verification.choice);
  return (
    <>
      <header className={styles.header}>
        <div className={styles.title}>
          <h1>
            Proof and coverage
            {words === null ? null : <Badge tone={words.tone}>{words.label}</Badge>}
          </h1>
          <p>
            {verification !== null
              ? summaryOf(verification)
              : !isLoaded
                ? ''
                : hasFiles
                  ? 'No file of this case has been compared with AWS’s signed digests yet.'
                  : 'The case holds no file yet.'}
          </p>
          {words === null ? null : (
            <p className={styles.meaning}>
              {words.help}
              {asked === null ? '' : ` Only asked about ${asked}.`}
              {verification?.isKept === false ? ' The case is read-only: this check is not kept in it.' : ''}
            </p>
          )}
        </div>
        <div className={styles.actions}>
          <Button onClick={() => runCommand('case.custody')}>Custody</Button>
          <Button disabled={!hasFiles} onClick={() => runCommand('case.bundle')}>
            Bundle…
          </Button>
          <Button disabled={verification === null} onClick={() => runCommand('case.report')}>
            Report…
          </Button>
          <Button
            icon={<ShieldCheck size={15} aria-hidden="true" />}
            disabled={!hasFiles || isChecking}
            onClick={() => runCommand('case.check')}
          >
            {isChecking ? 'Checking…' : 'Check integrity…'}
          </Button>
        </div>
      </header>
      {verification === null || verification.isCurrent ? null : (
        <div className={styles.banner} role="status">
          <span>Files came in after this check: it says nothing about them.</span>
          <Button size="small" disabled={isChecking} onClick={() => runCommand('case.check')}>
            Check again
          </Button>
        </div>
      )}
    </>
  );
}
