import { describe, expect, it } from 'vitest';
import type { Job } from '../../../electron/contract/api.ts';
import {
  choiceOf,
  choiceWords,
  knownParts,
  problemOf,
  wholeCase,
} from '../../../renderer/proof/check-choice.ts';
import { describeOutcome, describeProgress } from '../../../renderer/state/job-words.ts';
import { makeJob } from '../../contract/make-job.ts';

const known = { accounts: ['111122223333', '444455556666'], regions: ['eu-west-1'], trails: ['main'] };
const part = { ...wholeCase, isWhole: false };

describe('what to check', () => {
  it('is the whole case, whatever was typed before', () => {
    const form = { ...wholeCase, sinceDay: 'nonsense' };
    expect(problemOf(form, known)).toBeNull();
    expect(choiceWords(choiceOf(form, known))).toBeNull();
  });

  it('is narrowed by days, both of them whole, and by what is not ticked', () => {
    const form = {
      ...part,
      sinceDay: '2026-01-02',
      untilDay: '2026-01-03',
      without: { ...part.without, accounts: new Set(['444455556666']) },
    };
    const choice = choiceOf(form, known);
    expect(choice).toEqual({
      fromMs: Date.UTC(2026, 0, 2),
      untilMs: Date.UTC(2026, 0, 4),
      accounts: ['111122223333'],
      regions: [],
      trails: [],
    });
    expect(choiceWords(choice)).toBe('from 2026-01-02; until 2026-01-03; 111122223333');
  });

  it('cannot be a day that is none, an end before its beginning, or nothing at all', () => {
    const problems = [
      { ...part, sinceDay: '2026-02-30' },
      { ...part, sinceDay: 'yesterday' },
      { ...part, sinceDay: '2026-01-03', untilDay: '2026-01-02' },
      { ...part, without: { ...part.without, regions: new Set(['eu-west-1']) } },
      part,
    ].map((form) => problemOf(form, known));
    expect(problems).toEqual([
      'A day is written as 2026-03-31.',
      'A day is written as 2026-03-31.',
      'The last day is before the first.',
      'All regions are left out.',
      null,
    ]);
  });

  it('knows the parts that anything in the case names, each once and in order', () => {
    expect(
      knownParts(
        { accounts: ['444455556666'], regions: ['us-east-1'] },
        { rows: [{ account: '111122223333', region: 'eu-west-1', files: 0, events: 0, cells: [] }] },
        null,
        [{ name: 'main' }, { name: 'main' }],
      ),
    ).toEqual({
      accounts: ['111122223333', '444455556666'],
      regions: ['eu-west-1', 'us-east-1'],
      trails: ['main'],
    });
  });
});

describe('the jobs of proof', () => {
  const ended = (change: Partial<Job>): Job => ({ ...makeJob('1'), state: 'done', endedAtMs: 2, ...change });
  const written = {
    name: 'c-report.html',
    rows: 645,
    bytes: 12_000,
    sha256: 'ab'.repeat(32),
    elapsedMs: 300,
  };

  it('end with what the check has found, or with the file that was written', () => {
    expect(
      [
        ended({ kind: 'verify', overall: 'tampered' }),
        ended({ kind: 'verify', state: 'cancelled' }),
        ended({ kind: 'report', exportResult: written }),
      ].map(describeOutcome),
    ).toEqual([
      { title: 'Checked: tampered', text: 'At least one file contradicts what AWS signed.' },
      { title: 'The check was stopped', text: 'The verdicts of the last check stay as they are.' },
      { title: 'Wrote c-report.html', text: '645\u00a0files, 12\u00a0kB, in 300\u00a0ms.' },
    ]);
  });

  it('do not claim to keep anything when they are stopped', () => {
    expect([
      describeProgress({ ...makeJob('1'), kind: 'verify', state: 'cancelling' }),
      describeProgress({ ...makeJob('1'), state: 'cancelling' }),
    ]).toEqual(['stopping', 'stopping; what is read is kept']);
  });
});
