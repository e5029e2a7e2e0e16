import type { FindingsSummary } from '../../contract/detect.ts';
import { AppError } from '../../contract/errors.ts';
import { everything } from '../../contract/filter/syntax-tree.ts';
import type { Database } from '../case/driver.ts';
import { keepFindings } from '../case/findings.ts';
import { standingFindings } from '../case/findings-page.ts';
import { countReindexes, isRunCurrent, type KeptRun, keptRun } from '../case/rule-runs.ts';
import type { CaseSession } from '../case-session.ts';
import type { Log } from '../log.ts';
import type { SearchProgress } from '../search/search.ts';
import { Topic } from '../topic.ts';
import type { ChosenRules } from './choose-rules.ts';
import { ruleVersions } from './rule-version.ts';
import { isSilent, planRun, runRules } from './run-rules.ts';
import { rulesOf, storedOf } from './stored-rules.ts';

export interface DetectionOptions {
  readonly version: string;
  readonly clock: () => number;
  readonly log: Log;
}

export interface DetectionRun {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SearchProgress) => void;
}

interface CaseState {
  readonly news: Topic<FindingsSummary>;
  /** Ends when the runs that were asked for have. */
  queue: Promise<unknown>;
  /** Why the last run failed that an import began. */
  problem: AppError | null;
}

/** Runs rules over cases, one run after the other in each, and tells how their findings stand. */
export class Detection {
  readonly #options: DetectionOptions;
  readonly #states = new WeakMap<CaseSession, CaseState>();

  constructor(options: DetectionOptions) {
    this.#options = options;
  }

  /**
   * Runs the rules of a case over what they have not seen yet. With `chosen`, those take the place of the ones before;
   * what is still the same rule keeps its findings.
   *
   * @returns false where no rules were ever chosen
   * @throws AppError as `Search.matchAll`, the signal's reason
   */
  run(session: CaseSession, chosen: ChosenRules | null, options: DetectionRun = {}): Promise<boolean> {
    const state = this.#stateOf(session);
    const run = state.queue.then(() => this.#run(session, chosen, options));
    state.queue = run.catch(() => {
      // Whoever asked for it has the error; the next run is not concerned.
    });
    return run;
  }

  /** After an import: a rule that fails is no fault of the import, and is told where the findings are. */
  async runOverNews(
    session: CaseSession,
    signal: AbortSignal,
    show: (what: { readonly note: string | null }) => void,
  ): Promise<void> {
    const onProgress = ({ done, total }: SearchProgress): void =>
      show({ note: `Running rules: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} events` });
    try {
      await this.run(session, null, { signal, onProgress });
      show({ note: null });
    } catch (error) {
      // What was imported is in the case; the next run looks at it.
      if (signal.aborted) return;
      this.#options.log.warn('detect.failed', { detail: String(error) });
      this.#stateOf(session).problem =
        error instanceof AppError
          ? error
          : new AppError('internal', 'The rules could not be run because of a fault in Spoor.');
      this.tell(session);
    }
  }

  summary(session: CaseSession): FindingsSummary {
    const { db } = session.file;
    const run = keptRun(db);
    return {
      ranAtMs: run?.ranAtMs ?? null,
      isCurrent: run !== null && isRunCurrent(db, run),
      findings: standingFindings(db),
      problem: this.#stateOf(session).problem?.toShape() ?? null,
    };
  }

  watch(session: CaseSession, signal: AbortSignal): AsyncGenerator<FindingsSummary> {
    return this.#stateOf(session).news.watch([[session.id, this.summary(session)]], signal);
  }

  /** To be called when anything about the findings changed. */
  tell(session: CaseSession): void {
    this.#stateOf(session).news.publish(session.id, this.summary(session));
  }

  #stateOf(session: CaseSession): CaseState {
    const known = this.#states.get(session);
    if (known !== undefined) return known;
    const state: CaseState = { news: new Topic(), queue: Promise.resolve(), problem: null };
    this.#states.set(session, state);
    return state;
  }

  async #run(
    session: CaseSession,
    chosen: ChosenRules | null,
    { signal, onProgress }: DetectionRun,
  ): Promise<boolean> {
    signal?.throwIfAborted();
    const { db } = session.file;
    const { clock, version } = this.#options;
    const before = readRun(db, chosen !== null);
    const rules = chosen?.rules ?? rulesOf(before?.rules ?? []);
    const report = chosen?.report ?? before?.report;
    if (report === undefined) return false;
    const reindexes = countReindexes(db);
    // A rebuilt index may number other events: nothing is known of them.
    const known = before?.reindexes === reindexes ? before : null;
    const knownRules = known?.rules ?? [];
    // One that only others built on has no findings that could stay.
    const silent = new Set(knownRules.filter((rule) => isSilent(rule, knownRules)).map(({ id }) => id));
    const knownVersions = ruleVersions(knownRules);
    const versions = ruleVersions(rules);
    // Less than before while the index is being rebuilt.
    const lastEvent = Math.max(await lastEventOf(session, signal), known?.lastEvent ?? 0);
    if (chosen === null && known !== null && lastEvent <= known.lastEvent) return true;
    const plan = planRun(rules, ({ id }) => !silent.has(id) && knownVersions.get(id) === versions.get(id), {
      fromEvent: (known?.lastEvent ?? 0) + 1,
      lastEvent,
    });
    const groups = await runRules(session.search, plan, {
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    signal?.throwIfAborted();
    const ranAtMs = clock();
    keepFindings(db, {
      run: {
        atMs: chosen === null ? (before?.atMs ?? ranAtMs) : ranAtMs,
        ranAtMs,
        lastEvent,
        reindexes,
        rules: storedOf(rules),
        report,
      },
      rules,
      versions,
      groups,
      staying: plan.staying,
      isChosen: chosen !== null,
      version,
    });
    this.#stateOf(session).problem = null;
    this.tell(session);
    return true;
  }
}

/** The run before. One that is damaged is as none where other rules take its place. @throws AppError `damaged-case` */
function readRun(db: Database, isReplaced: boolean): KeptRun | null {
  try {
    return keptRun(db);
  } catch (error) {
    if (isReplaced && error instanceof AppError && error.code === 'damaged-case') return null;
    throw error;
  }
}

/** The last event that the columns know: ids are dense from 1. */
async function lastEventOf({ columns }: CaseSession, signal?: AbortSignal): Promise<number> {
  const question = { filter: everything, withDuplicates: true, histogram: null, facets: [], page: null };
  return (await columns.view(question, signal)).total;
}
