import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VerifiedObject } from '../../../electron/contract/integrity.ts';
import { formatCounted } from '../../format/number.ts';
import { formatTime, zoneName } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { copyText } from '../../state/actions.ts';
import { verdictWords } from '../../state/verdict-words.ts';
import { useView } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { VerdictBadge } from '../../ui/verdict-badge.tsx';
import { filterOfObject, showFiltered } from '../show-events.ts';
import { proofWords } from '../verdict-words.ts';
import styles from './object-details.module.css';

interface ObjectDetailsProps {
  readonly object: VerifiedObject;
  readonly onClose: () => void;
}

/** Everything that the check says of one file, in full and to be copied. */
export function ObjectDetails({ object, onClose }: ObjectDetailsProps) {
  const zone = useView((state) => state.zone);
  const { kind, verdict, how, sentence, settle, bucket, key, caseKey, byKey, notes, events } = object;
  const time = (ms: number): string => `${formatTime(ms, zone)} ${zoneName(zone)}`;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={kind === 'digest' ? 'Digest' : 'Log file'}
      footer={
        <>
          {events === 0 ? null : (
            <Button
              onClick={() => {
                onClose();
                showFiltered(filterOfObject(caseKey ?? key));
              }}
            >
              Show its {formatCounted(events, 'event')}
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <dl className={styles.facts}>
        <Fact name="Verdict">
          <VerdictBadge verdict={verdict} />{' '}
          <span className={styles.quiet}>
            {how === null || verdict !== 'proven' ? verdictWords[verdict].help : `Proven ${proofWords[how]}.`}
          </span>
        </Fact>
        <Fact name="Why">{visibleText(sentence)}</Fact>
        {settle === null ? null : <Fact name="To settle it">{visibleText(settle)}</Fact>}
        {bucket === null ? null : (
          <Fact name="Bucket" copied={bucket}>
            <code>{visibleText(bucket)}</code>
          </Fact>
        )}
        <Fact name="Key" copied={key}>
          <code>{visibleText(key)}</code>
        </Fact>
        {caseKey === null ? null : (
          <Fact name="In the case" copied={caseKey}>
            <code>{visibleText(caseKey)}</code>
          </Fact>
        )}
        {byKey === null ? null : (
          <Fact name="Decided by" copied={byKey}>
            <code>{visibleText(byKey)}</code>
          </Fact>
        )}
        {notes.length === 0 ? null : (
          <Fact name="Beside that">
            {notes.map((note) => (
              <p key={note}>{visibleText(note)}</p>
            ))}
          </Fact>
        )}
        {object.account === null ? null : (
          <Fact name="Account">
            {visibleText(object.account)}
            {object.region === null ? '' : `, ${visibleText(object.region)}`}
          </Fact>
        )}
        {object.fromMs === null ? null : (
          <Fact name={kind === 'digest' ? 'Covers' : 'Delivered'}>
            {time(object.fromMs)}
            {object.untilMs === null || object.untilMs === object.fromMs ? '' : ` to ${time(object.untilMs)}`}
          </Fact>
        )}
        {kind === 'digest' ? null : (
          <Fact name="Events">
            {events === 0 ? 'None of the case’s events came with it.' : formatCounted(events, 'event')}
          </Fact>
        )}
      </dl>
    </Dialog>
  );
}

interface FactProps {
  readonly name: string;
  /** The exact text for the clipboard. */
  readonly copied?: string;
  readonly children: ReactNode;
}

function Fact({ name, copied, children }: FactProps) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>
        <div>{children}</div>
        {copied === undefined ? null : (
          <IconButton
            size="small"
            label={`Copy: ${name}`}
            tooltipSide="left"
            onClick={() => copyText(copied, name)}
          >
            <Copy size={13} aria-hidden="true" />
          </IconButton>
        )}
      </dd>
    </div>
  );
}
