import type { FormEvent } from 'react';
import {
  type ComparedField,
  type PeriodComparison,
  usualComparedFields,
} from '../../electron/contract/compare.ts';
import { keptChoice, useKeptChoice } from '../state/kept-choice.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Among } from './among.tsx';
import { CompareTable } from './compare-table.tsx';
import { FieldChoice } from './field-choice.tsx';
import { OtherFilter } from './other-filter.tsx';
import type { PanelProps } from './panel-props.ts';
import { havePartInCommon, readPeriod } from './period-text.ts';
import styles from './rare.module.css';
import { useAnswer } from './use-answer.ts';

const shownLines = 200;
const periodHint = 'Such as 2026-03 or 2026-03-01..2026-03-07.';

interface Answered {
  readonly found: PeriodComparison;
  readonly filter: string;
}
interface Kept {
  readonly before: string;
  readonly after: string;
  readonly fields: readonly ComparedField[];
  readonly last: Answered | null;
}
const kept = keptChoice<Kept>({ before: '', after: '', fields: usualComparedFields, last: null });

/** Which values are new, gone, more or less in one period than in another. */
export function ComparePanel({ client, caseId, filter, onFilter }: PanelProps) {
  const [{ before: beforeText, after: afterText, fields, last }, keep] = useKeptChoice(kept, caseId);
  const { error, isAsking, ask, ...answer } = useAnswer<Answered>();
  const value = answer.value ?? (error === null ? last : null);
  const before = readPeriod(beforeText);
  const after = readPeriod(afterText);
  const isShared = before !== undefined && after !== undefined && havePartInCommon(before, after);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (before === undefined || after === undefined || isShared || fields.length === 0) return;
    const choice = { before, after, fields: [...fields], limit: shownLines };
    ask(async (signal) => {
      const question = { case: caseId, filter, withDuplicates: false, ...choice };
      const answered = { found: await client.call('compare.periods', question, signal), filter };
      keep({ last: answered });
      return answered;
    });
  };
  const isReady = before !== undefined && after !== undefined && !isShared && fields.length > 0;
  return (
    <section className={styles.panel} aria-label="Compare two periods">
      <p className={styles.summary}>
        Which values are new or gone, and which have more or fewer events an hour, <Among filter={filter} /> A
        day, a month, or two of them with two dots between, such as 2026-03-01..2026-03-07.
      </p>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="Before (UTC)"
          placeholder="2026-02"
          value={beforeText}
          onChange={({ target }) => keep({ before: target.value })}
          error={beforeText !== '' && before === undefined ? periodHint : undefined}
        />
        <TextField
          label="After (UTC)"
          placeholder="2026-03-01..2026-03-07"
          value={afterText}
          onChange={({ target }) => keep({ after: target.value })}
          error={
            afterText !== '' && after === undefined
              ? periodHint
              : isShared
                ? 'The two periods have time in common.'
                : undefined
          }
        />
        <FieldChoice chosen={fields} onChange={(next) => keep({ fields: next })} />
        <Button type="submit" variant="primary" disabled={!isReady}>
          Compare
        </Button>
        {isAsking ? <Spinner label="Comparing" /> : null}
      </form>
      {error === null ? null : <ErrorNote error={error} />}
      {value === null || value.filter === filter ? null : <OtherFilter filter={value.filter} />}
      {value === null ? null : <CompareTable found={value.found} onFilter={onFilter} />}
    </section>
  );
}
