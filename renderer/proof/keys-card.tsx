import type { UsedKey } from '../../electron/contract/integrity.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { formatTime } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { useView } from '../state/view.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import { keyOrigins, originWords } from './key-words.ts';
import styles from './proof-page.module.css';

/** Which keys the check had, from where, and which of them it could not use. */
export function KeysCard({ keys }: { readonly keys: readonly UsedKey[] }) {
  const refused = keys.filter(({ fault }) => fault !== null).length;
  return (
    <section className={styles.card}>
      <h2>{formatCounted(keys.length, 'key')}</h2>
      <p>
        {keys.length === 0
          ? 'Without AWS’s public keys no signature can be checked. A sync fetches them; a file of them can be given.'
          : keyOrigins(keys)}
      </p>
      {refused === 0 ? null : <p className={styles.fault}>{formatCount(refused)} cannot be used</p>}
      {keys.length === 0 ? null : (
        <Popover
          label="Keys of the check"
          trigger={
            <Button size="small" variant="quiet" className={styles.more}>
              Show the keys
            </Button>
          }
        >
          <KeyList keys={keys} />
        </Popover>
      )}
    </section>
  );
}

function KeyList({ keys }: { readonly keys: readonly UsedKey[] }) {
  const zone = useView((state) => state.zone);
  return (
    <div className={styles.keys}>
      <h3>Keys of the check</h3>
      <ul className={styles.keys} style={{ padding: 0 }}>
        {keys.map((key) => (
          <li key={`${key.fingerprint} ${key.region ?? ''} ${key.origin}`} className={styles.key}>
            <code>{visibleText(key.fingerprint)}</code>
            <p>
              {originWords[key.origin]}
              {key.region === null ? '' : `, ${visibleText(key.region)}`}
              {key.validFromMs === null && key.validUntilMs === null
                ? ''
                : `, valid ${formatTime(key.validFromMs, zone)} to ${formatTime(key.validUntilMs, zone)}`}
            </p>
            {key.fault === null ? null : (
              <p className={styles.fault}>
                <Badge tone="fail">refused</Badge> {visibleText(key.fault)}
              </p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
