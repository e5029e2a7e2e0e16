import { X } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { Job } from '../../electron/contract/api.ts';
import { visibleText } from '../format/visible-text.ts';
import { describeOutcome, describeProgress, describeThroughput } from '../state/job-words.ts';
import { cancelJob, dismissJob, isRunning, pauseJob, resumeJob } from '../state/jobs.ts';
import { AnswerDialog } from '../sync/answer-dialog.tsx';
import { SyncPlaces } from '../sync/sync-places.tsx';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Sha256 } from '../ui/sha256.tsx';
import styles from './job-tray.module.css';
import { shareDone } from './share-done.ts';

/** One job: its progress while it runs, what came of it afterwards. */
export function JobCard({ job }: { readonly job: Job }) {
  const [isAnswering, setIsAnswering] = useState(false);
  const closeAnswer = useCallback(() => setIsAnswering(false), []);
  if (isRunning(job)) {
    return (
      <li className={styles.card}>
        <div className={styles.line}>
          <b className={styles.title}>{visibleText(job.title)}</b>
          {job.kind === 'sync' && job.state === 'running' ? (
            <Button size="small" variant="quiet" onClick={() => pauseJob(job.id)}>
              Pause
            </Button>
          ) : null}
          {job.state === 'paused' ? (
            <Button size="small" onClick={() => resumeJob(job.id)}>
              Go on
            </Button>
          ) : null}
          {job.state === 'waiting' ? (
            <Button size="small" variant="primary" onClick={() => setIsAnswering(true)}>
              Sign in…
            </Button>
          ) : null}
          <Button size="small" disabled={job.state === 'cancelling'} onClick={() => cancelJob(job.id)}>
            {job.state === 'cancelling' ? 'Stopping…' : 'Cancel'}
          </Button>
        </div>
        <ProgressBar isWide value={shareDone(job)} label={job.title} />
        <p className={styles.text}>{describeProgress(job)}</p>
        <p className={styles.faint}>{describeThroughput(job)}</p>
        {job.note === null ? null : <p className={styles.text}>{visibleText(job.note)}</p>}
        {job.places === null ? null : <SyncPlaces places={job.places} />}
        {isAnswering ? <AnswerDialog job={job} onClose={closeAnswer} /> : null}
      </li>
    );
  }
  const { title, text } = describeOutcome(job);
  return (
    <li className={styles.card}>
      <div className={styles.line}>
        <b className={classes(styles.title, job.state === 'failed' && styles.failed)}>{visibleText(title)}</b>
        <IconButton size="small" label="Dismiss" tooltipSide="left" onClick={() => dismissJob(job.id)}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </div>
      <p className={styles.text}>{visibleText(text)}</p>
      {job.exportResult === null ? (
        <p className={styles.faint}>{visibleText(job.title)}</p>
      ) : (
        <p className={styles.faint}>
          <Sha256 value={job.exportResult.sha256} />
        </p>
      )}
    </li>
  );
}
