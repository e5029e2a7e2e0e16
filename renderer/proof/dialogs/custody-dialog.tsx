import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import type { CustodyCheck } from '../../../electron/contract/integrity.ts';
import { formatCount, formatCounted } from '../../format/number.ts';
import { formatTime, zoneName } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { useAnswer } from '../../sources/use-answer.ts';
import { currentHost } from '../../state/host.ts';
import { useView } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Sha256 } from '../../ui/sha256.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { custodyDetails, spacedName } from './custody-details.ts';
import styles from './dialogs.module.css';

interface CustodyDialogProps {
  readonly caseInfo: CaseInfo;
  readonly onClose: () => void;
}

const pageRows = 100;

/** What was done with the case, newest first, and whether the list is whole. */
export function CustodyDialog({ caseInfo, onClose }: CustodyDialogProps) {
  const zone = useView((state) => state.zone);
  const [page, setPage] = useState(0);
  const { case: id, revision } = caseInfo;
  const answer = useAnswer(`${id} ${revision} ${page}`, (signal) =>
    currentHost().call('custody.page', { case: id, offset: page * pageRows, limit: pageRows }, signal),
  );
  const total = answer.value?.check.rows ?? 0;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size="large"
      title="Custody"
      description="Everything that was done with the case, in a list that can only grow: each row carries the hash of the one before it."
      footer={
        <>
          {total <= pageRows ? null : (
            <>
              <p className={styles.problem}>
                {formatCount(page * pageRows + 1)} to {formatCount(Math.min(total, (page + 1) * pageRows))} of{' '}
                {formatCount(total)}
              </p>
              <Button disabled={page === 0} onClick={() => setPage(page - 1)}>
                Newer
              </Button>
              <Button disabled={(page + 1) * pageRows >= total} onClick={() => setPage(page + 1)}>
                Older
              </Button>
            </>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      {answer.error !== null ? (
        <ErrorNote error={answer.error} />
      ) : answer.value === null ? (
        <Spinner label="Checking the list" />
      ) : (
        <div className={styles.step}>
          <CheckLine check={answer.value.check} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard. */}
          <section className={styles.scroll} tabIndex={0} aria-label="Rows of the custody list">
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">No.</th>
                  <th scope="col">Time ({zoneName(zone)})</th>
                  <th scope="col">What</th>
                  <th scope="col">Details</th>
                  <th scope="col">Hash</th>
                </tr>
              </thead>
              <tbody>
                {answer.value.rows.map((row) => (
                  <tr
                    key={row.seq}
                    className={classes(row.seq === answer.value?.check.brokenAt && styles.broken)}
                  >
                    <td className={styles.number}>{formatCount(row.seq)}</td>
                    <td className={styles.number}>{formatTime(row.atMs, zone)}</td>
                    <td>{visibleText(spacedName(row.action))}</td>
                    <td className={styles.details} title={visibleText(row.details)}>
                      {visibleText(custodyDetails(row.details))}
                    </td>
                    <td className={styles.number}>
                      <Sha256 value={row.hash} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      )}
    </Dialog>
  );
}

function CheckLine({ check }: { readonly check: CustodyCheck }) {
  const Icon = check.ok ? CircleCheck : CircleAlert;
  return (
    <div className={classes(styles.check, check.ok ? styles.good : styles.bad)} role="status">
      <Icon size={15} aria-hidden="true" />
      <span>
        {check.ok
          ? `The list is whole: each of its ${formatCounted(check.rows, 'row')} follows from the one before.`
          : `The list was changed: row ${formatCount(check.brokenAt ?? 0)} does not follow from the one before it.`}
      </span>
      {check.head === '' ? null : <Sha256 value={check.head} />}
    </div>
  );
}
