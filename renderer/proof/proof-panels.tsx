import type { CaseInfo } from '../../electron/contract/api.ts';
import type { Panel } from '../state/panels.ts';
import { BundleDialog } from './dialogs/bundle-dialog.tsx';
import { CheckDialog } from './dialogs/check-dialog.tsx';
import { CustodyDialog } from './dialogs/custody-dialog.tsx';
import { ReportDialog } from './dialogs/report-dialog.tsx';

interface ProofPanelsProps {
  readonly panel: Panel | null;
  readonly caseInfo: CaseInfo;
  readonly onClose: () => void;
}

/** The dialogs about proof, from whichever page they are asked for. */
export function ProofPanels({ panel, caseInfo, onClose }: ProofPanelsProps) {
  switch (panel) {
    case 'check':
      return <CheckDialog caseInfo={caseInfo} onClose={onClose} />;
    case 'report':
      return <ReportDialog caseInfo={caseInfo} onClose={onClose} />;
    case 'bundle':
      return <BundleDialog caseInfo={caseInfo} onClose={onClose} />;
    case 'custody':
      return <CustodyDialog caseInfo={caseInfo} onClose={onClose} />;
    default:
      return null;
  }
}
