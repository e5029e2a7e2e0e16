import { FolderInput, Import } from 'lucide-react';
import type { CaseInfo, Job } from '../../electron/contract/api.ts';
import { formatCounted } from '../format/number.ts';
import { visibleText } from '../format/visible-text.ts';
import { runCommand } from '../state/commands.ts';
import { describeProgress, describeThroughput } from '../state/job-words.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import styles from './empty-case.module.css';
import { JobControls, JobDetails } from './job-controls.tsx';
import { shareDone } from './share-done.ts';
import { TrackMark } from './track-mark.tsx';

/** A case without events: what to import, how the first import goes, or why an import brought none. */
export function EmptyCase({
  caseInfo,
  running,
}: {
  readonly caseInfo: CaseInfo;
  readonly running: Job | undefined;
}) {
  if (running !== undefined) return <FirstImport job={running} />;
  const importButtons = (
    <>
      <Button
        variant="primary"
        size="large"
        icon={<FolderInput size={16} aria-hidden="true" />}
        onClick={() => runCommand('case.import-folder')}
      >
        Import a folder…
      </Button>
      <Button
        size="large"
        icon={<Import size={16} aria-hidden="true" />}
        onClick={() => runCommand('case.import')}
      >
        Import files or archives…
      </Button>
    </>
  );
  if (caseInfo.access === 'read') {
    return (
      <EmptyState title="This case is empty">
        {caseInfo.readOnlyReason ?? 'It was opened read-only.'} Nothing can be imported into it here.
      </EmptyState>
    );
  }
  if (caseInfo.files.seen > 0) {
    return (
      <EmptyState
        title="No CloudTrail event was found"
        actions={
          <>
            <Button size="large" variant="primary" onClick={() => runCommand('page.ledger')}>
              See why, file by file
            </Button>
            {importButtons}
          </>
        }
      >
        {formatCounted(caseInfo.files.seen, 'file was', 'files were')} looked at. The ledger says of each what
        became of it.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<TrackMark size={36} />} title="This case is empty" actions={importButtons}>
      Import CloudTrail logs to fill it, or drop them anywhere on this window. Folders are read to the bottom,
      archives (zip, tar, gz) are read as they are, and every file that cannot be read is listed with its
      reason.
    </EmptyState>
  );
}

function FirstImport({ job }: { readonly job: Job }) {
  return (
    <div className={styles.first}>
      <h2>{visibleText(job.title)}</h2>
      <ProgressBar isWide value={shareDone(job)} label={job.title} />
      <p>
        {describeProgress(job)}
        <span>{describeThroughput(job)}</span>
      </p>
      <JobDetails job={job} />
      <JobControls job={job} />
    </div>
  );
}
