import { useId, useState } from 'react';
import type { CaseInfo, EventDetail } from '../../../electron/contract/api.ts';
import type { Zone } from '../../state/view-url.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { type Tab, Tabs } from '../../ui/tabs.tsx';
import { DeliveriesTab } from './deliveries-tab.tsx';
import { deliveriesLabel } from './delivery-words.ts';
import type { LosslessJson } from './lossless-json.ts';
import { ProvenanceTab } from './provenance-tab.tsx';
import { RecordHeader } from './record-header.tsx';
import styles from './record-panel.module.css';
import { firstLook, RecordTab } from './record-tab.tsx';
import { useEventDetail } from './use-event-detail.ts';
import { useRecord } from './use-record.ts';

export interface RecordPanelProps {
  readonly caseInfo: CaseInfo;
  /** The event's number in the case. */
  readonly event: number;
  readonly zone: Zone;
  readonly onClose: () => void;
  /** Another delivery of this event was chosen. */
  readonly onSelectEvent: (event: number) => void;
}

/** Everything about one event: its record as AWS wrote it, where it came from, and its other deliveries. */
export function RecordPanel(props: RecordPanelProps) {
  // Another case starts afresh: its event of the same number has nothing to do with this one.
  return <CasePanel key={props.caseInfo.case} {...props} />;
}

function CasePanel({ caseInfo, event, zone, onClose, onSelectEvent }: RecordPanelProps) {
  const titleId = useId();
  const { detail, error, isSlow, retry } = useEventDetail(caseInfo.case, event, caseInfo.revision);
  const record = useRecord(detail?.recordJson ?? 'null');
  const shown = error === null ? detail : null;
  return (
    <section className={styles.panel} aria-labelledby={titleId} aria-busy={isSlow}>
      <RecordHeader
        titleId={titleId}
        detail={shown}
        record={shown === null ? null : record}
        zone={zone}
        isSlow={isSlow}
        onClose={onClose}
      />
      {error === null ? null : <ErrorState error={error} onRetry={retry} />}
      {shown === null ? null : (
        <PanelTabs
          caseInfo={caseInfo}
          detail={shown}
          record={record}
          zone={zone}
          onSelectEvent={onSelectEvent}
        />
      )}
    </section>
  );
}

interface PanelTabsProps {
  readonly caseInfo: CaseInfo;
  readonly detail: EventDetail;
  readonly record: LosslessJson | null;
  readonly zone: Zone;
  readonly onSelectEvent: (event: number) => void;
}

function PanelTabs({ caseInfo, detail, record, zone, onSelectEvent }: PanelTabsProps) {
  const [chosen, setChosen] = useState('record');
  const [look, setLook] = useState(firstLook);
  const tabs: Tab[] = [
    {
      id: 'record',
      label: 'Record',
      content: <RecordTab detail={detail} record={record} look={look} onLook={setLook} />,
    },
    {
      id: 'provenance',
      label: 'Provenance',
      content: <ProvenanceTab detail={detail} zone={zone} />,
    },
  ];
  if (detail.otherDeliveries.length > 0) {
    tabs.push({
      id: 'deliveries',
      label: deliveriesLabel(detail),
      content: (
        <DeliveriesTab
          key={detail.row.event}
          caseInfo={caseInfo}
          detail={detail}
          record={record}
          onSelectEvent={onSelectEvent}
        />
      ),
    });
  }
  return (
    <div className={styles.body}>
      <Tabs
        label="About this event"
        tabs={tabs}
        value={tabs.some(({ id }) => id === chosen) ? chosen : 'record'}
        onChange={setChosen}
        panelClassName={styles.page}
      />
    </div>
  );
}
