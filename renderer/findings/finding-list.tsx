import { ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Finding } from '../../electron/contract/detect.ts';
import { formatCounted } from '../format/number.ts';
import { formatTime } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { rowAfterKey } from '../ledger/row-after-key.ts';
import { useView } from '../state/view.ts';
import { Badge } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import styles from './findings.module.css';
import { LevelBadge } from './level-badge.tsx';
import { stateLabels, tacticWords } from './level-words.ts';
import { SpanBar } from './span-bar.tsx';

interface FindingListProps {
  readonly findings: readonly Finding[];
  /** The time of the whole case: the bars lie in it. */
  readonly span: { readonly fromMs: number; readonly untilMs: number } | null;
  readonly chosen: Finding | null;
  readonly onChoose: (finding: Finding) => void;
}

/** How far Page Up and Page Down go. */
const pageKeyRows = 10;

/**
 * One line a rule and actor: how grave, what, who, when, how often. By the keyboard it is one stop, with the arrow
 * keys from line to line, so that the panel beside it is one Tab away and not a hundred.
 */
export function FindingList({ findings, span, chosen, onChoose }: FindingListProps) {
  const zone = useView((state) => state.zone);
  const list = useRef<HTMLUListElement>(null);
  const [cursor, setCursor] = useState(() =>
    Math.max(
      0,
      findings.findIndex((finding) => chosen !== null && isSameFinding(chosen, finding)),
    ),
  );
  // Back from its events, the chosen line is in sight.
  useEffect(() => {
    list.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' });
  }, []);
  const stop = Math.min(cursor, findings.length - 1);
  return (
    <ul ref={list} className={styles.rows} aria-label="Findings">
      {findings.map((finding, at) => {
        const isChosen = chosen !== null && isSameFinding(chosen, finding);
        const isQuiet = finding.suppression !== null || finding.state === 'falsePositive';
        return (
          <li key={`${finding.rule}\n${finding.actor ?? ''}`}>
            <button
              type="button"
              className={classes(styles.row, isChosen && styles.chosen, isQuiet && styles.quiet)}
              aria-pressed={isChosen}
              tabIndex={at === stop ? 0 : -1}
              onFocus={() => setCursor(at)}
              onKeyDown={(event) => {
                const next = rowAfterKey(event.key, at, findings.length, pageKeyRows);
                if (next === null) return;
                event.preventDefault();
                list.current?.children[next]?.querySelector('button')?.focus();
              }}
              onClick={() => onChoose(finding)}
            >
              <span>
                <LevelBadge level={finding.level} />
              </span>
              <span className={styles.what}>
                <span className={styles.name}>
                  <b className={styles.ruleTitle}>{visibleText(finding.title)}</b>
                  {finding.suppression !== null ? (
                    <Badge>suppressed</Badge>
                  ) : finding.state === 'open' ? null : (
                    <Badge tone={finding.state === 'truePositive' ? 'accent' : 'neutral'}>
                      {stateLabels[finding.state].toLowerCase()}
                    </Badge>
                  )}
                </span>
                <span>{finding.actor === null ? 'no actor' : visibleText(finding.actor)}</span>
              </span>
              <span className={styles.tactics} title={finding.tactics.map(tacticWords).join(', ')}>
                {finding.tactics.map(tacticWords).join(', ')}
              </span>
              <span className={styles.when}>
                <SpanBar span={span} fromMs={finding.firstMs} untilMs={finding.lastMs} tone={finding.level} />
                <span>{formatTime(finding.lastMs, zone)}</span>
              </span>
              <span className={styles.count}>{formatCounted(finding.events, 'event')}</span>
              <ChevronRight size={14} aria-hidden="true" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

export function isSameFinding(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && a.actor === b.actor;
}
