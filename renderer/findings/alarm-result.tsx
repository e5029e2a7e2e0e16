import type { CaseInfo } from '../../electron/contract/api.ts';
import type { AlarmAnswer } from '../../electron/contract/detect.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { formatTime } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { AlarmBars } from './alarm-bars.tsx';
import styles from './findings.module.css';

interface AlarmResultProps {
  readonly caseInfo: CaseInfo;
  readonly answer: AlarmAnswer;
}

/** How often an alarm would have rung, and when. It names what was asked: the form may say something else by now. */
export function AlarmResult({ caseInfo, answer }: AlarmResultProps) {
  const zone = useView((state) => state.zone);
  const { simulation, events, undated, operands, title, filter } = answer;
  return (
    <div className={styles.rang}>
      <div role="status">
        <p>
          <b>
            {simulation.total === 0
              ? 'It would never have rung.'
              : `It would have rung ${formatCounted(simulation.total, 'time')}.`}
          </b>{' '}
          {formatCounted(events, 'event')} {events === 1 ? 'matches' : 'match'}
          {undated === 0 ? '' : `, ${formatCount(undated)} of them without a time, in no period`}.
        </p>
        <p className={styles.hint}>
          On {title === null ? null : `${visibleText(title)}, `}
          {filter === '' ? 'every event' : <code>{visibleText(filter)}</code>}
        </p>
      </div>
      {operands.map(({ path, events: lacking }) => (
        <p key={path} className={styles.hint}>
          {lacking === null ? 'Some events' : formatCounted(lacking, 'event')}{' '}
          {lacking === 1 ? 'lacks' : 'lack'} {visibleText(path)}: CloudWatch does not match{' '}
          {lacking === 1 ? 'it' : 'them'} with !=.
        </p>
      ))}
      {events === 0 ? null : (
        <Button size="small" onClick={() => useView.getState().showEvents(filter, null)}>
          Show the {formatCounted(events, 'event')}
        </Button>
      )}
      <AlarmBars caseInfo={caseInfo} intervals={simulation.intervals} />
      {simulation.intervals.length === 0 ? null : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Rang</th>
              <th scope="col">Quiet again</th>
              <th scope="col">Worst period</th>
              <th scope="col">Events in it</th>
            </tr>
          </thead>
          <tbody>
            {simulation.intervals.map(({ fromMs, untilMs, worst }) => (
              <tr key={fromMs}>
                <td>{formatTime(fromMs, zone)}</td>
                <td>{untilMs === null ? 'still ringing at the end' : formatTime(untilMs, zone)}</td>
                <td>{worst === null ? 'missing data' : formatTime(worst.fromMs, zone)}</td>
                <td>{worst === null ? '' : formatCount(worst.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {simulation.total > simulation.intervals.length ? (
        <p className={styles.hint}>
          The first {formatCount(simulation.intervals.length)} of {formatCount(simulation.total)} are listed.
        </p>
      ) : null}
    </div>
  );
}
