import { ZoomIn, ZoomOut } from 'lucide-react';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { formatCounted } from '../../format/number.ts';
import { formatDuration, zoneName } from '../../format/time.ts';
import { useAnswer } from '../../sources/use-answer.ts';
import { currentHost } from '../../state/host.ts';
import { useView } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import panel from '../panel.module.css';
import { spanTitle } from './cell-words.ts';
import { HeatMap } from './heat-map.tsx';
import { Legend } from './legend.tsx';
import styles from './map.module.css';
import { cellsFor, isScrolled } from './map-lines.ts';
import { type Span, zoomed } from './span.ts';
import { legendOf } from './state-words.ts';
import { useWidth } from './use-width.ts';

interface CoverageSectionProps {
  readonly caseInfo: CaseInfo;
  /** Another word: the case has changed, and the map is asked for again. */
  readonly news: string;
}

const hourMs = 3_600_000;

/** What lies in the case of every account, region and hour, and how far it is proven. */
export function CoverageSection({ caseInfo, news }: CoverageSectionProps) {
  const { case: id } = caseInfo;
  const zone = useView((state) => state.zone);
  const { span, cell } = useView((state) => state.proof);
  const setProof = useView((state) => state.setProof);
  const [ruler, widthPx] = useWidth<HTMLElement>();
  const maxCells = cellsFor(widthPx);

  const wholeAnswer = useAnswer(`whole ${id} ${news}`, (signal) =>
    currentHost().call('coverage.map', { case: id, fromMs: null, untilMs: null, maxCells: 1 }, signal),
  );
  const whole = wholeAnswer.value;
  const key = `${id} ${news} ${widthPx > 0} ${maxCells} ${span?.fromMs ?? ''} ${span?.untilMs ?? ''}`;
  const answer = useAnswer(key, async (signal) => ({
    key,
    map: await currentHost().call(
      'coverage.map',
      { case: id, fromMs: span?.fromMs ?? null, untilMs: span?.untilMs ?? null, maxCells },
      signal,
    ),
  }));
  const map = answer.value?.map ?? null;
  const error = answer.error ?? wholeAnswer.error;
  const onSpan = (next: Span | null): void => setProof({ span: next });
  const zoomBy = (factor: number): void => {
    if (map === null || whole === null) return;
    onSpan(zoomed(map, whole, (map.fromMs + map.untilMs) / 2, factor));
  };
  return (
    <section className={classes(panel.panel, styles.section)} aria-labelledby="coverage-title">
      <header className={styles.head}>
        <h2 id="coverage-title">Evidence by account, region and hour</h2>
        {map === null || map.rows.length === 0 ? null : (
          <>
            <span className={styles.hint}>
              {spanTitle(map, zone)} {zoneName(zone)}
              {map.stepMs > hourMs ? ` · a cell is ${formatDuration(map.stepMs)}` : ''}
            </span>
            <IconButton size="small" label="Zoom in" onClick={() => zoomBy(0.5)}>
              <ZoomIn size={14} aria-hidden="true" />
            </IconButton>
            {span === null ? null : (
              <>
                <IconButton size="small" label="Zoom out" onClick={() => zoomBy(2)}>
                  <ZoomOut size={14} aria-hidden="true" />
                </IconButton>
                <Button size="small" onClick={() => onSpan(null)}>
                  Whole span
                </Button>
              </>
            )}
            <Legend {...legendOf(map)} />
          </>
        )}
      </header>
      <div
        className={classes(styles.ruler, map !== null && isScrolled(map.rows) && styles.scrolled)}
        aria-hidden="true"
      >
        <i ref={ruler} />
      </div>
      {error !== null ? (
        <ErrorNote error={error} />
      ) : map === null || whole === null || widthPx === 0 ? (
        <div className={styles.waiting}>
          <Spinner label="Looking at every hour" />
        </div>
      ) : map.rows.length === 0 ? (
        <EmptyState title="No hour to show">
          No file of the case says which account, region and hour it is from.
        </EmptyState>
      ) : (
        <HeatMap
          map={map}
          whole={whole}
          isZoomed={span !== null}
          isStale={answer.value?.key !== key}
          opened={cell}
          zone={zone}
          widthPx={widthPx}
          onOpen={(opened) => setProof({ cell: opened })}
          onSpan={onSpan}
        />
      )}
      {map === null || map.unplacedFiles === 0 ? null : (
        <p className={styles.hint}>
          {formatCounted(map.unplacedFiles, 'file')} in no cell: their names do not say which account, region
          and hour they are from.
        </p>
      )}
    </section>
  );
}
