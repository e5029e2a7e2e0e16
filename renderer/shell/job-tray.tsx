import { visibleText } from '../format/visible-text.ts';
import { useCases } from '../state/cases.ts';
import { describeProgress } from '../state/job-words.ts';
import { isQuiet, isRunning, useJobs } from '../state/jobs.ts';
import { setJobTrayOpen, usePanels } from '../state/panels.ts';
import { Popover } from '../ui/popover.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { ToastPlace } from '../ui/toasts.tsx';
import { JobCard } from './job-card.tsx';
import styles from './job-tray.module.css';
import { shareDone } from './share-done.ts';

/** Jobs in the status line: the one that runs, with its progress; a click lists them all. */
export function JobTray() {
  const jobs = useJobs((state) => state.jobs);
  const current = useCases((state) => state.current?.case);
  const isOpen = usePanels((state) => state.isJobTrayOpen);
  const running = jobs.filter((job) => isRunning(job) && !isQuiet(job));
  const shown = running.find((job) => job.case === current) ?? running[0];
  const failed = jobs.filter((job) => job.state === 'failed').length;
  if (jobs.length === 0) return null;
  return (
    <Popover
      label="Jobs"
      align="end"
      side="top"
      className={styles.tray}
      isOpen={isOpen}
      onOpenChange={setJobTrayOpen}
      trigger={
        <button type="button" className={styles.trigger}>
          {shown === undefined ? (
            <span>
              {jobs.length === 1 ? '1 job' : `${jobs.length} jobs`}
              {failed === 0 ? '' : `, ${failed} failed`}
            </span>
          ) : (
            <>
              <span>
                {visibleText(shown.title)} · {describeProgress(shown)}
                {running.length > 1 ? ` · and ${running.length - 1} more` : ''}
              </span>
              <ProgressBar value={shareDone(shown)} label={shown.title} />
            </>
          )}
        </button>
      }
    >
      <h2 className={styles.head}>Jobs</h2>
      <ul>
        {jobs.map((job) => (
          <JobCard key={job.id} job={job} />
        ))}
      </ul>
      <ToastPlace />
    </Popover>
  );
}
