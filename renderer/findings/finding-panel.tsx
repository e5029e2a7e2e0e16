import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Finding, FindingState, RuleInfo } from '../../electron/contract/detect.ts';
import { formatCounted } from '../format/number.ts';
import { formatTime, zoneName } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import styles from './findings.module.css';
import { LevelBadge } from './level-badge.tsx';
import { stateLabels, tacticWords } from './level-words.ts';

interface FindingPanelProps {
  readonly finding: Finding;
  /** What the rule says of itself; null while it is not known. */
  readonly rule: RuleInfo | null;
  readonly canWrite: boolean;
  readonly onMark: (state: FindingState, note: string) => Promise<void>;
  readonly onSuppress: () => void;
  readonly onLift: () => Promise<void>;
  readonly onClose: () => void;
}

const states = (['open', 'truePositive', 'falsePositive'] as const).map((value) => ({
  value,
  label: stateLabels[value],
}));

/** What is known of a finding, what its rule asks, and what a person says of it. */
export function FindingPanel({
  finding,
  rule,
  canWrite,
  onMark,
  onSuppress,
  onLift,
  onClose,
}: FindingPanelProps) {
  const zone = useView((state) => state.zone);
  const [note, setNote] = useState(finding.note);
  const noteId = useId();
  const panel = useRef<HTMLElement>(null);
  // In a narrow window it lies under the list.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const [error, setError] = useState<unknown>(null);
  const attempt = (work: () => Promise<void>): void => {
    setError(null);
    work().catch(setError);
  };
  const time = (ms: number | null): string =>
    ms === null ? 'no readable time' : `${formatTime(ms, zone)} ${zoneName(zone)}`;
  return (
    <aside ref={panel} className={styles.side} aria-label="The chosen finding">
      <header className={styles.sideHead}>
        <div aria-live="polite">
          <h2>{visibleText(finding.title)}</h2>
          <p>
            <LevelBadge level={finding.level} />{' '}
            {finding.actor === null ? 'events without an actor' : visibleText(finding.actor)}
          </p>
        </div>
        <IconButton size="small" label="Close" tooltipSide="left" onClick={onClose}>
          <X size={15} aria-hidden="true" />
        </IconButton>
      </header>
      <div className={styles.sideBody}>
        <Button variant="primary" onClick={() => useView.getState().showEvents(finding.filter, null)}>
          Show {finding.isFilterExact ? 'the' : 'about'} {formatCounted(finding.events, 'event')}
        </Button>
        {finding.isFilterExact ? null : (
          <p className={styles.hint}>The rule is on how events come together: the filter shows some more.</p>
        )}
        <dl className={styles.facts}>
          <Fact name="First">{time(finding.firstMs)}</Fact>
          <Fact name="Last">{time(finding.lastMs)}</Fact>
          {finding.tactics.length === 0 ? null : (
            <Fact name="Tactics">{finding.tactics.map(tacticWords).join(', ')}</Fact>
          )}
          {rule === null || rule.description === null ? null : (
            <Fact name="What it is">{visibleText(rule.description)}</Fact>
          )}
          {rule === null ? null : (
            <Fact name="Asks for">
              <code>{visibleText(rule.explanation)}</code>
            </Fact>
          )}
          {rule === null || rule.falsePositives.length === 0 ? null : (
            <Fact name="May be harmless">
              <ul>
                {rule.falsePositives.map((text) => (
                  <li key={text}>{visibleText(text)}</li>
                ))}
              </ul>
            </Fact>
          )}
          {rule === null || rule.references.length === 0 ? null : (
            <Fact name="References">
              <ul>
                {rule.references.map((text) => (
                  <li key={text}>{visibleText(text)}</li>
                ))}
              </ul>
            </Fact>
          )}
          <Fact name="Rule">
            <code>{visibleText(finding.rule)}</code>
            {rule === null || rule.file === null ? null : <code>{visibleText(rule.file)}</code>}
          </Fact>
        </dl>
        <section className={styles.judge} aria-label="Your judgement">
          <h3>Is it what the rule is about?</h3>
          <Segmented
            label="Is it what the rule is about?"
            value={finding.state}
            options={states}
            onChange={(state) => attempt(() => onMark(state, note))}
          />
          <label htmlFor={noteId}>Note</label>
          <textarea
            id={noteId}
            aria-describedby={`${noteId}-hint`}
            rows={4}
            value={note}
            maxLength={10_000}
            onChange={(event) => setNote(event.target.value)}
            onBlur={() => {
              if (note !== finding.note) attempt(() => onMark(finding.state, note));
            }}
          />
          <p id={`${noteId}-hint`} className={styles.hint}>
            It is kept when you leave the field.
          </p>
          {finding.suppression === null ? (
            <Button size="small" disabled={!canWrite} onClick={onSuppress}>
              Suppress…
            </Button>
          ) : (
            <>
              <p className={styles.hint}>Suppressed: {visibleText(finding.suppression.reason)}</p>
              <Button size="small" disabled={!canWrite} onClick={() => attempt(onLift)}>
                Show it again
              </Button>
            </>
          )}
          {canWrite ? null : <p className={styles.hint}>The case is read-only: marks end with it.</p>}
          {error === null ? null : <ErrorNote error={error} />}
        </section>
      </div>
    </aside>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
