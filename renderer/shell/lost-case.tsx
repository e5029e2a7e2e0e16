import type { CaseInfo } from '../../electron/contract/api.ts';
import { visibleText } from '../format/visible-text.ts';
import { openAgain, useCases } from '../state/cases.ts';
import { runInBackground } from '../state/toasts.ts';
import { Button } from '../ui/button.tsx';
import styles from './disconnected.module.css';

/** The file of the case is gone: what is on the screen stays readable, nothing new can be asked. */
export function LostCase({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const busy = useCases((state) => state.busy);
  return (
    <div className={styles.banner} role="alert">
      <p>
        <b>{visibleText(caseInfo.lost ?? '')}</b> Connect its drive, then open it again; what was reported as
        done is kept.
      </p>
      <Button size="small" disabled={busy !== null} onClick={() => runInBackground(openAgain)}>
        Open again
      </Button>
    </div>
  );
}
