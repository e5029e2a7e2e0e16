import { ChevronRight } from 'lucide-react';
import type { Finding } from '../../electron/contract/detect.ts';
import { formatCounted } from '../format/number.ts';
import { formatTime } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
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

/** One line a rule and actor: how grave, what, who, when, how often. */
export function FindingList({ findings, span, chosen, onChoose }: FindingListProps) {
  const zone = useView((state) => state.zone);
  return (
    <ul className={styles.rows} aria-label="Findings">
      {findings.map((finding) => {
        const isChosen = chosen !== null && isSameFinding(chosen, finding);
        const isQuiet = finding.suppression !== null || finding.state === 'falsePositive';
        return (
          <li key={`${finding.rule}\n${finding.actor ?? ''}`}>
            <button
              type="button"
              className={classes(styles.row, isChosen && styles.chosen, isQuiet && styles.quiet)}
              aria-pressed={isChosen}
              onClick={() => onChoose(finding)}
            >
              <span>
                <LevelBadge level={finding.level} />
              </span>
              <span className={styles.what}>
                <b>{visibleText(finding.title)}</b>
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
              <span>
                {finding.suppression !== null ? (
                  <Badge>suppressed</Badge>
                ) : finding.state === 'open' ? null : (
                  <Badge tone={finding.state === 'truePositive' ? 'accent' : 'neutral'}>
                    {stateLabels[finding.state].toLowerCase()}
                  </Badge>
                )}
              </span>
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
