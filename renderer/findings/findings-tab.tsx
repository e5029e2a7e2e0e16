import { ScanSearch } from 'lucide-react';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { CaseInfo } from '../../electron/contract/api.ts';
import type { Finding, FindingState, Level, RuleRun } from '../../electron/contract/detect.ts';
import { formatCount } from '../format/number.ts';
import { useAnswer } from '../sources/use-answer.ts';
import { runCommand } from '../state/commands.ts';
import { useFindings } from '../state/findings.ts';
import { currentHost } from '../state/host.ts';
import { keptChoice, useKeptChoice } from '../state/kept-choice.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { FindingList, isSameFinding } from './finding-list.tsx';
import { FindingPanel } from './finding-panel.tsx';
import styles from './findings.module.css';
import { LevelChips } from './level-chips.tsx';
import { SuppressDialog } from './suppress-dialog.tsx';

interface FindingsTabProps {
  readonly caseInfo: CaseInfo;
  readonly run: RuleRun | null;
  /** Why {@link run} is not known. */
  readonly error: unknown;
}

const pageRows = 100;

const shownParts = [
  { value: 'open', label: 'Open' },
  { value: 'truePositive', label: 'True' },
  { value: 'falsePositive', label: 'False' },
  { value: 'suppressed', label: 'Suppressed' },
  { value: 'all', label: 'All' },
] as const;
type Shown = (typeof shownParts)[number]['value'];

interface View {
  readonly minLevel: Level | null;
  readonly shown: Shown;
  readonly text: string;
  readonly page: number;
  readonly chosen: Finding | null;
}
const keptView = keptChoice<View>({ minLevel: null, shown: 'open', text: '', page: 0, chosen: null });

/** What the rules found, the gravest first, each with what to do about it. */
export function FindingsTab({ caseInfo, run, error }: FindingsTabProps) {
  const { case: id, firstTimeMs, lastTimeMs } = caseInfo;
  const { summary, news } = useFindings();
  const [{ minLevel, shown, text, page, chosen }, change] = useKeptChoice(keptView, id);
  const [isSuppressing, setIsSuppressing] = useState(false);
  const list = useRef<HTMLElement>(null);
  const question = {
    case: id,
    minLevel,
    state: shown === 'all' || shown === 'suppressed' ? null : shown,
    suppressed: shown === 'suppressed' ? 'only' : shown === 'all' ? 'show' : 'hide',
    rule: null,
    text,
    offset: page * pageRows,
    limit: pageRows,
  } as const;
  const answer = useAnswer(`${news} ${JSON.stringify(question)}`, (signal) =>
    currentHost().call('findings.page', question, signal),
  );
  if (error !== null) return <ErrorState error={error} />;
  if (summary === null) return <Spinner label="Reading the findings" />;
  if (summary.ranAtMs === null)
    return (
      <div className={styles.empty}>
        <EmptyState
          icon={<ScanSearch size={26} strokeWidth={1.5} aria-hidden="true" />}
          title="No rules have been run yet"
          actions={
            <Button
              variant="primary"
              disabled={caseInfo.events === 0}
              onClick={() => runCommand('case.detect')}
            >
              Run rules…
            </Button>
          }
        >
          Sigma rules of your own and the metric filters of the CIS benchmark are run over every event, here
          and without a network. What they find is grouped by rule and actor, and stays in the case with what
          you say of it.
        </EmptyState>
      </div>
    );
  const rows = answer.value?.rows ?? [];
  const total = answer.value?.total ?? 0;
  const current = chosen === null ? null : (rows.find((row) => isSameFinding(row, chosen)) ?? chosen);
  const mark = async (finding: Finding, state: FindingState, note: string): Promise<void> => {
    const { rule, actor } = finding;
    const marked = await currentHost().call('findings.mark', { case: id, rule, actor, state, note });
    // Meanwhile another may have been chosen: leaving the note by a click on it is what keeps the note.
    change((now) => (now.chosen !== null && isSameFinding(now.chosen, marked) ? { chosen: marked } : {}));
  };
  const lift = async (finding: Finding): Promise<void> => {
    if (finding.suppression === null) return;
    await currentHost().call('findings.lift', { case: id, suppression: finding.suppression.id });
    change(({ chosen: now }) =>
      now !== null && isSameFinding(now, finding) ? { chosen: { ...now, suppression: null } } : {},
    );
  };
  return (
    <div className={styles.split}>
      <section ref={list} tabIndex={-1} className={styles.section} aria-label="Findings">
        <div className={styles.head}>
          <Segmented
            label="Which findings"
            value={shown}
            options={shownParts}
            onChange={(next) => change({ shown: next, page: 0 })}
          />
          {answer.value === null ? null : (
            <LevelChips
              counts={answer.value.counts}
              chosen={minLevel}
              onChoose={(next) => change({ minLevel: next, page: 0 })}
            />
          )}
          <TextField
            type="search"
            label="Find in title, rule or actor"
            isLabelHidden
            placeholder="Find in title, rule or actor"
            className={styles.find}
            value={text}
            onChange={(event) => change({ text: event.target.value, page: 0 })}
          />
        </div>
        {answer.error !== null ? (
          <ErrorNote error={answer.error} />
        ) : answer.value === null ? (
          <Spinner label="Reading the findings" />
        ) : total === 0 ? (
          <p className={styles.nothing}>
            {shown === 'open' && text === '' && minLevel === null
              ? 'Nothing is open. What was judged or suppressed is under the other words above.'
              : 'No finding is like that.'}
          </p>
        ) : (
          <FindingList
            findings={rows}
            span={
              firstTimeMs === null || lastTimeMs === null
                ? null
                : { fromMs: firstTimeMs, untilMs: lastTimeMs }
            }
            chosen={current}
            onChoose={(next) => change({ chosen: next })}
          />
        )}
        {total <= pageRows ? null : (
          <div className={styles.pager}>
            <span>
              {formatCount(page * pageRows + 1)} to {formatCount(Math.min(total, (page + 1) * pageRows))} of{' '}
              {formatCount(total)}
            </span>
            <Button size="small" disabled={page === 0} onClick={() => change({ page: page - 1 })}>
              Before
            </Button>
            <Button
              size="small"
              disabled={(page + 1) * pageRows >= total}
              onClick={() => change({ page: page + 1 })}
            >
              Next
            </Button>
          </div>
        )}
      </section>
      {current === null ? null : (
        <FindingPanel
          key={`${current.rule}\n${current.actor ?? ''}`}
          finding={current}
          rule={run?.rules.find((rule) => rule.id === current.rule) ?? null}
          canWrite={caseInfo.access === 'write'}
          onMark={(state, note) => mark(current, state, note)}
          onSuppress={() => setIsSuppressing(true)}
          onLift={() => lift(current)}
          onClose={() => {
            change({ chosen: null });
            list.current?.querySelector<HTMLElement>('button[tabindex="0"]')?.focus();
          }}
        />
      )}
      {isSuppressing && current !== null ? (
        <SuppressDialog
          caseId={id}
          finding={current}
          onClose={(isDone) => {
            // What had the focus goes, and so does the line of the finding. The dialog holds it until it is gone.
            flushSync(() => {
              setIsSuppressing(false);
              if (isDone) change({ chosen: null });
            });
            if (isDone) list.current?.focus();
          }}
        />
      ) : null}
    </div>
  );
}
