import type { CaseInfo } from '../../../electron/contract/api.ts';
import type { LoggingState } from '../../../electron/contract/integrity.ts';
import { useAnswer } from '../../sources/use-answer.ts';
import { currentHost } from '../../state/host.ts';
import type { CellPlace } from '../../state/proof-view.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './side.module.css';
import { TrailState } from './trail-state.tsx';

interface LoggingThenProps {
  readonly caseInfo: CaseInfo;
  readonly cell: CellPlace;
}

/** What the trails recorded when the cell began. */
export function LoggingThen({ caseInfo, cell }: LoggingThenProps) {
  const { case: id, revision } = caseInfo;
  const { account, region, fromMs } = cell;
  const key = `${id} ${revision} ${account} ${region} ${fromMs}`;
  const answer = useAnswer(key, async (signal) => ({
    key,
    trails: (await currentHost().call('logging.at', { case: id, atMs: fromMs, account, region }, signal))
      .trails,
  }));
  if (answer.error !== null) return <ErrorNote error={answer.error} />;
  if (answer.value?.key !== key) return <Spinner label="Looking what was logged" />;
  return <TrailStates trails={answer.value.trails} />;
}

export function TrailStates({ trails }: { readonly trails: readonly LoggingState[] }) {
  if (trails.length === 0)
    return (
      <p className={styles.quiet}>
        Not known: neither a trail’s own settings nor an event that changes one is in the case.
      </p>
    );
  return trails.map((trail) => <TrailState key={`${trail.arn ?? ''} ${trail.trail}`} trail={trail} />);
}
