import type { CaseInfo } from '../../electron/contract/api.ts';
import { visibleText } from '../format/visible-text.ts';
import { leaveCase } from '../state/cases.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Asked before a case with a running job is closed. */
export function ConfirmClose({
  caseInfo,
  onClose,
}: {
  readonly caseInfo: CaseInfo;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size="small"
      title={`Close ${visibleText(caseInfo.name)}?`}
      description="A job of this case is still running. Closing stops it; what it has read so far is kept, and the same import can be run again later."
      footer={
        <>
          <Button onClick={onClose}>Keep it open</Button>
          <Button
            variant="danger"
            onClick={() => {
              onClose();
              leaveCase();
            }}
          >
            Stop the job and close
          </Button>
        </>
      }
    />
  );
}
