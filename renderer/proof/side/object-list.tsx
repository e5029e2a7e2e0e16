import { useState } from 'react';
import type { VerifiedObject } from '../../../electron/contract/integrity.ts';
import { formatCounted } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { useView } from '../../state/view.ts';
import { VerdictBadge } from '../../ui/verdict-badge.tsx';
import { KeyName } from '../key-name.tsx';
import { ObjectDetails } from '../look/object-details.tsx';
import { proofWords } from '../verdict-words.ts';
import styles from './side.module.css';

interface ObjectListProps {
  readonly objects: readonly VerifiedObject[];
  /** With why, by which digest, and what is worth knowing beside it. */
  readonly isFull?: boolean;
}

/** Digests and log files with their verdicts; each opens what is known of it. */
export function ObjectList({ objects, isFull = false }: ObjectListProps) {
  const [details, setDetails] = useState<VerifiedObject | null>(null);
  return (
    <>
      <ul className={styles.objects}>
        {objects.map((object) => (
          <li key={`${object.kind} ${object.object ?? ''} ${object.bucket ?? ''} ${object.key}`}>
            <button type="button" className={styles.object} onClick={() => setDetails(object)}>
              <ObjectHead object={object} />
              <KeyName value={object.key} />
              {isFull ? <Why object={object} /> : null}
            </button>
          </li>
        ))}
      </ul>
      {details === null ? null : <ObjectDetails object={details} onClose={() => setDetails(null)} />}
    </>
  );
}

function ObjectHead({ object }: { readonly object: VerifiedObject }) {
  const zone = useView((state) => state.zone);
  const from = formatTime(object.fromMs, zone).slice(11, 16);
  const until = formatTime(object.untilMs, zone).slice(11, 16);
  return (
    <span className={styles.objectHead}>
      <VerdictBadge verdict={object.verdict} />
      <span>
        {object.kind === 'digest' ? 'digest' : 'log file'}{' '}
        {object.kind === 'digest' ? `${from} to ${until}` : from}
      </span>
      {object.events === 0 ? null : (
        <span className={styles.quiet}>{formatCounted(object.events, 'event')}</span>
      )}
    </span>
  );
}

function Why({ object: { verdict, how, sentence, byKey, notes } }: { readonly object: VerifiedObject }) {
  return (
    <span className={styles.why}>
      <span>
        {how === null || verdict !== 'proven' ? visibleText(sentence) : `Proven ${proofWords[how]}.`}
      </span>
      {byKey === null ? null : (
        <span className={styles.by}>
          decided by <KeyName value={byKey} />
        </span>
      )}
      {notes.map((note) => (
        <span key={note}>{visibleText(note)}</span>
      ))}
    </span>
  );
}
