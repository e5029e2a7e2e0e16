import type { ReactNode } from 'react';
import type { EventDetail } from '../../../electron/contract/api.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatCount } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import { statusWords } from '../../ledger/status-words.ts';
import type { Zone } from '../../state/view-url.ts';
import { Badge } from '../../ui/badge.tsx';
import { Sha256 } from '../../ui/sha256.tsx';
import { deliveredWords, deliverySentences } from './delivery-words.ts';
import { ProofFact } from './proof-fact.tsx';
import styles from './provenance.module.css';

interface ProvenanceTabProps {
  readonly detail: EventDetail;
  readonly zone: Zone;
}

/** Where the record comes from: how far that is proven, which file, which bytes, when. */
export function ProvenanceTab({ detail, zone }: ProvenanceTabProps) {
  const { object, row } = detail;
  const status = statusWords[object.status];
  const sentences = deliverySentences(detail);
  return (
    <div className={styles.page}>
      <dl className={styles.list}>
        <Fact name="Proof">
          <ProofFact proof={object.proof} />
        </Fact>
        <Fact name="File">
          <span className={styles.mono}>{visibleText(object.key)}</span>
        </Fact>
        <Fact name="Source">{visibleText(object.source)}</Fact>
        <Fact name="Position">
          {formatCount(object.position + 1)} of {formatCount(object.records)}
        </Fact>
        <Fact name="SHA-256">
          <Sha256 value={object.sha256} />
        </Fact>
        <Fact name="Size">
          <span title={`${formatCount(object.sizeBytes)} bytes`}>{formatBytes(object.sizeBytes)}</span>
        </Fact>
        <Fact name="Status">
          <Badge tone={status.tone}>{status.label}</Badge> <span className={styles.quiet}>{status.help}</span>
        </Fact>
        <Fact name="Delivered">{deliveredWords(object.deliveredMs, row.timeMs, zone)}</Fact>
      </dl>
      {sentences.map((sentence) => (
        <p key={sentence} className={styles.quiet}>
          {sentence}
        </p>
      ))}
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
