import { X } from 'lucide-react';
import type { Job } from '../../electron/contract/api.ts';
import { visibleText } from '../format/visible-text.ts';
import { describeOutcome, describeProgress, describeThroughput } from '../state/job-words.ts';
import { dismissJob, isRunning } from '../state/jobs.ts';
import { classes } from '../ui/classes.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Sha256 } from '../ui/sha256.tsx';
import { JobControls, JobDetails } from './job-controls.tsx';
import styles from './job-tray.module.css';
import { shareDone } from './share-done.ts';

/** One job: its progress while it runs, what came of it afterwards. */
export function JobCard({ job }: { readonly job: Job }) {
  if (isRunning(job)) {
    return (
      <li className={styles.card}>
        <div className={styles.line}>
          <b className={styles.title}>{visibleText(job.title)}</b>
          <JobControls job={job} />
        </div>
        <ProgressBar isWide value={shareDone(job)} label={job.title} />
        <p className={styles.text}>{describeProgress(job)}</p>
        <p className={styles.faint}>{describeThroughput(job)}</p>
        <JobDetails job={job} />
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
