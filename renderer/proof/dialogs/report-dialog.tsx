import { useState } from 'react';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { currentHost } from '../../state/host.ts';
import { useProof } from '../../state/proof.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import styles from './dialogs.module.css';
import { saveTo } from './save-to.ts';

interface ReportDialogProps {
  readonly caseInfo: CaseInfo;
  readonly onClose: () => void;
}

const formats = [
  { value: 'html', label: 'HTML, to read and print' },
  { value: 'json', label: 'JSON, for programs' },
] as const;

/** Writes what the last check found. */
export function ReportDialog({ caseInfo, onClose }: ReportDialogProps) {
  const verification = useProof((state) => state.verification);
  const [format, setFormat] = useState<'html' | 'json'>('html');
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const start = async (): Promise<void> => {
    setError(null);
    setIsAsking(true);
    try {
      const to = await saveTo(caseInfo, 'report', `-report.${format}`);
      if (to === null) return;
      await currentHost().call('report.start', { case: caseInfo.case, format, ...to });
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setIsAsking(false);
    }
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Report of the last check"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={verification === null || isAsking} onClick={start}>
            Choose where…
          </Button>
        </>
      }
    >
      <div className={styles.step}>
        <p>
          What was checked, with which keys, every exception with its file, the coverage, and the limits of
          the proof in plain words. One file that needs no network; its SHA-256 goes into the custody list.
        </p>
        <Segmented label="Format" value={format} options={formats} onChange={setFormat} />
        {verification === null ? (
          <p className={styles.hint}>Nothing has been checked yet: check the integrity first.</p>
        ) : verification.isCurrent ? null : (
          <p className={styles.warning}>
            Files came in after the last check; the report says nothing of them.
          </p>
        )}
        {error === null ? null : <ErrorNote error={error} />}
      </div>
    </Dialog>
  );
}
