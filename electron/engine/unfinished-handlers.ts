import { AppError } from '../contract/errors.ts';
import type { Buckets } from './buckets.ts';
import type { CaseSession } from './case-session.ts';
import type { Cases } from './cases.ts';
import type { Handlers } from './dispatcher.ts';
import type { Jobs } from './jobs.ts';
import type { UnfinishedEntry, UnfinishedJobs } from './unfinished-jobs.ts';
import type { Work } from './work.ts';

export interface UnfinishedParts {
  readonly cases: Cases;
  readonly jobs: Jobs;
  readonly work: Work;
  readonly buckets: () => Promise<Buckets>;
  readonly unfinished: UnfinishedJobs | null;
}

/** What answers the questions about jobs that an engine was ended in the middle of. */
export function unfinishedHandlers({ cases, jobs, work, buckets, unfinished }: UnfinishedParts) {
  /** Whoever may write to the case is the only one who works on it: a job of nobody's here is nobody's at all. */
  const listOf = (session: CaseSession): UnfinishedEntry[] => {
    if (unfinished === null || session.file.access !== 'write') return [];
    const running = new Set(
      jobs
        .list()
        .filter(({ endedAtMs }) => endedAtMs === null)
        .map(({ id }) => id),
    );
    return unfinished.of(session.file.path).filter(({ id }) => !running.has(id));
  };
  const find = (session: CaseSession, id: string): UnfinishedEntry => {
    const found = listOf(session).find((job) => job.id === id);
    if (found !== undefined) return found;
    throw new AppError('not-found', 'There is no such unfinished job any more.', {
      advice: 'Start it anew.',
    });
  };
  const start = async (session: CaseSession, { wayOn }: UnfinishedEntry): Promise<string> => {
    switch (wayOn.kind) {
      case 'import':
        return work.import(session, wayOn.paths);
      case 'reindex':
        return work.reindex(session, wayOn.indexAll);
      case 'sync':
        return (await buckets()).again(session, wayOn.source, null);
      case 'follow':
        return (await buckets()).follow(session, wayOn.source, null, wayOn.by);
    }
  };
  return {
    'jobs.unfinished': async ({ case: id }) =>
      listOf(cases.get(id)).map(({ id: job, kind, title, startedAtMs }) => ({
        id: job,
        kind,
        title,
        startedAtMs,
      })),
    'jobs.goOn': async ({ case: id, unfinished: wanted }) => {
      const session = cases.get(id);
      const found = find(session, wanted);
      const job = await start(session, found);
      unfinished?.end(found.id);
      return { job };
    },
    'jobs.giveUp': async ({ case: id, unfinished: wanted }) => {
      unfinished?.end(find(cases.get(id), wanted).id);
      return {};
    },
  } satisfies Partial<Handlers>;
}
