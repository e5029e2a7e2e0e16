import { type FormEvent, useRef, useState } from 'react';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import type { LoggableAnswer } from '../../../electron/contract/integrity.ts';
import { visibleText } from '../../format/visible-text.ts';
import { isAborted } from '../../state/errors.ts';
import { currentHost } from '../../state/host.ts';
import type { CellPlace } from '../../state/proof-view.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { LoggingThen, TrailStates } from './logging-then.tsx';
import styles from './side.module.css';

/** The call that is asked about; stays when another cell is chosen. */
export interface AskedCall {
  readonly source: string;
  readonly name: string;
  readonly resource: string;
}

interface LoggingTabProps {
  readonly caseInfo: CaseInfo;
  readonly cell: CellPlace;
  readonly call: AskedCall;
  readonly onCall: (call: AskedCall) => void;
}

const tones: Readonly<Record<LoggableAnswer['answer'], Tone>> = { yes: 'ok', no: 'fail', unknown: 'warn' };

/** Asks whether a call would have been recorded at the time of the cell, and shows what the answer rests on. */
export function LoggingTab({ caseInfo, cell, call, onCall }: LoggingTabProps) {
  const { source, name, resource } = call;
  const [answer, setAnswer] = useState<{ value: LoggableAnswer; about: string } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const asked = useRef(new AbortController());
  const about = JSON.stringify([cell, source, name, resource]);

  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    asked.current.abort();
    asked.current = new AbortController();
    const { signal } = asked.current;
    setError(null);
    try {
      const value = await currentHost().call(
        'logging.could',
        {
          case: caseInfo.case,
          atMs: cell.fromMs,
          account: cell.account,
          region: cell.region,
          source: source.trim(),
          name: name.trim(),
          resource: resource.trim() === '' ? null : resource.trim(),
        },
        signal,
      );
      if (!signal.aborted) setAnswer({ value, about });
    } catch (failure) {
      if (!signal.aborted && !isAborted(failure)) setError(failure);
    }
  };
  const isCurrent = answer?.about === about;
  return (
    <>
      <form className={styles.form} onSubmit={ask}>
        <p className={styles.quiet}>
          No event may mean that nothing happened, or that nobody would have written it down. Ask for a call:
        </p>
        <TextField
          label="Service"
          placeholder="s3"
          isMono
          maxLength={200}
          value={source}
          onChange={(event) => onCall({ ...call, source: event.target.value })}
        />
        <TextField
          label="API call"
          placeholder="GetObject"
          isMono
          maxLength={200}
          value={name}
          onChange={(event) => onCall({ ...call, name: event.target.value })}
        />
        <TextField
          label="Bucket or ARN, where it matters"
          placeholder="finance-archive"
          isMono
          maxLength={2048}
          value={resource}
          onChange={(event) => onCall({ ...call, resource: event.target.value })}
        />
        <Button type="submit" disabled={source.trim() === '' || name.trim() === ''}>
          Ask
        </Button>
      </form>
      {error === null ? null : <ErrorNote error={error} />}
      {answer === null || !isCurrent ? null : (
        <section className={styles.card} role="status">
          <h3>
            <Badge tone={tones[answer.value.answer]}>{answer.value.answer}</Badge>
          </h3>
          <p>{visibleText(answer.value.sentence)}</p>
          <EvidenceList evidence={answer.value.evidence} />
        </section>
      )}
      <h3 className={styles.label}>Logging at that time</h3>
      {answer !== null && isCurrent ? (
        <TrailStates trails={answer.value.trails} />
      ) : (
        <LoggingThen caseInfo={caseInfo} cell={cell} />
      )}
    </>
  );
}
