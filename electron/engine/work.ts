import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Params } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import { parseFilter } from '../contract/filter/parse.ts';
import { appendCustody } from './case/custody.ts';
import { asDiskError } from './case/disk-error.ts';
import type { CaseSession } from './case-session.ts';
import { checkCase, wholeCase } from './check-case.ts';
import type { Detection } from './detect/detection.ts';
import { writeCsv } from './export/write-csv.ts';
import { type IngestOutcome, type IngestTask, type SyncSide, startIngest } from './ingest/start-ingest.ts';
import { wholeResult } from './ingest/whole-result.ts';
import type { JobControl, JobOutcome, JobReport, Jobs } from './jobs.ts';
import { writeSampleBundle } from './sample/sample-bundle.ts';
import type { SearchProgress } from './search/search.ts';
import type { SkipJobs } from './skip-index/skip-jobs.ts';

export interface WorkOptions {
  readonly version: string;
  readonly workersDir: string;
  readonly threads: number;
  readonly clock: () => number;
  readonly detection: Detection;
  readonly skipJobs: SkipJobs;
}

/** While an import runs, the view is brought up to date for at most this share of the time. */
const refreshShare = 0.05;

/** The long work of a case, each a job: import, sample, reindex, export; what a bucket needs is in `buckets.ts`. */
export class Work {
  readonly #jobs: Jobs;
  readonly #options: WorkOptions;

  constructor(jobs: Jobs, options: WorkOptions) {
    this.#jobs = jobs;
    this.#options = options;
  }

