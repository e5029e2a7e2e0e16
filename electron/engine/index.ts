import { availableParallelism } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { type Client, type Grant, type PickResult, type PickWant, saveWants } from '../contract/api.ts';
import { bucketHandlers } from './bucket-handlers.ts';
import { ledgerPage } from './case/ledger.ts';
import { Cases } from './cases.ts';
import { compareHandlers } from './compare-handlers.ts';
import { Detection } from './detect/detection.ts';
import { detectHandlers } from './detect-handlers.ts';
import { createDispatcher, type Handlers } from './dispatcher.ts';
import { eventHandlers } from './events.ts';
import { Grants } from './grants.ts';
import { integrityHandlers } from './integrity-handlers.ts';
import { Jobs } from './jobs.ts';
import { LeftCases } from './left-cases.ts';
import type { Log } from './log.ts';
import { RecentCases } from './recent-cases.ts';
import { savedFilterHandlers } from './saved-filter-handlers.ts';
import { SkipJobs } from './skip-index/skip-jobs.ts';
import { skipIndexHandlers } from './skip-index-handlers.ts';
import { SupportBundles } from './support/support-bundles.ts';
import { supportFiles } from './support/support-files.ts';
import { unfinishedHandlers } from './unfinished-handlers.ts';
import { UnfinishedJobs } from './unfinished-jobs.ts';
import { watchSleep } from './wake.ts';
import { Work } from './work.ts';

export { type Log, lineLog, silentLog } from './log.ts';
export { serveChannel } from './serve-channel.ts';

/** Lets the person choose files: a native dialog, or the roots that the page may browse. */
export type Picker = (request: {
  readonly want: PickWant;
  readonly suggestedName: string;
}) => Promise<
  | { kind: 'paths'; paths: readonly string[] }
  | { kind: 'cancelled' }
  | { kind: 'browse'; roots: readonly string[] }
>;

export interface EngineOptions {
  readonly version: string;
  /** Where Spoor keeps its own files: the recent list, cases made without a place, the sample. */
  readonly dataFolder: string;
  /** Whether cases that are opened come into the recent list; the default. */
  readonly remembersCases?: boolean;
  /** Whether the events of a case are loaded with the first question about them, and not when it is opened. */
  readonly loadsLate?: boolean;
  /** Somebody looks at the jobs: one that meets a full disk waits for them instead of failing. */
  readonly hasPage?: boolean;
  /** Where the host writes its log; for support bundles. */
  readonly logFolder?: string;
  /** Where the bundled worker threads lie (`ingest-thread.js` and its sisters). */
  readonly workersDir: string;
  /** Worker threads for parsing and for counting; default: all cores, at most eight. */
  readonly threads?: number;
  readonly clock?: () => number;
  readonly log: Log;
  readonly picker: Picker;
}

export interface Engine extends Client {
  /** Turns a path that the person chose outside the page (argv, a drop, a dialog) into a grant. */
  grantPath(chosen: string, kind?: Grant['kind']): Promise<Grant>;
  /** The machine has slept: what waits for the network tries again. The engine looks for it by itself as well. */
  wake(): void;
  /** No window shows the case at this path any more: it is closed, after what works on it. */
  leave(casePath: string): void;
  /** Cancels the jobs (what they finished is kept), closes the cases. */
  close(): Promise<void>;
}

const ofCase = z.object({ case: z.string() });

