import type { Verification } from '../../electron/contract/integrity.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCounted, formatPercent } from '../format/number.ts';
import { formatDuration, formatTime, zoneName } from '../format/time.ts';
import { useView } from '../state/view.ts';
import { chainWords } from './chain-words.ts';
import { KeysCard } from './keys-card.tsx';
import styles from './proof-page.module.css';
import { ShareBar } from './share-bar.tsx';
import { provenShare } from './summary.ts';

/** The check in four figures: the share that is proven, the chain, the keys, and what it took. */
export function ProofCards({ verification }: { readonly verification: Verification }) {
  const zone = useView((state) => state.zone);
  const { logs, digests, elapsedMs, bytes, atMs } = verification;
  const share = provenShare(verification);
  return (
    <div className={styles.cards}>
      <section className={styles.card}>
        <h2>{share === null ? 'No log file' : `${formatPercent(share)} proven`}</h2>
        <ShareBar counts={logs} />
      </section>
      <section className={styles.card}>
        <h2>{formatCounted(digests.total, 'digest')}</h2>
        <p>{chainWords(verification)}</p>
      </section>
      <KeysCard keys={verification.keys} />
      <section className={styles.card}>
        <h2>{formatDuration(elapsedMs)}</h2>
        <p>
          to check {formatBytes(bytes)} of {formatCounted(logs.total + digests.total, 'file')},{' '}
          <span className={styles.whole}>
            {formatTime(atMs, zone).slice(0, 16)} {zoneName(zone)}
          </span>
          , no network
        </p>
      </section>
    </div>
  );
}
