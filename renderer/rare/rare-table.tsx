import type { RareLine, RareList } from '../../electron/contract/compare.ts';
import { fields } from '../../electron/contract/fields.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { formatTime, zoneName } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { useView } from '../state/view.ts';
import styles from './rare.module.css';
import { ValueButton } from './value-button.tsx';

interface RareTableProps {
  readonly list: RareList;
  readonly onFilter: (text: string) => void;
}

/** The lines, the greatest surprise first. */
export function RareTable({ list: { lines, totals, matched }, onFilter }: RareTableProps) {
  const zone = useView((state) => state.zone);
  const all = totals.anyone + totals.actor + totals['new-actor'];
  const zoneText = zone === 'utc' ? 'UTC' : zoneName(zone);
  return (
    <>
      <p className={styles.summary} role="status">
        {formatCounted(all, 'value')} in {formatCounted(matched, 'event')}
        {all > lines.length ? `; the first ${formatCount(lines.length)} are shown` : ''}.
      </p>
      <div className={styles.frame}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>Field</th>
              <th>Value</th>
              <th>Whose</th>
              <th className={styles.number}>Events</th>
              <th>First ({zoneText})</th>
              <th>Last ({zoneText})</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.filter}>
                <td className={styles.quiet}>{fields[line.field].label}</td>
                <td>
                  <ValueButton value={line.value} onClick={() => onFilter(line.filter)} />
                </td>
                <td>{whose(line)}</td>
                <td className={styles.number}>{formatCount(line.count)}</td>
                <td className={styles.time}>{formatTime(line.firstMs, zone)}</td>
                <td className={styles.time}>{formatTime(line.lastMs, zone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function whose({ surprise, actor, actors }: RareLine): string {
  if (surprise === 'anyone')
    return actor === null ? formatCounted(actors, 'actor') : `Only ${visibleText(actor)}`;
  const name = visibleText(actor ?? '');
  return surprise === 'actor' ? `Unusual for ${name}` : `${name}, unusual too`;
}
