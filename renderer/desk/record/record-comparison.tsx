import { useMemo } from 'react';
import type { CaseInfo, EventDetail } from '../../../electron/contract/api.ts';
import { formatCounted } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { compareRecords, type Difference } from './compare-records.ts';
import styles from './deliveries.module.css';
import { fileNameOf } from './delivery-words.ts';
import { LongValue } from './long-value.tsx';
import type { LosslessJson } from './lossless-json.ts';
import { useEventDetail } from './use-event-detail.ts';
import { useRecord } from './use-record.ts';

interface RecordComparisonProps {
  readonly caseInfo: CaseInfo;
  readonly record: LosslessJson;
  readonly other: EventDetail['otherDeliveries'][number];
}

/** A log full of differences is shown in part: nobody reads more. */
const shownAtMost = 500;

/** This record and another delivery side by side, as far as they differ. */
export function RecordComparison({ caseInfo, record, other }: RecordComparisonProps) {
  const { detail, error, isSlow, retry } = useEventDetail(caseInfo.case, other.event, caseInfo.revision);
  const otherRecord = useRecord(detail?.recordJson ?? 'null');
  const differences = useMemo(
    () => (detail === null || otherRecord === null ? null : compareRecords(record, otherRecord)),
    [detail, record, otherRecord],
  );
  if (error !== null) return <ErrorState error={error} onRetry={retry} />;
  if (detail === null) return isSlow ? <Spinner label="Loading the other delivery" /> : null;
  if (differences === null) return <p className={styles.quiet}>The other record cannot be read as JSON.</p>;
  if (differences.length === 0) {
    return <p className={styles.quiet}>The two records say the same.</p>;
  }
  return (
    <>
      <p className={styles.quiet}>
        {formatCounted(differences.length, 'difference')} to {visibleText(fileNameOf(other.objectKey))}
        {differences.length > shownAtMost ? `, the first ${shownAtMost} shown` : ''}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">This record</th>
            <th scope="col">Other delivery</th>
          </tr>
        </thead>
        <tbody>
          {differences.slice(0, shownAtMost).map((difference) => (
            <DifferenceRow key={difference.path} difference={difference} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function DifferenceRow({ difference }: { readonly difference: Difference }) {
  return (
    <tr>
      <th scope="row">{visibleText(difference.path)}</th>
      <Side value={difference.left} />
      <Side value={difference.right} />
    </tr>
  );
}

function Side({ value }: { readonly value: string | null }) {
  return (
    <td>{value === null ? <span className={styles.quiet}>not there</span> : <LongValue text={value} />}</td>
  );
}
