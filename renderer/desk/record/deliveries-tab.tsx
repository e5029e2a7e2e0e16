import { useState } from 'react';
import type { CaseInfo, EventDetail } from '../../../electron/contract/api.ts';
import { formatCount } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './deliveries.module.css';
import { fileNameOf } from './delivery-words.ts';
import type { LosslessJson } from './lossless-json.ts';
import { RecordComparison } from './record-comparison.tsx';

interface DeliveriesTabProps {
  readonly caseInfo: CaseInfo;
  readonly detail: EventDetail;
  readonly record: LosslessJson | null;
  readonly onSelectEvent: (event: number) => void;
}

/** Every other delivery of the event, and this one beside one of them. */
export function DeliveriesTab({ caseInfo, detail, record, onSelectEvent }: DeliveriesTabProps) {
  const others = detail.otherDeliveries;
  const [asked, setAsked] = useState<number | null>(null);
  const chosen =
    others.find(({ event }) => event === asked) ??
    others.find(({ differs }) => differs === true) ??
    others[0];
  return (
    <div className={styles.page}>
      <ul className={styles.list}>
        {others.map(({ event, objectKey, position, differs }) => (
          <li key={event} className={styles.delivery}>
            <button
              type="button"
              className={styles.open}
              title={`Open this delivery: ${visibleText(objectKey)}`}
              onClick={() => onSelectEvent(event)}
            >
              {visibleText(fileNameOf(objectKey))}
            </button>
            <span className={styles.quiet}>record {formatCount(position + 1)}</span>
            <Badge tone={differs === true ? 'warn' : 'neutral'}>
              {differs === null ? 'not compared' : differs ? 'differs' : 'same'}
            </Badge>
            <span className={styles.space} />
            <Button
              size="small"
              aria-pressed={event === chosen?.event}
              aria-label={`Compare with ${visibleText(fileNameOf(objectKey))}`}
              onClick={() => setAsked(event)}
            >
              Compare
            </Button>
          </li>
        ))}
      </ul>
      {chosen === undefined || record === null ? null : (
        <RecordComparison key={chosen.event} caseInfo={caseInfo} record={record} other={chosen} />
      )}
    </div>
  );
}