/** The only door to the engine: every host, the command line and the tests come in here. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { version, dataFolder, workersDir, log, clock = Date.now } = options;
  const threads = options.threads ?? Math.min(8, availableParallelism());
  const grants = new Grants();
  const recent = new RecentCases(dataFolder);
  const cases = new Cases({
    version,
    dataFolder,
    workersDir,
    threads,
    loadsLate: options.loadsLate ?? false,
    clock,
    log,
    recent: options.remembersCases === false ? null : recent,
  });
  const unfinished = options.remembersCases === false ? null : new UnfinishedJobs(dataFolder, log);
  const jobs = new Jobs(clock, log, { unfinished, hasPage: options.hasPage ?? false });
  const left = new LeftCases({ cases, jobs, log });
  const support = new SupportBundles();
  const stopWatching = watchSleep(() => jobs.wake());
  const detection = new Detection({ version, clock, log });
  const skipJobs = new SkipJobs(jobs, { workersDir, isAutomatic: options.hasPage ?? false });
  const work = new Work(jobs, { version, workersDir, threads, clock, detection, skipJobs });

  const buckets = bucketHandlers({ cases, grants, jobs, work, clock });

  const pick = async (want: PickWant, suggestedName: string): Promise<PickResult> => {
    const answer = await options.picker({ want, suggestedName });
    if (answer.kind === 'cancelled') return answer;
    if (answer.kind === 'browse')
      return { kind: 'browse', roots: await Promise.all(answer.roots.map((root) => grants.issue(root))) };
    const kind = saveWants.some((one) => one === want) ? 'save' : undefined;
    return {
      kind: 'granted',
      grants: await Promise.all(answer.paths.map((chosen) => grants.issue(chosen, kind))),
    };
  };

  const handlers: Handlers = {
    'app.info': async () => ({ name: 'Spoor', version }),

    'host.pick': async ({ want, suggestedName }) => pick(want, suggestedName),
    'host.browse': async ({ grant }) => grants.browse(grant),
    'host.place': async ({ folder, name }) => grants.place(folder, name),

    'cases.recent': async () =>
      Promise.all(
        (await recent.list()).map(async ({ path: file, openedAtMs, exists }) => ({
          // A case that is gone still has a name to show, and a grant to forget it by.
          grant: await grants.issue(file, exists ? undefined : 'save'),
          openedAtMs,
          exists,
        })),
      ),
    'cases.forget': async ({ grant }) => {
      await recent.forget(grants.pathOf(grant));
      return {};
    },
    'cases.create': async ({ grant, name }) => {
      const session = await (grant === undefined
        ? cases.createNamed(name ?? 'case')
        : cases.create(grants.pathOf(grant, 'save')));
      return session.info();
    },
    'cases.open': async ({ grant, access }) => {
      // What works on a case that is gone would keep it from being opened anew.
      const lost = cases.all().filter(({ isLost }) => isLost);
      await Promise.all(lost.map((session) => jobs.stop(session.id)));
      const session = await cases.open(grants.pathOf(grant, 'file'), access);
      left.keep(session.id);
      skipJobs.startIfNeeded(session);
      return session.info();
    },
    'cases.sample': async ({ grant }) => {
      const session = await (grant === undefined
        ? cases.createSample()
        : cases.create(grants.pathOf(grant, 'save')));
      return { case: session.info(), job: work.sample(session) };
    },
    'cases.opened': async () => cases.all().map((session) => session.info()),
    'cases.close': async ({ case: id }) => {
      left.keep(id);
      await jobs.stop(id);
      await cases.close(id);
      return {};
    },
    'cases.watch': ({ case: id }, signal) => {
      const session = cases.get(id);
      left.keep(id);
      // Whoever watches a case is a page, and will search.
      if (!session.isLost) session.readers.warm();
      return session.watch(signal);
    },

    'import.start': async ({ case: id, grants: tokens }) => ({
      job: work.import(
        cases.get(id),
        tokens.map((token) => grants.pathOf(token, 'file', 'folder')),
      ),
    }),
    'reindex.start': async ({ case: id, indexAll = false }) => ({
      job: work.reindex(cases.get(id), indexAll),
    }),
    'export.start': async (params) => ({
      job: work.export(cases.get(params.case), params, grants.pathOf(params.target, 'save')),
    }),

    'jobs.list': async () => jobs.list(),
    'jobs.watch': (_, signal) => jobs.watch(signal),
    'jobs.cancel': async ({ job }) => {
      jobs.cancel(job);
      return {};
    },
    'jobs.pause': async ({ job }) => {
      jobs.pause(job);
      return {};
    },
    'jobs.resume': async ({ job }) => {
      jobs.resume(job);
      return {};
    },
    'jobs.answer': async ({ job, answer }) => {
      jobs.answer(job, answer);
      return {};
    },
    'jobs.dismiss': async ({ job }) => {
      jobs.dismiss(job);
      return {};
    },

    'support.prepare': async () =>
      support.keep(
        supportFiles({
          version,
          threads,
          logFolder: options.logFolder ?? null,
          cases: cases.all().map((session) => session.info()),
          jobs: jobs.list(),
          nowMs: clock(),
        }),
      ),
    'support.save': async ({ bundle, target, overwrite }) =>
      support.save(bundle, grants.pathOf(target, 'save'), overwrite),

    ...unfinishedHandlers({ cases, jobs, work, buckets: buckets.buckets, unfinished }),
    ...eventHandlers(cases),
    ...compareHandlers(cases),
    ...savedFilterHandlers({ cases, grants, dataFolder }),
    ...buckets.handlers,
    ...integrityHandlers({ cases, grants, jobs, version, workersDir, clock }),
    ...detectHandlers({ cases, grants, jobs, detection, clock }),
    ...skipIndexHandlers({ cases, skipJobs }),
    'ledger.page': async ({ case: id, ...request }) => ledgerPage(cases.get(id).file.db, request),
  };

  return {
    ...createDispatcher(handlers, log, (error, params) => {
      const read = ofCase.safeParse(params);
      if (read.success) cases.noteFailure(error, read.data.case);
    }),
    wake: () => jobs.wake(),
    leave: (casePath) => void left.leave(casePath),
    grantPath: (chosen, kind) => grants.issue(path.resolve(chosen), kind),
    async close() {
      stopWatching();
      await jobs.stop();
      await buckets.close();
      await cases.closeAll();
    },
  };
}
