import type { SyncPlaceProgress } from '../../electron/contract/s3.ts';
import { formatCount } from '../format/number.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';
import styles from './sync-places.module.css';

/** How far a sync is, by account and region. */
export function SyncPlaces({ places }: { readonly places: readonly SyncPlaceProgress[] }) {
  const shown = places.filter(({ done, total }) => done > 0 || total === null || total > 0);
  return (
    <ul className={styles.places} aria-label="By account and region">
      {shown.map(({ account, region, done, total, notFetched }) => (
        <li key={`${account} ${region}`} className={styles.place}>
          <span className={styles.name}>
            {account} <span className={styles.region}>{region}</span>
          </span>
          <ProgressBar
            value={total === null ? null : total === 0 ? 1 : done / total}
            label={`${account} ${region}`}
          />
          <span className={styles.count}>
            {formatCount(done)}
            {total === null ? '' : ` of ${formatCount(total)}`}
            {notFetched === 0 ? null : (
              <b title="could not be fetched"> · {formatCount(notFetched)} not had</b>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
