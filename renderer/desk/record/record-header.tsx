import { Copy, X } from 'lucide-react';
import type { EventDetail } from '../../../electron/contract/api.ts';
import { formatTime, zoneName } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { copyText } from '../../state/actions.ts';
import { isQuiet } from '../../state/verdict-words.ts';
import type { Zone } from '../../state/view-url.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { VerdictBadge } from '../../ui/verdict-badge.tsx';
import { showAround } from '../edit-filter.ts';
import { type LosslessJson, printLossless } from './lossless-json.ts';
import { recordFacts } from './record-facts.ts';
import styles from './record-panel.module.css';

interface RecordHeaderProps {
  readonly titleId: string;
  readonly detail: EventDetail | null;
  readonly record: LosslessJson | null;
  readonly zone: Zone;
  readonly isSlow: boolean;
  readonly onClose: () => void;
}

/** Which event it is, and what can be done with it as a whole. */
export function RecordHeader({ titleId, detail, record, zone, isSlow, onClose }: RecordHeaderProps) {
  const facts = record === null ? null : recordFacts(record);
  const timeMs = detail?.row.timeMs ?? null;
  const proof = detail?.object.proof ?? null;
  const when = timeMs === null ? 'no readable time' : `${formatTime(timeMs, zone)} ${zoneName(zone)}`;
  const about = [facts?.service, facts?.region, when].filter((part) => part !== null && part !== undefined);
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <h2 id={titleId} className={styles.name}>
          {visibleText(facts?.name ?? (detail === null ? 'Event' : 'Event without a name'))}
        </h2>
        {facts?.error === null || facts === null ? null : (
          <Badge
            tone="fail"
            {...(facts.errorMessage === null ? {} : { title: visibleText(facts.errorMessage) })}
          >
            {visibleText(facts.error)}
          </Badge>
        )}
        {proof === null || isQuiet(proof.verdict) ? null : <VerdictBadge verdict={proof.verdict} />}
        {detail?.row.isConflict ? <Badge tone="warn">deliveries differ</Badge> : null}
        <span className={styles.space} />
        {isSlow ? <Spinner label="Loading the record" size={14} /> : null}
        {detail === null ? null : (
          <Menu
            align="end"
            trigger={
              <IconButton label="Copy" size="small">
                <Copy size={14} aria-hidden="true" />
              </IconButton>
            }
          >
            <MenuItem onSelect={() => copyText(detail.recordJson, 'Record')}>Record as written</MenuItem>
            <MenuItem
              isDisabled={record === null}
              onSelect={() => {
                if (record !== null) copyText(printLossless(record), 'Record');
              }}
            >
              Record in lines
            </MenuItem>
            <MenuItem
              isDisabled={facts === null || facts.id === null}
              onSelect={() => copyText(facts?.id ?? '', 'Event id')}
            >
              Event id
            </MenuItem>
            <MenuItem onSelect={() => copyText(detail.object.key, 'File name')}>Name of its file</MenuItem>
          </Menu>
        )}
        <IconButton label="Close the record" size="small" tooltipSide="left" onClick={onClose}>
          <X size={15} aria-hidden="true" />
        </IconButton>
      </div>
      {detail === null ? null : (
        <div className={styles.about}>
          <p>{visibleText(about.join(' · '))}</p>
          <Button
            size="small"
            disabled={timeMs === null}
            title="Everything five minutes before and after, whoever acted"
            onClick={() => {
              if (timeMs !== null) showAround(timeMs);
            }}
          >
            Around ±5 min
          </Button>
        </div>
      )}
    </header>
  );
}
