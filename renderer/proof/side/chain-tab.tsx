import type { CaseInfo } from '../../../electron/contract/api.ts';
import { useAnswer } from '../../sources/use-answer.ts';
import { currentHost } from '../../state/host.ts';
import type { CellPlace } from '../../state/proof-view.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { chainOf } from './chain-order.ts';
import { ObjectList } from './object-list.tsx';
import styles from './side.module.css';

interface ChainTabProps {
  readonly caseInfo: CaseInfo;
  readonly cell: CellPlace;
  readonly news: string;
}

const hourMs = 3_600_000;
/** The neighbours that prove a digest, or that it proves. */
const aroundMs = 3 * hourMs;
const most = 1000;

/** The digests of the cell and some hours around it, the newest first: each is proven by those above it. */
export function ChainTab({ caseInfo, cell, news }: ChainTabProps) {
  const { case: id } = caseInfo;
  const key = `${id} ${news} ${JSON.stringify(cell)}`;
  const answer = useAnswer(key, async (signal) => ({
    key,
    detail: await currentHost().call(
      'coverage.cell',
      {
        case: id,
        ...cell,
        fromMs: Math.max(0, cell.fromMs - aroundMs),
        untilMs: cell.untilMs + aroundMs,
        limit: most,
      },
      signal,
    ),
  }));
  if (answer.error !== null) return <ErrorNote error={answer.error} />;
  if (answer.value?.key !== key) return <Spinner label="Reading the chain" />;
  const digests = chainOf(answer.value.detail.objects);
  if (digests.length === 0)
    return <p className={styles.quiet}>The case knows of no digest in these hours, nor around them.</p>;
  return (
    <>
      <p className={styles.quiet}>
        Newest first. Each digest names the hash and the signature of the one before it: what is proven here
        proves what is below.
      </p>
      <ObjectList objects={digests} isFull />
    </>
  );
}
