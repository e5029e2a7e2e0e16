import { useState } from 'react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import type { AlarmAnswer, AlarmSettings, AlarmSource } from '../../electron/contract/detect.ts';
import { visibleText } from '../format/visible-text.ts';
import { useAnswer } from '../sources/use-answer.ts';
import { isAborted } from '../state/errors.ts';
import { currentHost } from '../state/host.ts';
import { keptChoice, useKeptChoice } from '../state/kept-choice.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { TextField } from '../ui/text-field.tsx';
import { AlarmResult } from './alarm-result.tsx';
import styles from './findings.module.css';

const kinds = [
  { value: 'cis', label: 'CIS benchmark' },
  { value: 'pattern', label: 'A pattern' },
  { value: 'filter', label: 'The present filter' },
] as const;

interface Form {
  readonly kind: (typeof kinds)[number]['value'];
  /** Null: the first of them. */
  readonly rule: string | null;
  readonly pattern: string;
  readonly period: string;
  readonly threshold: string;
  readonly periods: string;
  readonly answer: AlarmAnswer | null;
}
const keptForm = keptChoice<Form>({
  kind: 'cis',
  rule: null,
  pattern: '',
  period: '300',
  threshold: '1',
  periods: '1',
  answer: null,
});

/** When an alarm on a metric filter would have rung, had it been there. */
export function AlarmsTab({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const { case: id } = caseInfo;
  const filterText = useView((state) => state.filterText);
  const [form, change] = useKeptChoice(keptForm, id);
  const { kind, pattern, period, threshold, periods, answer } = form;
  const known = useAnswer('alarm rules', (signal) => currentHost().call('alarms.rules', {}, signal));
  const rules = known.value ?? [];
  const rule = form.rule ?? rules[0]?.id ?? '';
  const [state, setState] = useState<{ readonly error: unknown; readonly isAsking: boolean }>({
    error: null,
    isAsking: false,
  });
  const source: AlarmSource =
    kind === 'cis'
      ? { kind: 'rule', rule }
      : kind === 'pattern'
        ? { kind: 'pattern', pattern }
        : { kind: 'filter', filter: filterText };
  const settings = settingsOf(period, threshold, periods);
  const ask = async (alarm: AlarmSettings): Promise<void> => {
    setState({ error: null, isAsking: true });
    change({ answer: null });
    try {
      const asked = { case: id, source, alarm, fromMs: null, untilMs: null };
      change({ answer: await currentHost().call('alarms.simulate', asked) });
      setState({ error: null, isAsking: false });
    } catch (error) {
      setState({ error: isAborted(error) ? null : error, isAsking: false });
    }
  };
  return (
    <section className={styles.section} aria-label="Alarms">
      <p className={styles.hint}>
        A CloudWatch alarm on the number of matching events a period, run over the case as if it had been
        there.
      </p>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (settings !== null) void ask(settings);
        }}
      >
        <Segmented
          label="An alarm on"
          value={kind}
          options={kinds}
          onChange={(next) => change({ kind: next })}
        />
        {kind === 'cis' ? (
          <label className={styles.choice}>
            <span>Metric filter</span>
            <select value={rule} onChange={(event) => change({ rule: event.target.value })}>
              {rules.map(({ id: value, title }) => (
                <option key={value} value={value}>
                  {value.replace('CIS ', '')} {title}
                </option>
              ))}
            </select>
            <span>{rules.find(({ id: value }) => value === rule)?.help}</span>
          </label>
        ) : kind === 'pattern' ? (
          <TextField
            label="Filter pattern of CloudWatch Logs"
            isMono
            className={styles.wide}
            placeholder={'{ $.eventName = "ConsoleLogin" && $.errorMessage = "Failed authentication" }'}
            value={pattern}
            onChange={(event) => change({ pattern: event.target.value })}
          />
        ) : (
          <p className={styles.wide}>
            <code>{filterText === '' ? 'every event' : visibleText(filterText)}</code>
          </p>
        )}
        <TextField
          label="Period, seconds"
          inputMode="numeric"
          value={period}
          onChange={(event) => change({ period: event.target.value })}
        />
        <TextField
          label="Events, at least"
          inputMode="numeric"
          value={threshold}
          onChange={(event) => change({ threshold: event.target.value })}
        />
        <TextField
          label="Periods in a row"
          inputMode="numeric"
          value={periods}
          onChange={(event) => change({ periods: event.target.value })}
        />
        <Button
          type="submit"
          variant="primary"
          disabled={settings === null || state.isAsking || (kind === 'pattern' && pattern.trim() === '')}
        >
          {state.isAsking ? 'Searching…' : 'When would it have rung?'}
        </Button>
      </form>
      {state.error === null ? null : <ErrorNote error={state.error} />}
      {answer === null ? null : <AlarmResult caseInfo={caseInfo} answer={answer} />}
    </section>
  );
}

/** Null while what is typed is no number that an alarm takes. */
function settingsOf(period: string, threshold: string, periods: string): AlarmSettings | null {
  const periodSeconds = Number(period);
  const evaluationPeriods = Number(periods);
  const isWhole = (value: number, most: number): boolean =>
    Number.isInteger(value) && value >= 1 && value <= most;
  if (!isWhole(periodSeconds, 86_400) || !isWhole(evaluationPeriods, 10_080)) return null;
  if (threshold.trim() === '' || !Number.isFinite(Number(threshold))) return null;
  if (periodSeconds * evaluationPeriods > 7 * 86_400) return null;
  return {
    periodSeconds,
    threshold: Number(threshold),
    comparison: '>=',
    evaluationPeriods,
    datapointsToAlarm: evaluationPeriods,
    treatMissingData: 'notBreaching',
  };
}
