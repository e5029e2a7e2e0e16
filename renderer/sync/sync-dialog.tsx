import { useState } from 'react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import type { SyncEstimate } from '../../electron/contract/s3.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { createCase } from '../state/cases.ts';
import { currentHost } from '../state/host.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { choiceOf, everything, problemOf } from './choice.ts';
import { ChooseStep } from './choose-step.tsx';
import { readSelectors } from './read-selectors.ts';
import { emptyForm, placeOf } from './sign-in-form.ts';
import { SignInStep } from './sign-in-step.tsx';
import styles from './sync.module.css';
import { useStream } from './use-stream.ts';

/** From a bucket's address to a running sync: sign in, look, choose, see how much it is, start. */
export function SyncDialog({
  caseInfo,
  onClose,
}: {
  /** Null on the start page: a case is made for it. */
  readonly caseInfo: CaseInfo | null;
  readonly onClose: () => void;
}) {
  const [form, setForm] = useState(emptyForm);
  const [connection, setConnection] = useState<{
    readonly token: string;
    readonly identity: string | null;
  } | null>(null);
  const [chosen, setChosen] = useState(everything);
  const [selectorsText, setSelectorsText] = useState('');
  const [isStarting, setIsStarting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const token = connection?.token ?? '';
  const discovery = useStream(connection === null ? null : token, (signal) =>
    currentHost().stream('s3.discover', { connection: token }, signal),
  );
  const found = discovery.value;
  const problem = found === null ? null : problemOf(chosen, found);
  const choice = found === null || !found.isComplete || problem !== null ? null : choiceOf(chosen, found);
  const estimate = useStream(choice === null ? null : `${token} ${JSON.stringify(choice)}`, (signal) =>
    currentHost().stream(
      's3.estimate',
      {
        case: caseInfo?.case ?? null,
        connection: token,
        choice: choice ?? choiceOf(everything, { places: [] }),
      },
      signal,
    ),
  );
  const selectors = readSelectors(selectorsText);
  const hasPlaces = (found?.places.length ?? 0) > 0;

  const start = async (): Promise<void> => {
    if (choice === null) return;
    setIsStarting(true);
    setError(null);
    try {
      const target = caseInfo ?? (await createCase({ name: placeOf(form).bucket }));
      if (target === null) return;
      await currentHost().call('sync.start', {
        case: target.case,
        connection: token,
        choice,
        selectorsJson: selectorsText.trim() === '' ? null : selectorsText,
      });
      useView.getState().setPage('review');
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setIsStarting(false);
    }
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size="large"
      title="Sync a trail from S3"
      footer={
        connection === null ? undefined : (
          <>
            <p className={styles.estimate} role="status">
              {problem ??
                (hasPlaces ? <Estimate value={estimate.value} isWaiting={choice === null} /> : null)}
            </p>
            <Button
              onClick={() => {
                setConnection(null);
                setChosen(everything);
              }}
            >
              Back
            </Button>
            <Button
              variant="primary"
              disabled={choice === null || !hasPlaces || selectors.error !== null || isStarting}
              onClick={start}
            >
              Sync
            </Button>
          </>
        )
      }
    >
      {connection === null ? (
        <SignInStep
          form={form}
          onChange={setForm}
          onConnected={(result) => setConnection({ token: result.connection, identity: result.identity })}
        />
      ) : (
        <div className={styles.step}>
          {connection.identity === null ? null : (
            <p className={styles.hint}>
              Signed in as <code>{connection.identity}</code>
            </p>
          )}
          {discovery.error === null ? (
            <ChooseStep
              discovery={found}
              chosen={chosen}
              estimate={estimate.value}
              onChange={setChosen}
              selectorsText={selectorsText}
              onSelectorsText={setSelectorsText}
            />
          ) : (
            <ErrorNote error={discovery.error} />
          )}
          {estimate.error === null ? null : <ErrorNote error={estimate.error} />}
          {error === null ? null : <ErrorNote error={error} />}
        </div>
      )}
    </Dialog>
  );
}

function Estimate({
  value,
  isWaiting,
}: {
  readonly value: SyncEstimate | null;
  readonly isWaiting: boolean;
}) {
  if (value === null)
    return (
      <>
        <Spinner label="Counting" /> {isWaiting ? 'Looking…' : 'Counting the files…'}
      </>
    );
  const { files, bytes, known, isComplete } = value;
  return (
    <>
      {isComplete ? null : <Spinner label="Still counting" />}
      <span>
        <b>{formatCounted(files - known, 'file')}</b> to bring
        {known > 0 ? `, ${formatCount(known)} are in the case` : ''} · {formatBytes(bytes)}
        {isComplete ? '' : ' so far'}
      </span>
    </>
  );
}
