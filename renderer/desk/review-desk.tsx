import { type ReactNode, useEffect, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { CaseInfo } from '../../electron/contract/api.ts';
import { and } from '../../electron/contract/filter/build.ts';
import { conditionsOf, timeRangeOf } from '../../electron/contract/filter/edit.ts';
import { printFilter } from '../../electron/contract/filter/print.ts';
import { everything, type Filter } from '../../electron/contract/filter/syntax-tree.ts';
import { TopBarSlot } from '../shell/top-bar-slot.tsx';
import { registerCommands } from '../state/commands.ts';
import { useView } from '../state/view.ts';
import { classes } from '../ui/classes.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useMedia } from '../ui/use-media.ts';
import { editFilter, readFilter, setTimeRange } from './edit-filter.ts';
import { EmptyResult } from './empty-result.tsx';
import { FacetList } from './facets/facet-list.tsx';
import { FilterBar } from './filter-bar/filter-bar.tsx';
import { OutdatedNote } from './outdated-note.tsx';
import { panelWidths } from './panel-widths.ts';
import { RecordPanel } from './record/record-panel.tsx';
import styles from './review-desk.module.css';
import { SearchStrip } from './search-strip.tsx';
import { EventTable } from './table/event-table.tsx';
import { barsOf, startOf } from './timeline/domain.ts';
import { Timeline } from './timeline/timeline.tsx';
import { useEvidence } from './use-evidence.ts';
import { useFindingMarks } from './use-finding-marks.ts';
import { useRecordSearch } from './use-record-search.ts';
import { useViewAnswer } from './use-view-answer.ts';

/** Where events are looked at: filter, timeline, facets, table, and the record of the selected event. */
export function ReviewDesk({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const [found, setFound] = useState(0);
  const { retry, ...view } = useViewAnswer(caseInfo, found);
  const { filterText, withDuplicates, zone, selectedEvent, setSelectedEvent } = useView();
  const { answer, domain, isOutdated } = view;
  const undecided = answer?.undecided ?? 0;
  const search = useRecordSearch({
    case: caseInfo.case,
    filter: view.answeredFilter,
    withDuplicates,
    undecided,
    revision: answer?.revision ?? 0,
    onFound: () => setFound((before) => before + 1),
  });
  // A malformed text has no answer: all below it goes by the filter whose answer is shown.
  const filter = readFilter(filterText) ?? readFilter(view.answeredFilter) ?? everything;
  // About what is shown and not about what is typed: so it is asked after the view, and never before it.
  const coverage = useEvidence(
    answer === null || domain === null
      ? null
      : {
          case: caseInfo.case,
          filter: view.answeredFilter,
          fromMs: domain.fromMs,
          untilMs: startOf(domain, domain.bars),
        },
    answer?.revision ?? 0,
  );
  const findings = useFindingMarks(caseInfo.case, domain);
  const [widths] = useState(() => panelWidths(window.innerWidth));
  // In a narrow window, or with text at 200 %, three side by side would each show nothing.
  const hasFacets = !useMedia('(max-width: 860px)') || selectedEvent === null;

  useEffect(
    () =>
      registerCommands([
        {
          id: 'review.clear-time',
          group: 'Review',
          title: 'Show all times',
          run: () => setTimeRange(null, null),
        },
        {
          id: 'review.only-failed',
          group: 'Review',
          title: 'Only calls that failed',
          run: () => showOnly('failed'),
        },
        {
          id: 'review.close-record',
          group: 'Review',
          title: 'Close the record',
          run: () => useView.getState().setSelectedEvent(null),
        },
      ]),
    [],
  );

  return (
    <>
      <TopBarSlot>
        <FilterBar caseInfo={caseInfo} view={view} />
      </TopBarSlot>
      <Group className={styles.desk ?? ''} orientation="horizontal">
        {hasFacets ? (
          <>
            <Panel
              id="facets"
              defaultSize={`${widths.facetsPx}px`}
              minSize="180px"
              maxSize="480px"
              groupResizeBehavior="preserve-pixel-size"
            >
              <FacetList
                caseId={caseInfo.case}
                facets={answer?.facets ?? []}
                filter={filter}
                isStale={view.isStale || isOutdated}
              />
            </Panel>
            <Separator className={styles.separator} aria-label="Width of the fields" />
          </>
        ) : null}
        <Panel id="events" minSize="320px">
          <section className={styles.main} aria-label="Events">
            {answer === null ? (
              <Waiting error={view.error} onRetry={retry} />
            ) : (
              <>
                {isOutdated ? (
                  <OutdatedNote error={view.error} answeredFilter={view.answeredFilter} onRetry={retry} />
                ) : null}
                <div className={classes(styles.answer, isOutdated && styles.outdated)}>
                  <SearchStrip search={search} undecided={undecided} matched={answer.matched} />
                  <Timeline
                    domain={domain}
                    bars={domain === null ? [] : barsOf(domain, answer.histogram)}
                    undated={answer.undated}
                    matched={answer.matched}
                    total={answer.total}
                    zone={zone}
                    range={timeRangeOf(filter)}
                    isStale={view.isStale}
                    isBehind={view.isBehind}
                    isPartial={undecided > 0}
                    coverage={coverage}
                    findings={findings}
                    onRange={setTimeRange}
                    onOutcome={showOnly}
                  />
                  {answer.matched === 0 && undecided > 0 ? (
                    <p className={styles.waiting}>
                      {search.isStopped ? 'Nothing was found so far.' : 'Nothing was found yet.'}
                    </p>
                  ) : answer.matched === 0 ? (
                    <EmptyResult
                      caseInfo={caseInfo}
                      filterText={view.answeredFilter}
                      revision={answer.revision}
                    />
                  ) : (
                    <EventTable caseInfo={caseInfo} filter={view.answeredFilter} found={found} />
                  )}
                </div>
              </>
            )}
          </section>
        </Panel>
        {selectedEvent === null ? null : (
          <>
            <Separator className={styles.separator} aria-label="Width of the record" />
            <Panel
              id="record"
              defaultSize={`${widths.recordPx}px`}
              minSize="280px"
              maxSize="900px"
              groupResizeBehavior="preserve-pixel-size"
            >
              <RecordPanel
                caseInfo={caseInfo}
                event={selectedEvent}
                zone={zone}
                onClose={() => setSelectedEvent(null)}
                onSelectEvent={setSelectedEvent}
              />
            </Panel>
          </>
        )}
      </Group>
    </>
  );
}

/** Narrows to what a colour of the timeline means: read and write are those that succeeded. */
function showOnly(kind: 'read' | 'write' | 'failed'): void {
  const meaning = {
    read: 'readonly:true outcome:success',
    write: '-readonly:true outcome:success',
    failed: '-outcome:success',
  };
  editFilter((filter) =>
    and(
      ...conditionsOf(filter).filter((one) => !Object.values(meaning).some((text) => isPartOf(one, text))),
      readFilter(meaning[kind]) ?? everything,
    ),
  );
}

/** A condition that an earlier click on the legend made. */
function isPartOf(condition: Filter, meaning: string): boolean {
  return meaning.split(' ').includes(printFilter(condition));
}

function Waiting({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  if (error !== null) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <div className={styles.waiting}>
      <Spinner label="Counting events" />
    </div>
  );
}
