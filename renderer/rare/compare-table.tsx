import type { Change, CompareLine, PeriodComparison } from '../../electron/contract/compare.ts';
import { fields } from '../../electron/contract/fields.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import styles from './rare.module.css';
import { ValueButton } from './value-button.tsx';

const changeWords: Readonly<Record<Change, { readonly label: string; readonly tone: Tone }>> = {
  new: { label: 'New', tone: 'warn' },
  gone: { label: 'Gone', tone: 'neutral' },
  more: { label: 'More', tone: 'accent' },
  less: { label: 'Less', tone: 'neutral' },
};

interface CompareTableProps {
  readonly found: PeriodComparison;
  readonly onFilter: (text: string) => void;
}

/** The lines, the least likely change first. A value shows its events after; of what is gone, those before. */
export function CompareTable({ found: { lines, totals, before, after }, onFilter }: CompareTableProps) {
  const all = totals.new + totals.gone + totals.more + totals.less;
  return (
    <>
      <p className={styles.summary} role="status">
        {formatCounted(before, 'event')} before, {formatCounted(after, 'event')} after:{' '}
        {formatCount(totals.new)} values new, {formatCount(totals.gone)} gone, {formatCount(totals.more)}{' '}
        more, {formatCount(totals.less)} less
        {all > lines.length ? `; the first ${formatCount(lines.length)} are shown` : ''}.
      </p>
      <div className={styles.frame}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>Change</th>
              <th>Field</th>
              <th>Value</th>
              <th className={styles.number}>Before</th>
              <th className={styles.number}>After</th>
              <th className={styles.number}>Before, hourly</th>
              <th className={styles.number}>After, hourly</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.afterFilter}>
                <td>
                  <Badge tone={changeWords[line.change].tone}>{changeWords[line.change].label}</Badge>
                </td>
                <td className={styles.quiet}>{fields[line.field].label}</td>
                <td>
                  <ValueButton value={line.value} onClick={() => onFilter(filterOf(line))} />
                </td>
                <td className={styles.number}>{formatCount(line.before)}</td>
                <td className={styles.number}>{formatCount(line.after)}</td>
                <td className={styles.number}>{formatRate(line.beforeRate)}</td>
                <td className={styles.number}>{formatRate(line.afterRate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function filterOf({ change, beforeFilter, afterFilter }: CompareLine): string {
  return change === 'gone' ? beforeFilter : afterFilter;
}

function formatRate(perHour: number): string {
  return perHour.toLocaleString('en', { maximumSignificantDigits: 2 });
}
