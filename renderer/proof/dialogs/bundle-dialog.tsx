import { useState } from 'react';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { formatCounted } from '../../format/number.ts';
import { currentHost } from '../../state/host.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './dialogs.module.css';
import { saveTo } from './save-to.ts';

interface BundleDialogProps {
  readonly caseInfo: CaseInfo;
  readonly onClose: () => void;
}

/** Writes files of the case as a zip that can be verified elsewhere. */
export function BundleDialog({ caseInfo, onClose }: BundleDialogProps) {
  const [filter, setFilter] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const start = async (): Promise<void> => {
    setError(null);
    setIsAsking(true);
    try {
      const to = await saveTo(caseInfo, 'bundle', '-bundle.zip');
      if (to === null) return;
      await currentHost().call('bundle.start', { case: caseInfo.case, filter, ...to });
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
      title="Bundle of the files"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={isAsking} onClick={start}>
            Choose where…
          </Button>
        </>
      }
    >
      <div className={styles.step}>
        <p>
          A zip of the files as they were delivered, with what S3 knew of them: bucket, key, and the
          signatures that a plain download loses. Whoever imports it can verify it again, with Spoor or
          without.
        </p>
        <TextField
          label="Only these files"
          hint="By object:, account:, region: and time: of the delivery, such as region:eu-west-1. Empty: all."
          isMono
          placeholder={`all ${formatCounted(caseInfo.files.seen, 'file')}`}
          maxLength={20_000}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        {error === null ? null : <ErrorNote error={error} />}
      </div>
    </Dialog>
  );
}
