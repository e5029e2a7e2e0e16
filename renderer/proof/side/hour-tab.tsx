import type { CaseInfo } from '../../../electron/contract/api.ts';
import type { CoverageDetail } from '../../../electron/contract/integrity.ts';
import { formatCount, formatCounted } from '../../format/number.ts';
import { formatMoment } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { runCommand } from '../../state/commands.ts';
import type { CellPlace } from '../../state/proof-view.ts';
import { useView } from '../../state/view.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { stateWords } from '../map/state-words.ts';
import { Swatch } from '../map/swatch.tsx';
import { filterOfCell, showFiltered } from '../show-events.ts';
import { LoggingThen } from './logging-then.tsx';
import { ObjectList } from './object-list.tsx';
import styles from './side.module.css';

interface HourTabProps {
  readonly caseInfo: CaseInfo;
  readonly cell: CellPlace;
  readonly detail: CoverageDetail;
}

/** What the cell is, what would settle it, and the files of it. */
export function HourTab({ caseInfo, cell, detail }: HourTabProps) {
  const zone = useView((state) => state.zone);
  const setProof = useView((state) => state.setProof);
  const { state, files, events, isPartlyIndexed } = detail.cell;
  const { label, tone } = stateWords[state];
  const hasBucket = caseInfo.sources.some(({ kind }) => kind === 's3');
  return (
    <>
      <section className={styles.card}>
        <h3>
          {visibleText(detail.title)} <Badge tone={tone}>{label}</Badge>
        </h3>
        <p>{visibleText(detail.sentence)}</p>
        {isPartlyIndexed ? <p>Event selectors left events of its files out of the index.</p> : null}
        {files === 0 ? null : (
          <Button size="small" onClick={() => showFiltered(filterOfCell(cell))}>
            Show the events of this time
          </Button>
        )}
      </section>
      {detail.settle === null ? null : (
        <>
          <h3 className={styles.label}>What would settle it</h3>
          <section className={styles.card}>
            <p>{visibleText(detail.settle)}</p>
            {hasBucket ? (
              <Button size="small" onClick={() => runCommand('case.sync')}>
                Sync from S3…
              </Button>
            ) : null}
          </section>
        </>
      )}
      {detail.hours.length < 2 ? null : (
        <>
          <h3 className={styles.label}>Hours</h3>
          <ul className={styles.hours}>
            {detail.hours.map((hour) => (
              <li key={hour.fromMs}>
                <button
                  type="button"
                  onClick={() =>
                    setProof({ cell: { ...cell, fromMs: hour.fromMs, untilMs: hour.fromMs + 3_600_000 } })
                  }
                >
                  <Swatch state={hour.state} />
                  <span>{formatMoment(hour.fromMs, zone)}</span>
                  <span className={styles.quiet}>
                    {stateWords[hour.state].label}
                    {hour.files === 0 ? '' : `, ${formatCounted(hour.files, 'file')}`}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {detail.objects.length === 0 ? null : (
        <>
          <h3 className={styles.label}>
            Digests and log files
            {files === 0 ? '' : `: ${formatCounted(files, 'file')} with ${formatCounted(events, 'event')}`}
          </h3>
          <ObjectList objects={detail.objects} />
          {detail.objectsTotal > detail.objects.length ? (
            <p className={styles.quiet}>
              and {formatCount(detail.objectsTotal - detail.objects.length)} more
            </p>
          ) : null}
        </>
      )}
      <h3 className={styles.label}>Logging at that time</h3>
      <LoggingThen caseInfo={caseInfo} cell={cell} />
    </>
  );
}
