import { useCallback, useState } from 'react';
import type { Job } from '../../electron/contract/api.ts';
import { visibleText } from '../format/visible-text.ts';
import { cancelJob, pauseJob, resumeJob } from '../state/jobs.ts';
import { AnswerDialog } from '../sync/answer-dialog.tsx';
import { SyncPlaces } from '../sync/sync-places.tsx';
import { Button } from '../ui/button.tsx';
import styles from './job-tray.module.css';

/** What can be done with a job that runs. */
export function JobControls({ job }: { readonly job: Job }) {
  const [isAnswering, setIsAnswering] = useState(false);
  const closeAnswer = useCallback(() => setIsAnswering(false), []);
  return (
    <span className={styles.controls}>
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
      {isAnswering ? <AnswerDialog job={job} onClose={closeAnswer} /> : null}
    </span>
  );
}

/** What a sync says beside its progress: what it waits for, how far each account and region is. */
export function JobDetails({ job }: { readonly job: Job }) {
  return (
    <>
      {job.note === null ? null : <p className={styles.text}>{visibleText(job.note)}</p>}
      {job.places === null ? null : <SyncPlaces places={job.places} />}
    </>
  );
}
