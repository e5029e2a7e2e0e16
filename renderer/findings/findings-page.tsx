import { useState } from 'react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import { ComparePanel } from '../rare/compare-panel.tsx';
import { RarePanel } from '../rare/rare-panel.tsx';
import { useAnswer } from '../sources/use-answer.ts';
import { runCommand } from '../state/commands.ts';
import { useFindings } from '../state/findings.ts';
import { currentHost } from '../state/host.ts';
import { isRunning, useJobs } from '../state/jobs.ts';
import { useView } from '../state/view.ts';
import { findingsTabs } from '../state/view-url.ts';
import { Button } from '../ui/button.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { AlarmsTab } from './alarms-tab.tsx';
import styles from './findings.module.css';
import { FindingsTab } from './findings-tab.tsx';
import { RulesDialog } from './rules-dialog.tsx';
import { summaryOf } from './summary.ts';

/** What deserves a look: what rules found, what is new or rare, what changed between two periods, which alarms would have rung. */
export function FindingsPage({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const { case: id } = caseInfo;
  const { summary, news } = useFindings();
  const tab = useView((state) => state.findingsTab);
  const setFindingsTab = useView((state) => state.setFindingsTab);
  const filterText = useView((state) => state.filterText);
  const [hasRules, setHasRules] = useState(false);
  const isDetecting = useJobs((state) =>
    state.jobs.some((job) => job.case === id && job.kind === 'detect' && isRunning(job)),
  );
  const rules = useAnswer(`${id} ${news}`, (signal) =>
    currentHost().call('detect.rules', { case: id }, signal),
  );
  const run = rules.value?.run ?? null;
  const panel = {
    client: currentHost(),
    caseId: id,
    filter: filterText,
    onFilter: (text: string) => useView.getState().showEvents(text, null),
  };
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div className={styles.title}>
          <h1>What deserves a look</h1>
          <p>{summary === null ? '' : summaryOf(summary, run)}</p>
        </div>
        <div className={styles.actions}>
          <Button disabled={run === null} onClick={() => setHasRules(true)}>
            Rules
          </Button>
          <Button disabled={isDetecting || caseInfo.events === 0} onClick={() => runCommand('case.detect')}>
            {isDetecting ? 'Running…' : 'Run rules…'}
          </Button>
        </div>
      </header>
      <Tabs
        label="What deserves a look"
        value={tab}
        onChange={(next) => setFindingsTab(findingsTabs.find((one) => one === next) ?? 'findings')}
        panelClassName={styles.panel}
        tabs={[
          {
            id: 'findings',
            label: 'Findings',
            content: <FindingsTab caseInfo={caseInfo} run={run} error={rules.error} />,
          },
          {
            id: 'rare',
            label: 'New and rare',
            content: (
              <div className={styles.section}>
                <RarePanel key={id} {...panel} />
              </div>
            ),
          },
          {
            id: 'compare',
            label: 'Two periods',
            content: (
              <div className={styles.section}>
                <ComparePanel key={id} {...panel} />
              </div>
            ),
          },
          { id: 'alarms', label: 'Alarms', content: <AlarmsTab caseInfo={caseInfo} /> },
        ]}
      />
      {hasRules && run !== null ? <RulesDialog run={run} onClose={() => setHasRules(false)} /> : null}
    </div>
  );
}