  import(session: CaseSession, paths: readonly string[]): string {
    requireWritable(session);
    const [first = ''] = paths;
    const what = paths.length === 1 ? path.basename(first) : `${paths.length} files and folders`;
    return this.#jobs.start({
      kind: 'import',
      case: session.id,
      title: `Importing ${what}`,
      unit: 'files',
      unfinished: { casePath: session.file.path, wayOn: { kind: 'import', paths: [...paths] } },
      run: (report, signal, control) =>
        this.ingest(
          session,
          { mode: 'import', sources: paths.map((file) => ({ kind: 'path', path: file })) },
          report,
          signal,
          control,
        ),
    });
  }

  /** @param indexAll also what event selectors have left out */
  reindex(session: CaseSession, indexAll: boolean): string {
    requireWritable(session);
    return this.#jobs.start({
      kind: 'reindex',
      case: session.id,
      title: `Rebuilding the index of ${path.basename(session.file.path)}`,
      unit: 'files',
      unfinished: { casePath: session.file.path, wayOn: { kind: 'reindex', indexAll } },
      run: (report, signal, control) =>
        this.ingest(session, { mode: 'reindex', sources: [], indexAll }, report, signal, control),
    });
  }

  sample(session: CaseSession): string {
    return this.#jobs.start({
      kind: 'sample',
      case: session.id,
      title: 'Making the sample case',
      unit: 'files',
      run: async (report, signal, control) => {
        const folder = await mkdtemp(path.join(tmpdir(), 'spoor-sample-'));
        try {
          const bundle = path.join(folder, 'sample-trail.zip');
          await writeSampleBundle(bundle);
          const sources = [{ kind: 'path', path: bundle, sourceKind: 'sample' }] as const;
          const outcome = await this.ingest(session, { mode: 'import', sources }, report, signal, control);
          if (outcome.isCancelled) return outcome;
          // A newcomer sees at once what a check shows.
          const overall = await checkCase(
            session,
            { choice: wholeCase, keys: [] },
            this.#options,
            report,
            signal,
          );
          return overall === null ? outcome : { ...outcome, overall };
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      },
    });
  }

  export(session: CaseSession, params: Params<'export.start'>, target: string): string {
    const { filter, withDuplicates, sort, columns, zone, formulaGuard, overwrite } = params;
    const asked = parseFilter(filter);
    return this.#jobs.start({
      kind: 'export',
      case: session.id,
      title: `Exporting to ${path.basename(target)}`,
      unit: 'events',
      run: async (report, signal, { show }) => {
        const onProgress = ({ done, total }: SearchProgress): void =>
          show({
            note: `Searching the records: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`,
          });
        const selection = await session.search.decided(asked, withDuplicates, { signal, onProgress });
        show({ note: null });
        const { matched } = await session.columns.view(
          { ...selection, histogram: null, facets: [], page: null },
          signal,
        );
        const exportResult = await writeCsv({
          rows: session.columns.rows({ ...selection, sort, columns }, signal),
          columns,
          zone,
          formulaGuard,
          target,
          overwrite,
          signal,
          onProgress: ({ rows, bytes }) => report({ done: rows, total: matched, bytes, events: rows }),
          meta: {
            filterText: filter,
            caseName: path.basename(session.file.path),
            version: this.#options.version,
            withDuplicates,
            total: matched,
          },
        });
        // An export from a read-only case leaves no trace in it; its manifest lies beside the file.
        if (session.file.access === 'write') {
          appendCustody(session.file.db, {
            atMs: this.#options.clock(),
            action: 'exported',
            details: {
              ...exportResult,
              filter,
              withDuplicates,
              columns,
              zone,
              formulaGuard,
              version: this.#options.version,
            },
          });
        }
        return { isCancelled: false, exportResult };
      },
    });
  }

  /**
   * Runs the ingest thread over a case, and keeps its view up to date meanwhile. A full disk halts the job; the thread
   * is then run anew, which goes on where the last one stopped.
   */
  async ingest(
    session: CaseSession,
    task: Omit<IngestTask, 'casePath' | 'threads' | 'version'>,
    report: (progress: JobReport) => void,
    signal: AbortSignal,
    control: JobControl,
    sync?: SyncSide,
  ): Promise<JobOutcome> {
    // The index of a search holds event numbers, and writes as the ingest does.
    const release = await this.#options.skipJobs.hold(session);
    let outcome: JobOutcome;
    try {
      outcome = await this.#ingestWhole(session, task, report, signal, control, sync);
    } finally {
      release();
    }
    if (!signal.aborted) this.#options.skipJobs.startIfNeeded(session);
    return outcome;
  }

  async #ingestWhole(
    session: CaseSession,
    task: Omit<IngestTask, 'casePath' | 'threads' | 'version'>,
    report: (progress: JobReport) => void,
    signal: AbortSignal,
    control: JobControl,
    sync: SyncSide | undefined,
  ): Promise<JobOutcome> {
    const before = session.info();
    const startedMs = this.#options.clock();
    for (let runs = 1; ; runs += 1) {
      try {
        const outcome = await this.#ingestOnce(session, task, report, signal, sync);
        const isWhole = runs === 1 || task.mode === 'reindex';
        if (!signal.aborted) await this.#options.detection.runOverNews(session, signal, control.show);
        const { isCancelled, ...importResult } = isWhole
          ? outcome
          : {
              ...wholeResult(before, session.info(), outcome),
              elapsedMs: this.#options.clock() - startedMs,
            };
        return { isCancelled, importResult };
      } catch (error) {
        const known = error instanceof AppError ? error : asDiskError(error);
        if (known?.code === 'disk-failed') session.markLost(known.message);
        if (known?.code !== 'disk-full') throw error;
        await control.halt(known);
      }
    }
  }

  async #ingestOnce(
    session: CaseSession,
    task: Omit<IngestTask, 'casePath' | 'threads' | 'version'>,
    report: (progress: JobReport) => void,
    signal: AbortSignal,
    sync: SyncSide | undefined,
  ): Promise<IngestOutcome> {
    const { workersDir, threads, version, clock } = this.#options;
    const isDue = refreshClock(clock);
    let refreshing: Promise<void> | undefined;
    const running = startIngest(
      { ...task, casePath: session.file.path, threads, version },
      {
        workersDir,
        signal,
        ...(sync === undefined ? {} : { sync }),
        onProgress: ({ filesDone, filesTotal, bytes, events }) => {
          report({ done: filesDone, total: filesTotal, bytes, events });
          // A refresh that fails on the way is tried once more, and heard, at the end.
          if (isDue.ask()) refreshing = session.refresh().then(isDue.done, isDue.done);
        },
      },
    );
    try {
      await running;
    } catch (error) {
      await refreshing;
      // What was committed belongs on the screen; where even that fails, the first failure is the one to tell.
      await session.refresh().catch(() => undefined);
      throw error;
    }
    await refreshing;
    await session.refresh();
    return running;
  }
}

/** Says when the next refresh is due, so that refreshing takes no more than {@link refreshShare} of the time. */
function refreshClock(clock: () => number): { ask(): boolean; done: () => void } {
  let startedMs = clock();
  let nextMs = startedMs + 1000;
  return {
    ask(): boolean {
      const nowMs = clock();
      if (nowMs < nextMs) return false;
      startedMs = nowMs;
      nextMs = Number.POSITIVE_INFINITY;
      return true;
    },
    done: (): void => {
      const nowMs = clock();
      nextMs = nowMs + Math.max(1000, (nowMs - startedMs) / refreshShare);
    },
  };
}

/** @throws AppError `read-only` */
export function requireWritable(session: CaseSession): void {
  if (session.file.access === 'write') return;
  throw new AppError(
    'read-only',
    `${path.basename(session.file.path)} is open read-only: ${session.file.readOnlyReason ?? 'it was opened so'}`,
  );
}
