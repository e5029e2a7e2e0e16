import { ShieldQuestion } from 'lucide-react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import { runCommand } from '../state/commands.ts';
import { useEndedJobs, useProof } from '../state/proof.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Exceptions } from './look/exceptions.tsx';
import { CoverageSection } from './map/coverage-section.tsx';
import { ProofCards } from './proof-cards.tsx';
import { ProofHeader } from './proof-header.tsx';
import styles from './proof-page.module.css';
import { SidePanel } from './side/side-panel.tsx';

/** How far the case is proven by what AWS signed, and what is known of every hour. */
export function ProofPage({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const { verification, isLoaded, error } = useProof();
  const cell = useView((state) => state.proof.cell);
  const setProof = useView((state) => state.setProof);
  const ended = useEndedJobs(caseInfo.case);
  const news = `${caseInfo.revision} ${caseInfo.files.seen} ${ended} ${verification?.id ?? ''}`;
  const hasFiles = caseInfo.files.seen > 0;
  return (
    <div className={styles.page}>
      <div className={styles.main}>
        <ProofHeader caseInfo={caseInfo} verification={verification} isLoaded={isLoaded} />
        {error === null ? null : verification === null ? (
          <ErrorState error={error} />
        ) : (
          <ErrorNote error={error} />
        )}
        {error !== null || isLoaded ? null : <Spinner label="Reading the last check" />}
        {verification !== null ? <ProofCards verification={verification} /> : null}
        {verification === null && isLoaded && error === null ? (
          <div className={styles.empty}>
            <EmptyState
              icon={<ShieldQuestion size={26} strokeWidth={1.5} aria-hidden="true" />}
              title="Nothing has been checked yet"
              actions={
                <Button variant="primary" disabled={!hasFiles} onClick={() => runCommand('case.check')}>
                  Check integrity…
                </Button>
              }
            >
              Every hour CloudTrail signs a digest that names its log files by their hashes. The check
              compares each file of the case with the digests of the case, and each digest with its signature
              and its neighbours. It runs here, without a network, and changes no evidence.
            </EmptyState>
          </div>
        ) : null}
        {hasFiles ? <CoverageSection caseInfo={caseInfo} news={news} /> : null}
        {verification === null ? null : (
          <Exceptions caseInfo={caseInfo} verification={verification} news={news} />
        )}
      </div>
      {cell === null || !hasFiles ? null : (
        <SidePanel caseInfo={caseInfo} cell={cell} news={news} onClose={() => setProof({ cell: null })} />
      )}
    </div>
  );
}
