import { ArrowDown, ArrowUp } from 'lucide-react';
import type { LedgerSort } from '../../electron/contract/api.ts';
import { zoneName } from '../format/time.ts';
import { useView } from '../state/view.ts';
import styles from './ledger-table.module.css';
import { nextSort } from './next-sort.ts';

interface Column {
  readonly label: string;
  /** What it sorts by; absent where an order would mean nothing. */
  readonly by?: LedgerSort['by'];
  readonly isNumber?: true;
}

const columns: readonly Column[] = [
  { label: 'Status', by: 'status' },
  { label: 'File', by: 'key' },
  { label: 'Kind' },
  { label: 'Records', by: 'records', isNumber: true },
  { label: 'Size', by: 'sizeBytes', isNumber: true },
  { label: 'Delivered', by: 'deliveredMs' },
  { label: 'SHA-256' },
];

/** The heads of the ledger's columns: a click sorts. */
export function LedgerHead() {
  const sort = useView((state) => state.ledgerSort);
  const zone = useView((state) => state.zone);
  const { setLedgerSort } = useView.getState();
  return (
    <thead>
      <tr className={styles.head} aria-rowindex={1}>
        {columns.map(({ label, by, isNumber }) => {
          const shown =
            by === 'deliveredMs' ? `${label} (${zone === 'utc' ? 'UTC' : zoneName(zone)})` : label;
          const isSorted = by !== undefined && sort?.by === by;
          const order = isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none';
          return (
            <th
              key={label}
              className={isNumber === true ? styles.number : undefined}
              aria-sort={by === undefined ? undefined : order}
            >
              {by === undefined ? (
                shown
              ) : (
                <button
                  type="button"
                  className={styles.sort}
                  onClick={() => setLedgerSort(nextSort(sort, by))}
                >
                  {shown}
                  {order === 'descending' ? <ArrowDown size={12} aria-hidden="true" /> : null}
                  {order === 'ascending' ? <ArrowUp size={12} aria-hidden="true" /> : null}
                </button>
              )}
            </th>
          );
        })}
        <th>
          <span className="visually-hidden">Details</span>
        </th>
      </tr>
    </thead>
  );
}
