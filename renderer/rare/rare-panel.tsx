import { type FormEvent, useEffect } from 'react';
import {
  type ComparedField,
  type RareChoice,
  type RareList,
  usualRareFields,
} from '../../electron/contract/compare.ts';
import { keptChoice, useKeptChoice } from '../state/kept-choice.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Among } from './among.tsx';
import { FieldChoice } from './field-choice.tsx';
import { OtherFilter } from './other-filter.tsx';
import type { PanelProps } from './panel-props.ts';
import { readMoment } from './period-text.ts';
import styles from './rare.module.css';
import { RareTable } from './rare-table.tsx';
import { useAnswer } from './use-answer.ts';

const scopes = [
  { value: 'anyone', label: 'For everyone' },
  { value: 'actor', label: 'For one actor' },
  { value: 'both', label: 'Either' },
] as const;
const shownLines = 200;

interface Answered {
  readonly found: RareList;
  readonly filter: string;
}
interface Kept {
  readonly since: string;
  readonly few: string;
  readonly scope: RareChoice['scope'];
  readonly fields: readonly ComparedField[];
  readonly last: Answered | null;
}
const kept = keptChoice<Kept>({ since: '', few: '3', scope: 'both', fields: usualRareFields, last: null });

/** Values that are first seen after a time, or that few events have: what no rule was written for. */
export function RarePanel({ client, caseId, filter, onFilter }: PanelProps) {
  const [{ since, few, scope, fields, last }, keep] = useKeptChoice(kept, caseId);
  const { error, isAsking, ask, ...answer } = useAnswer<Answered>();
  const value = answer.value ?? (error === null ? last : null);
  const sinceMs = readMoment(since);
  const fewerThan = readFew(few);
  const isEmpty = sinceMs === null && fewerThan === null;
  const isReady = sinceMs !== undefined && fewerThan !== undefined && !isEmpty && fields.length > 0;
  const list = (): void => {
    if (!isReady) return;
    const choice = { fields: [...fields], sinceMs, fewerThan, scope, limit: shownLines };
    ask(async (signal) => {
      const question = { case: caseId, filter, withDuplicates: false, ...choice };
      const answered = { found: await client.call('rare.list', question, signal), filter };
      keep({ last: answered });
      return answered;
    });
  };
  // Something to look at before anything was chosen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with what is chosen at the beginning.
  useEffect(() => {
    if (last === null) list();
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    list();
  };
  return (
    <section className={styles.panel} aria-label="First seen and rare">
      <p className={styles.summary}>
        Values that few events have, or that are first seen after a time, <Among filter={filter} />
      </p>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="First seen since (UTC)"
          placeholder="2026-03-01"
          value={since}
          onChange={({ target }) => keep({ since: target.value })}
          error={sinceMs === undefined ? 'A day or a time, such as 2026-03-01T12:00.' : undefined}
        />
        <TextField
          label="Fewer events than"
          inputMode="numeric"
          value={few}
          onChange={({ target }) => keep({ few: target.value })}
          error={
            fewerThan === undefined
              ? 'A whole number from 2, or nothing.'
              : isEmpty
                ? 'Give a time or a number.'
                : undefined
          }
        />
        <div className={styles.labelled}>
          <span className={styles.legend} aria-hidden="true">
            Unusual
          </span>
          <Segmented
            label="Unusual for whom"
            value={scope}
            options={scopes}
            onChange={(next) => keep({ scope: next })}
          />
        </div>
        <FieldChoice chosen={fields} onChange={(next) => keep({ fields: next })} />
        <Button type="submit" variant="primary" disabled={!isReady}>
          List
        </Button>
        {isAsking ? <Spinner label="Looking for rare values" /> : null}
      </form>
      {error === null ? null : <ErrorNote error={error} />}
      {value === null || value.filter === filter ? null : <OtherFilter filter={value.filter} />}
      {value === null ? null : <RareTable list={value.found} onFilter={onFilter} />}
    </section>
  );
}

/** Null where nothing is written, undefined for what is no number that can be asked for. */
function readFew(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const few = /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return few >= 2 && few <= 1_000_000 ? few : undefined;
}
