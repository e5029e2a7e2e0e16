import { FileSearch } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import { formatCounted } from '../format/number.ts';
import { runCommand } from '../state/commands.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './ledger-page.module.css';
import { LedgerTable } from './ledger-table.tsx';
import { StatusChips } from './status-chips.tsx';
import { useLedger } from './use-ledger.ts';
import { useLedgerCommands } from './use-ledger-commands.ts';

/** Every file that was ever looked at, and what became of it: nothing is skipped silently. */
export function LedgerPage({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const status = useView((state) => state.ledgerStatus);
  const text = useView((state) => state.ledgerText);
  const setLedger = useView((state) => state.setLedger);
  const typed = useTyped(text, (next) => setLedger(status, next));
  const sort = useView((state) => state.ledgerSort);
  const question = { status, text, sort };
  const ledger = useLedger(caseInfo, question);
  const findRef = useLedgerCommands();
  const counts = ledger.counts ?? caseInfo.files;
  const isFiltered = status !== null || text !== '';

  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div className={styles.title}>
          <h1>Ledger of files</h1>
          <p>
            {caseInfo.files.seen === 0
              ? 'No file has been looked at yet.'
              : `${formatCounted(caseInfo.files.seen, 'file')} from ${formatCounted(caseInfo.sources.length, 'source')}. Every file that was looked at is here, with what became of it.`}
          </p>
        </div>
        <TextField
          ref={findRef}
          type="search"
          label="Find a file by name, reason or SHA-256"
          isLabelHidden
          isMono
          placeholder="Find a file, or press /"
          className={styles.find}
          value={typed.value}
          onChange={(event) => typed.set(event.target.value)}
        />
      </header>
      <StatusChips counts={counts} status={status} onChoose={(next) => setLedger(next, text)} />
      <div className={styles.table}>
        {ledger.error !== null ? (
          <ErrorState error={ledger.error} onRetry={() => ledger.need(0, 0)} />
        ) : ledger.total === 0 ? (
          isFiltered ? (
            <EmptyState
              icon={<FileSearch size={26} strokeWidth={1.5} aria-hidden="true" />}
              title="No file is like that"
              actions={
                <Button
                  onClick={() => {
                    typed.set('');
                    setLedger(null, '');
                  }}
                >
                  Show all files
                </Button>
              }
            >
              {text === ''
                ? 'No file has this status.'
                : 'No name or reason has this text in it, and no SHA-256 begins with it (six digits or more).'}
            </EmptyState>
          ) : (
            <EmptyState
              title="No file yet"
              actions={<Button onClick={() => runCommand('case.import-folder')}>Import a folder…</Button>}
            >
              Files that you import are listed here, those that could not be read too.
            </EmptyState>
          )
        ) : (
          <LedgerTable ledger={ledger} question={question} />
        )}
      </div>
    </div>
  );
}

const pauseMs = 150;

/** A text as it is typed, told on after a pause; follows when the address changes. */
function useTyped(
  told: string,
  tell: (text: string) => void,
): { readonly value: string; readonly set: (text: string) => void } {
  const [value, setValue] = useState(told);
  useEffect(() => setValue(told), [told]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the pause, not a new function.
  useEffect(() => {
    if (value === told) return;
    const timer = window.setTimeout(() => tell(value), pauseMs);
    return () => window.clearTimeout(timer);
  }, [value]);
  return { value, set: setValue };
}
