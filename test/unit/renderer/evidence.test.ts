import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageStates, verdicts } from '../../../electron/contract/integrity.ts';
import {
  evidenceMarks,
  evidenceSentences,
  evidenceSummary,
} from '../../../renderer/desk/timeline/evidence-marks.ts';
import { isQuiet, readVerdict, verdictWords } from '../../../renderer/state/verdict-words.ts';

const hour = 3_600_000;
const noon = Date.UTC(2026, 2, 1, 12);
const domain = { fromMs: noon, stepMs: hour, bars: 10 };

const range = (from: number, until: number, state: (typeof coverageStates)[number], sentence = 'Why.') => ({
  fromMs: noon + from * hour,
  untilMs: noon + until * hour,
  state,
  sentence,
});

describe('a time without evidence on the timeline', () => {
  it('is hatched where nothing is there, and another kind where something is', () => {
    expect(
      evidenceMarks(domain, [range(1, 2, 'gap'), range(4, 5, 'unproven'), range(6, 8, 'altered')]),
    ).toEqual([
      { kind: 'unproven', from: 0.4, width: 0.1 },
      { kind: 'none', from: 0.1, width: 0.1 },
      { kind: 'altered', from: 0.6, width: 0.2 },
    ]);
  });

  it('is one stretch with the next of its kind, whatever the reason', () => {
    expect(evidenceMarks(domain, [range(2, 4, 'missing'), range(1, 2, 'digestMissing')])).toEqual([
      { kind: 'none', from: 0.1, width: 0.3 },
    ]);
  });

  it('is not drawn where the evidence is complete', () => {
    expect(evidenceMarks(domain, [range(0, 5, 'proven'), range(5, 10, 'provenEmpty')])).toEqual([]);
  });

  it('never leaves the chart, and years of single hours are no more marks than can be told apart', () => {
    const ranges = fc.array(
      fc
        .record({
          from: fc.integer({ min: -50, max: 50 }),
          length: fc.integer({ min: 1, max: 40 }),
          state: fc.constantFrom(...coverageStates),
        })
        .map(({ from, length, state }) => range(from, from + length, state)),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 30 }), (found, wide) => {
        const wider = { fromMs: noon, stepMs: wide * hour, bars: 10 };
        for (const { kind, from, width } of evidenceMarks(wider, found)) {
          expect(['none', 'unproven', 'altered']).toContain(kind);
          expect(from).toBeGreaterThanOrEqual(0);
          expect(width).toBeGreaterThan(0);
          expect(from + width).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
    const years = { fromMs: noon, stepMs: 30 * 24 * hour, bars: 40 };
    const hours = Array.from({ length: 12_000 }, (_, at) => range(2 * at, 2 * at + 1, 'gap'));
    expect(evidenceMarks(years, hours).length).toBeLessThan(5 * years.bars);
  });

  it('says why, each sentence once, for the bars that it touches', () => {
    const ranges = [
      range(1, 2, 'gap', 'No digest.'),
      range(3, 4, 'gap', 'No digest.'),
      range(5, 6, 'missing'),
    ];
    expect(evidenceSentences(domain, ranges, { first: 0, last: 3 })).toEqual(['No digest.']);
    expect(evidenceSentences(domain, ranges, { first: 2, last: 2 })).toEqual([]);
    const many = Array.from({ length: 9 }, (_, at) => range(at, at + 1, 'gap', `Hour ${at} is missing.`));
    expect(evidenceSentences(domain, many, { first: 0, last: 9 })).toEqual([
      'Hour 0 is missing.',
      'Hour 1 is missing.',
      'Hour 2 is missing.',
      '6\u00a0more reasons.',
    ]);
  });

  it('is told to those who hear the page, and nothing is told where nothing is known', () => {
    expect(evidenceSummary(null)).toBe('');
    expect(evidenceSummary({ hours: 6, withoutEvidence: 0, sentence: null, ranges: [] })).toBe('');
    expect(evidenceSummary({ hours: 6, withoutEvidence: 2, sentence: null, ranges: [] })).toContain(
      'incomplete for 2 of 6 hours',
    );
  });
});

describe('a verdict', () => {
  it('is a word of its own, and only what is proven is quiet', () => {
    const labels = verdicts.map((verdict) => verdictWords[verdict].label);
    expect(new Set(labels).size).toBe(verdicts.length);
    expect(verdicts.filter(isQuiet)).toEqual(['proven', 'moved']);
    expect(verdicts.filter((verdict) => verdictWords[verdict].tone === 'ok').every(isQuiet)).toBe(true);
  });

  it('is read from its field, and no other text is one', () => {
    expect(verdicts.map(readVerdict)).toEqual([...verdicts]);
    expect(readVerdict('constructor')).toBeUndefined();
  });
});
