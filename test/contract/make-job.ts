import type { Job } from '../../electron/contract/api.ts';

/** A job that runs, for a test that is not about its numbers. */
export function makeJob(id: string): Job {
  return {
    id,
    kind: 'import',
    case: 'c',
    title: 'Importing logs.zip',
    state: 'running',
    startedAtMs: 0,
    endedAtMs: null,
    progress: { unit: 'files', done: 0, total: null, bytes: 0, events: 0, perSecond: 0, leftMs: null },
    importResult: null,
    exportResult: null,
    overall: null,
    places: null,
    question: null,
    note: null,
    error: null,
  };
}
