import { skipBlockEnds, skipIndexBytes } from './case/skip-runs.ts';
import type { Cases } from './cases.ts';
import type { Handlers } from './dispatcher.ts';
import type { SkipJobs } from './skip-index/skip-jobs.ts';
import { requireWritable } from './work.ts';

export interface SkipIndexHandlerParts {
  readonly cases: Cases;
  readonly skipJobs: SkipJobs;
}

/** The part of the contract that is about the skip index. */
export function skipIndexHandlers({ cases, skipJobs }: SkipIndexHandlerParts) {
  return {
    'skipIndex.start': async ({ case: id }) => {
      const session = cases.get(id);
      requireWritable(session);
      return { job: skipJobs.start(session) };
    },
    'skipIndex.size': async ({ case: id }) => {
      const { db } = cases.get(id).file;
      return { events: (skipBlockEnds(db).at(-1)?.endEvent ?? 1) - 1, bytes: skipIndexBytes(db) };
    },
  } satisfies Partial<Handlers>;
}
