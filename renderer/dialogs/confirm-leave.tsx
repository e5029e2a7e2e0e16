import type { Job } from '../../electron/contract/api.ts';
import { visibleText } from '../format/visible-text.ts';
import { describeProgress } from '../state/job-words.ts';
import { useJobs } from '../state/jobs.ts';
import { type LeaveRequest, runningJobs, useLeaving } from '../state/leaving.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from './confirm-leave.module.css';

/** Asked before a case is left while it is worked on, whichever way it is left. */
export function ConfirmLeave() {
  const request = useLeaving((state) => state.request);
  return request === null ? null : <Question request={request} />;
}

function Question({ request }: { readonly request: LeaveRequest }) {
  const { answer, caseName, question, verb } = request;
  const all = useJobs((state) => state.jobs);
  const jobs = runningJobs(all, request.case);
  return (
    <Dialog
      isOpen
      isAlert
      onOpenChange={() => answer(false)}
      size="small"
      title={visibleText(question)}
      description={
        jobs.length === 0
          ? `The work on ${visibleText(caseName)} has ended in the meantime.`
          : `${visibleText(caseName)} is still being worked on. Leaving it stops this:`
      }
      footer={
        <>
          <Button data-autofocus onClick={() => answer(false)}>
            Stay
          </Button>
          <Button variant={jobs.length === 0 ? 'primary' : 'danger'} onClick={() => answer(true)}>
            {jobs.length === 0 ? (verb === 'open' ? 'Open' : 'Close') : `Stop and ${verb}`}
          </Button>
        </>
      }
    >
      <ul className={styles.jobs}>
        {jobs.map((job) => (
          <li key={job.id}>
            <b>{visibleText(job.title)}</b>
            <span>{describeProgress(job)}</span>
            <span>{kept[job.kind]}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

const keptFiles = 'What it has read so far is kept; started again later, it goes on with the rest.';

/** What is left of a job that is stopped. */
const kept: Readonly<Record<Job['kind'], string>> = {
  import: keptFiles,
  sample: 'What it has read so far is kept.',
  sync: keptFiles,
  follow: keptFiles,
  reindex: 'The old index stays as it is.',
  export: 'No file is written.',
  verify: 'The verdicts of the last check stay as they are.',
  report: 'No file is written.',
  bundle: 'No file is written.',
  skipIndex: 'It goes on when the case is opened again.',
  detect: 'The findings of the last run stay as they are.',
};
