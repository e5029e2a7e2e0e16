import { useState } from 'react';
import type { Finding } from '../../electron/contract/detect.ts';
import { visibleText } from '../format/visible-text.ts';
import { currentHost } from '../state/host.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './run-dialog.module.css';

interface SuppressDialogProps {
  readonly caseId: string;
  readonly finding: Finding;
  readonly onClose: (isDone: boolean) => void;
}

const scopes = [
  { value: 'one', label: 'This actor' },
  { value: 'any', label: 'Every actor' },
] as const;

/** Hides findings of a rule from now on, with the reason, which goes into custody. */
export function SuppressDialog({ caseId, finding, onClose }: SuppressDialogProps) {
  const [scope, setScope] = useState<'one' | 'any'>('one');
  const [reason, setReason] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const start = async (): Promise<void> => {
    setIsAsking(true);
    setError(null);
    try {
      await currentHost().call('findings.suppress', {
        case: caseId,
        rule: finding.rule,
        actor: scope === 'any' ? { kind: 'any' } : { kind: 'one', actor: finding.actor },
        reason,
      });
      onClose(true);
    } catch (failure) {
      setError(failure);
      setIsAsking(false);
    }
  };
  return (
    <Dialog
      isOpen
      onOpenChange={() => onClose(false)}
      title="Suppress"
      description={visibleText(finding.title)}
      footer={
        <>
          <Button onClick={() => onClose(false)}>Cancel</Button>
          <Button variant="primary" disabled={isAsking || reason.trim() === ''} onClick={start}>
            Suppress
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <section className={styles.group}>
          <h3>For whom</h3>
          <Segmented label="For whom" value={scope} options={scopes} onChange={setScope} />
          <p className={styles.hint}>
            {scope === 'any'
              ? 'The rule stays silent, whoever acts.'
              : finding.actor === null
                ? 'The rule stays silent about events without an actor.'
                : `The rule stays silent about ${visibleText(finding.actor)}.`}
          </p>
        </section>
        <TextField
          label="Reason"
          data-autofocus
          value={reason}
          maxLength={2000}
          hint="It stands in the custody list, with the time."
          onChange={(event) => setReason(event.target.value)}
        />
        {error === null ? null : <ErrorNote error={error} />}
      </div>
    </Dialog>
  );
}
