import type { CaseInfo, Job } from '../../electron/contract/api.ts';
import { ReviewDesk } from '../desk/review-desk.tsx';
import { FindingsPage } from '../findings/findings-page.tsx';
import { LedgerPage } from '../ledger/ledger-page.tsx';
import { ProofPage } from '../proof/proof-page.tsx';
import { SourcesPage } from '../sources/sources-page.tsx';
import { useCases } from '../state/cases.ts';
import { useFindingsOf } from '../state/findings.ts';
import { isRunning, useJobs } from '../state/jobs.ts';
import { useProofOf } from '../state/proof.ts';
import { useView } from '../state/view.ts';
import type { PageName } from '../state/view-url.ts';
import { EmptyCase } from './empty-case.tsx';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { StatusLine } from './status-line.tsx';
import { TopBar } from './top-bar.tsx';

/** Around an open case: top bar, rail, status line, and the page between them. */
export function Shell({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const page = useView((state) => state.page);
  // Another case is another page, and so is the same one over a new connection: nothing of the first may linger.
  const shown = useCases((state) => state.shown);
  useProofOf(caseInfo);
  useFindingsOf(caseInfo.case);
  return (
    <div className={styles.shell}>
      <TopBar caseInfo={caseInfo} />
      <Rail caseInfo={caseInfo} />
      <main className={styles.page}>
        <Page key={shown} name={page} caseInfo={caseInfo} />
      </main>
      <StatusLine caseInfo={caseInfo} />
    </div>
  );
}

function Page({ name, caseInfo }: { readonly name: PageName; readonly caseInfo: CaseInfo }) {
  switch (name) {
    case 'review':
      return <Review caseInfo={caseInfo} />;
    case 'ledger':
      return <LedgerPage caseInfo={caseInfo} />;
    case 'sources':
      return <SourcesPage caseInfo={caseInfo} />;
    case 'proof':
      return <ProofPage caseInfo={caseInfo} />;
    case 'findings':
      return <FindingsPage caseInfo={caseInfo} />;
  }
}

/** Jobs that take nothing into the case. */
const writing: ReadonlySet<Job['kind']> = new Set([
  'export',
  'verify',
  'report',
  'bundle',
  'detect',
  'skipIndex',
]);

/** Without a single event there is nothing to filter: what can be imported, or how far the first import is. */
function Review({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const running = useJobs((state) =>
    state.jobs.find((job) => job.case === caseInfo.case && !writing.has(job.kind) && isRunning(job)),
  );
  if (caseInfo.events === 0) return <EmptyCase caseInfo={caseInfo} running={running} />;
  return (
    <>
      <h1 className="visually-hidden">Review desk</h1>
      <ReviewDesk caseInfo={caseInfo} />
    </>
  );
}
