import type { LoggingEvidence } from '../../../electron/contract/integrity.ts';
import { formatMoment } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { useView } from '../../state/view.ts';
import { showEvent } from '../show-events.ts';
import styles from './side.module.css';

/** What an answer rests on; what is an event of the case leads to it. */
export function EvidenceList({ evidence }: { readonly evidence: readonly LoggingEvidence[] }) {
  const zone = useView((state) => state.zone);
  if (evidence.length === 0) return null;
  return (
    <ul className={styles.evidence} aria-label="Evidence">
      {evidence.map(({ sentence, event, atMs }) => (
        <li key={`${event ?? ''} ${atMs ?? ''} ${sentence}`}>
          {atMs === null ? null : <span className={styles.quiet}>{formatMoment(atMs, zone)} </span>}
          {event === null ? (
            visibleText(sentence)
          ) : (
            <button type="button" className={styles.link} onClick={() => showEvent(event)}>
              {visibleText(sentence)}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
