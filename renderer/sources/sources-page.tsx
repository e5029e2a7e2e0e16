import { CloudDownload } from 'lucide-react';
import { useState } from 'react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import { formatCounted } from '../format/number.ts';
import { runCommand } from '../state/commands.ts';
import { currentHost } from '../state/host.ts';
import { useJobs } from '../state/jobs.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { SourceSyncs } from './source-syncs.tsx';
import styles from './sources.module.css';
import { TrailCards } from './trail-cards.tsx';
import { useAnswer } from './use-answer.ts';

/** Where the files of the case come from: what was synced and when, and what the trails say of themselves. */
export function SourcesPage({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const [tab, setTab] = useState('syncs');
  // Whenever a job of this case begins or ends there is news.
  const news = useJobs((state) =>
    state.jobs
      .filter((job) => job.case === caseInfo.case)
      .map(({ id, state: how, endedAtMs }) => `${id} ${how} ${endedAtMs ?? ''}`)
      .join(),
  );
  const key = `${caseInfo.case} ${caseInfo.revision} ${news}`;
  const { case: id } = caseInfo;
  const syncs = useAnswer(`syncs ${key}`, (signal) =>
    currentHost().call('sync.history', { case: id }, signal),
  );
  const trails = useAnswer(`trails ${key}`, (signal) =>
    currentHost().call('trails.list', { case: id }, signal),
  );
  const buckets = caseInfo.sources.filter(({ kind }) => kind === 's3');
  const failure = syncs.error ?? trails.error;
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div>
          <h1>Sources and trails</h1>
          <p>
            {buckets.length === 0
              ? 'No bucket was synced into this case yet.'
              : `${formatCounted(buckets.length, 'bucket')} synced into this case.`}
          </p>
        </div>
        <Button
          icon={<CloudDownload size={15} aria-hidden="true" />}
          disabled={caseInfo.access === 'read'}
          onClick={() => runCommand('case.sync')}
        >
          Sync from S3…
        </Button>
      </header>
      {failure === null ? (
        <Tabs
          label="Sources and trails"
          value={tab}
          onChange={setTab}
          panelClassName={styles.panel}
          tabs={[
            {
              id: 'syncs',
              label: 'Syncs',
              content:
                syncs.value === null ? (
                  <Spinner label="Reading the history" />
                ) : buckets.length === 0 ? (
                  <EmptyState title="No bucket yet">
                    A trail’s bucket can be synced into the case: only what you choose, and later only what is
                    new.
                  </EmptyState>
                ) : (
                  buckets.map((source) => (
                    <SourceSyncs
                      key={source.id}
                      caseInfo={caseInfo}
                      source={source}
                      syncs={(syncs.value ?? []).filter((sync) => sync.source === source.id)}
                    />
                  ))
                ),
            },
            {
              id: 'trails',
              label: 'Trails',
              content:
                trails.value === null ? (
                  <Spinner label="Reading what the trails say" />
                ) : (
                  <TrailCards trails={trails.value.trails} publicKeys={trails.value.publicKeys} />
                ),
            },
          ]}
        />
      ) : (
        <ErrorState error={failure} />
      )}
    </div>
  );
}
