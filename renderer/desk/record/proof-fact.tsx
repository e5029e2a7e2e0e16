import type { EventDetail } from '../../../electron/contract/api.ts';
import type { Proof } from '../../../electron/contract/integrity.ts';
import { visibleText } from '../../format/visible-text.ts';
import { isQuiet, verdictWords } from '../../state/verdict-words.ts';
import { VerdictMark } from '../../ui/verdict-badge.tsx';
import { ProofLink } from '../proof-link.tsx';
import { fileNameOf } from './delivery-words.ts';
import styles from './provenance.module.css';

const restsOn: Readonly<Record<Proof, string>> = {
  signature: 'its digest’s own signature',
  'previous-signature': 'the signature that the next digest keeps of it',
  'hash-chain': 'the hash that the next digest, rightly signed, has of it',
};

/** How far the file of the event is proven, why, and what would settle it. */
export function ProofFact({ proof }: { readonly proof: EventDetail['object']['proof'] }) {
  if (proof === null)
    return (
      <>
        <span className={styles.quiet}>Not checked yet.</span> <ProofLink>Check the case</ProofLink>
      </>
    );
  const { verdict, how, sentence, settle, byKey } = proof;
  return (
    <div className={styles.proof}>
      <p>
        <VerdictMark verdict={verdict} />{' '}
        {isQuiet(verdict) ? <span aria-hidden>{verdictWords[verdict].label}</span> : null}{' '}
        <span className={styles.quiet}>{visibleText(sentence)}</span>
      </p>
      {how === null ? null : <p className={styles.quiet}>It rests on {restsOn[how]}.</p>}
      {byKey === null ? null : (
        <p className={styles.quiet}>
          Digest <span className={styles.mono}>{visibleText(fileNameOf(byKey))}</span>
        </p>
      )}
      {settle === null ? null : <p>What would settle it: {visibleText(settle)}</p>}
      <p>
        <ProofLink look={{ verdict: verdict === 'proven' ? null : verdict }}>Proof and coverage</ProofLink>
      </p>
    </div>
  );
}
