import { describe, expect, it } from 'vitest';
import type { ImportResult, Job } from '../../../electron/contract/api.ts';
import {
  describeImport,
  describeOutcome,
  describeProgress,
  onlyProblem,
} from '../../../renderer/state/job-words.ts';

const noFiles = {
  seen: 0,
  read: 0,
  partly: 0,
  empty: 0,
  notCloudTrail: 0,
  damaged: 0,
  tooLarge: 0,
  notFetched: 0,
  alreadyPresent: 0,
};
const result: ImportResult = {
  files: { ...noFiles, seen: 12, read: 10, damaged: 2 },
  records: 120,
  events: 100,
  duplicates: 20,
  conflicts: 1,
  elapsedMs: 4210,
};
const job: Job = {
  id: 'j',
  kind: 'import',
  case: 'c',
  title: 'Importing logs.zip',
  state: 'running',
  startedAtMs: 0,
  endedAtMs: null,
  progress: { unit: 'files', done: 1204, total: 3880, bytes: 1, events: 1, perSecond: 10, leftMs: 121_000 },
  importResult: null,
  exportResult: null,
  overall: null,
  places: null,
  question: null,
  note: null,
  error: null,
};
const spaced = (text: string): string => text.replace(/\u00a0/g, ' ');

describe('a job in words', () => {
  it('says how far it is, and that stopping keeps what is read', () => {
    expect(spaced(describeProgress(job))).toBe('1,204 of 3,880 files · 2 min left');
    expect(describeProgress({ ...job, state: 'cancelling' })).toContain('is kept');
  });

  it('tells of an import everything that was not simply read', () => {
    expect(spaced(describeImport(result))).toBe(
      '100 new events from 12 files in 4.2 seconds. 20 second deliveries folded. 1 of them differs. 2 files with a problem.',
    );
  });

  it('says that importing the same files again adds nothing', () => {
    const again = {
      ...result,
      files: { ...noFiles, seen: 12, alreadyPresent: 12 },
      events: 0,
      duplicates: 0,
      conflicts: 0,
    };
    expect(spaced(describeImport(again))).toBe('Nothing new: all 12 files are in the case already.');
  });

  it('ends a failed one with its error and what to try', () => {
    const error = { code: 'disk-full', message: 'The disk is full.', advice: 'Free some space.' } as const;
    expect(describeOutcome({ ...job, state: 'failed', error })).toEqual({
      title: 'The disk is full.',
      text: 'Free some space.',
    });
  });

  it('says of a cancelled import what is kept', () => {
    expect(describeOutcome({ ...job, state: 'cancelled', importResult: result }).title).toContain('kept');
  });
});

describe('files with a problem', () => {
  it('are shown alone when they all have the same one', () => {
    expect([
      onlyProblem(result.files),
      onlyProblem({ ...result.files, partly: 1 }),
      onlyProblem(noFiles),
    ]).toEqual(['damaged', null, null]);
  });
});
