import { X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import type { FindingBar } from '../../../electron/contract/detect.ts';
import { formatCount, formatCounted } from '../../format/number.ts';
import { formatDuration, formatMoment } from '../../format/time.ts';
import { describeError } from '../../state/errors.ts';
import type { Zone } from '../../state/view-url.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import type { EvidenceState } from '../use-evidence.ts';
import { Axis } from './axis.tsx';
import { BarTip } from './bar-tip.tsx';
import { Bars } from './bars.tsx';
import { type Brush, isDrag, moveBrush, rangeOf } from './brush.ts';
import { type Bar, barAt, type Domain, startOf, stepName } from './domain.ts';
import { EvidenceLine, Hatching } from './evidence-layer.tsx';
import { evidenceMarks, evidenceSentences, evidenceSummary } from './evidence-marks.ts';
import { FindingMarks, findingsSentence } from './finding-marks.tsx';
import { Legend } from './legend.tsx';
import { describeBars, summarize } from './summary.ts';
import styles from './timeline.module.css';

interface TimelineProps {
  /** Null when there is no date at all. */
  readonly domain: Domain | null;
  readonly bars: readonly Bar[];
  readonly matched: number;
  readonly total: number;
  /** Matching events without a readable time. */
  readonly undated: number;
  readonly zone: Zone;
  /** The time range of the filter. */
  readonly range: { readonly fromMs: number | null; readonly untilMs: number | null };
  readonly isStale: boolean;
  /** The case has grown since this was counted. */
  readonly isBehind: boolean;
  /** Not every record has been searched: there may be more. */
  readonly isPartial: boolean;
  /** What is known of the completeness of the time shown. */
  readonly coverage: EvidenceState;
  /** Where rules have found something. */
  readonly findings: readonly FindingBar[];
  readonly onRange: (fromMs: number | null, untilMs: number | null) => void;
  readonly onOutcome: (kind: 'read' | 'write' | 'failed') => void;
}

/**
 * When the events happened, stacked by outcome. Dragging or Shift and arrows choose a stretch; a click or Enter
 * zooms into it; Escape or a double click shows all times again.
 */
export function Timeline({
  domain,
  bars,
  matched,
  total,
  undated,
  zone,
  range,
  isStale,
  isBehind,
  isPartial,
  coverage,
  findings,
  onRange,
  onOutcome,
}: TimelineProps) {
  const chart = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(800);
  const [brush, setBrush] = useState<Brush | null>(null);
  const [hover, setHover] = useState<number | null>(null);
  const pressedAt = useRef<{ readonly x: number; readonly bar: number } | null>(null);

  useLayoutEffect(() => {
    const element = chart.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const barUnder = (event: PointerEvent): number =>
    domain === null
      ? 0
      : barAt(domain, event.clientX - event.currentTarget.getBoundingClientRect().left, widthPx);
  const zoom = (chosen: Brush): void => {
    if (domain === null) return;
    const { first, last } = rangeOf(chosen);
    setBrush(null);
    onRange(startOf(domain, first), startOf(domain, last + 1));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (domain === null) return;
    const moved = moveBrush(brush, event.key, event.shiftKey, domain.bars);
    if (moved !== null) setBrush(moved);
    else if (event.key === 'Enter' && brush !== null) zoom(brush);
    else if (event.key === 'Escape' && brush !== null) setBrush(null);
    else if (event.key === 'Escape') onRange(null, null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isRanged = range.fromMs !== null || range.untilMs !== null;
  const described = brush === null ? hover : null;
  const { evidence } = coverage;
  const ranges = evidence?.ranges ?? [];
  const marks = domain === null ? [] : evidenceMarks(domain, ranges);
  return (
    <section className={classes(styles.timeline, isStale && styles.stale)} aria-label="Timeline">
      <header className={styles.header}>
        <b>
          {matched === total
            ? formatCounted(total, 'event')
            : `${formatCount(matched)} of ${formatCounted(total, 'event')}`}
        </b>
        <span className={styles.hint}>
          {domain === null
            ? 'none has a readable time'
            : `${formatDuration(domain.bars * domain.stepMs)} · ${stepName(domain.stepMs)} · drag to zoom`}
          {isPartial ? ' · as far as searched' : ''}
          {isBehind ? ' · counting new events' : ''}
          {undated > 0 ? ` · ${formatCount(undated)} without a time` : ''}
          {coverage.error === null ? null : (
            <span title={describeError(coverage.error).message}> · completeness not known</span>
          )}
        </span>
        {isRanged ? (
          <Button size="small" icon={<X size={12} />} onClick={() => onRange(null, null)}>
            {rangeWords(range, zone)}
          </Button>
        ) : null}
        <Legend onOutcome={onOutcome} hasHatching={marks.some(({ kind }) => kind === 'none')} />
      </header>
      <div
        ref={chart}
        className={styles.chart}
        role="application"
        aria-label={`${summarize(domain, bars, undated, zone)}${evidenceSummary(evidence)}${findingsSentence(findings)} Arrows choose a bar, Shift extends, Enter zooms, Escape shows all times.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a chart with a brush is a widget of its own, which is what role application says.
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setBrush(null)}
        onDoubleClick={() => onRange(null, null)}
        onPointerDown={(event) => {
          if (event.button !== 0 || domain === null) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          pressedAt.current = { x: event.clientX, bar: barUnder(event) };
        }}
        onPointerMove={(event) => {
          const pressed = pressedAt.current;
          setHover(barUnder(event));
          if (pressed !== null && isDrag(pressed.x, event.clientX))
            setBrush({ anchor: pressed.bar, head: barUnder(event) });
        }}
        onPointerUp={(event) => {
          const pressed = pressedAt.current;
          pressedAt.current = null;
          if (pressed !== null && isDrag(pressed.x, event.clientX))
            zoom({ anchor: pressed.bar, head: barUnder(event) });
        }}
        onPointerLeave={() => setHover(null)}
      >
        <Hatching marks={marks} />
        {domain === null ? null : <Bars bars={bars} brush={brush} hover={hover} />}
        {domain === null ? null : <FindingMarks domain={domain} findings={findings} />}
        {domain === null || described === null ? null : (
          <BarTip bar={described} domain={domain} bars={bars} ranges={ranges} zone={zone} />
        )}
      </div>
      <EvidenceLine marks={marks} isKnown={evidence !== null && evidence.hours > 0} />
      {domain === null ? null : <Axis domain={domain} widthPx={widthPx} zone={zone} />}
      <p className={styles.spoken} aria-live="polite">
        {domain === null || brush === null
          ? ''
          : [
              describeBars(domain, bars, rangeOf(brush), zone),
              ...evidenceSentences(domain, ranges, rangeOf(brush)),
            ].join('. ')}
      </p>
    </section>
  );
}

function rangeWords({ fromMs, untilMs }: TimelineProps['range'], zone: Zone): string {
  if (fromMs === null) return untilMs === null ? '' : `until ${formatMoment(untilMs, zone)}`;
  return untilMs === null
    ? `from ${formatMoment(fromMs, zone)}`
    : `${formatMoment(fromMs, zone)} – ${formatMoment(untilMs, zone)}`;
}
