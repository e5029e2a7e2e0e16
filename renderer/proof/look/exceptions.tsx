import { useState } from 'react';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import type { Verification, VerifiedObject } from '../../../electron/contract/integrity.ts';
import { formatCount } from '../../format/number.ts';
import { useView } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import panel from '../panel.module.css';
import { exceptionCounts } from '../verdict-words.ts';
import { ExceptionList } from './exception-list.tsx';
import { GapList } from './gap-list.tsx';
import styles from './look.module.css';
import { ObjectDetails } from './object-details.tsx';
import { pageRows, useExceptions } from './use-exceptions.ts';
import { VerdictChips } from './verdict-chips.tsx';

interface ExceptionsProps {
  readonly caseInfo: CaseInfo;
  readonly verification: Verification;
  readonly news: string;
}

/** So many exceptions can be looked through without a search. */
const searchFrom = 12;

/** Every file and every time that is not simply proven, the worst first. */
export function Exceptions({ caseInfo, verification, news }: ExceptionsProps) {
  const verdict = useView((state) => state.proof.verdict);
  const setProof = useView((state) => state.setProof);
  const [text, setText] = useState('');
  const [page, setPage] = useState(0);
  const [details, setDetails] = useState<VerifiedObject | null>(null);
  const answer = useExceptions({ case: caseInfo.case, verdict, text, page, news });
  const counts = exceptionCounts(verification.digests, verification.logs);
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  const total = answer.value?.total ?? 0;
  const rows = answer.value?.rows ?? [];
  const { gaps } = verification;
  return (
    <section className={classes(panel.panel, styles.section)} aria-labelledby="look-title">
      <header className={styles.head}>
        <h2 id="look-title">
          What needs a look <span>{formatCount(all + gaps.length)}</span>
        </h2>
        {all === 0 ? null : (
          <VerdictChips
            counts={counts}
            chosen={verdict}
            onChoose={(next) => {
              setPage(0);
              setProof({ verdict: next });
            }}
          />
        )}
        {all < searchFrom ? null : (
          <TextField
            type="search"
            label="Find in the keys"
            isLabelHidden
            isMono
            placeholder="Find in the keys"
            className={styles.find}
            value={text}
            onChange={(event) => {
              setPage(0);
              setText(event.target.value);
            }}
          />
        )}
      </header>
      {answer.error !== null ? (
        <ErrorNote error={answer.error} />
      ) : all === 0 ? (
        <p className={styles.nothing}>
          {gaps.length === 0
            ? 'Nothing. Every digest and every log file is proven.'
            : 'Every digest and every log file at hand is proven.'}
        </p>
      ) : answer.value === null ? (
        <Spinner label="Reading the verdicts" />
      ) : total === 0 ? (
        <p className={styles.nothing}>No exception is like that.</p>
      ) : (
        <ExceptionList rows={rows} onOpen={setDetails} />
      )}
      {total <= pageRows ? null : (
        <div className={styles.pager}>
          <span>
            {formatCount(page * pageRows + 1)} to {formatCount(Math.min(total, (page + 1) * pageRows))} of{' '}
            {formatCount(total)}
          </span>
          <Button size="small" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Before
          </Button>
          <Button size="small" disabled={(page + 1) * pageRows >= total} onClick={() => setPage(page + 1)}>
            Next
          </Button>
        </div>
      )}
      {gaps.length === 0 || verdict !== null ? null : <GapList gaps={gaps} />}
      {details === null ? null : <ObjectDetails object={details} onClose={() => setDetails(null)} />}
    </section>
  );
}
