import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Gap,
  type UsedKey,
  type VerdictCounts,
  type VerifiedObject,
  verdicts,
} from '../../../electron/contract/integrity.ts';
import { chainWords } from '../../../renderer/proof/chain-words.ts';
import { custodyDetails, spacedName } from '../../../renderer/proof/dialogs/custody-details.ts';
import { gapReason, rangeWords, seriesWords, spanWords } from '../../../renderer/proof/gap-words.ts';
import { keyOrigins } from '../../../renderer/proof/key-words.ts';
import { cellOfGap } from '../../../renderer/proof/look/gap-cell.ts';
import { groupRows } from '../../../renderer/proof/look/group-rows.ts';
import { filterOfCell, filterOfObject } from '../../../renderer/proof/show-events.ts';
import { chainOf } from '../../../renderer/proof/side/chain-order.ts';
import { trailFacts } from '../../../renderer/proof/side/trail-facts.ts';
import { provenShare, shareWords, summaryOf } from '../../../renderer/proof/summary.ts';
import { barOrder, exceptionCounts, exceptionOrder } from '../../../renderer/proof/verdict-words.ts';

const hourMs = 3_600_000;
const dayMs = Date.UTC(2026, 0, 2);

function counts(by: VerdictCounts['by']): VerdictCounts {
  return { by, total: Object.values(by).reduce((sum, count) => sum + count, 0) };
}

function gap(part: Partial<Gap> = {}): Gap {
  return {
    account: '111122223333',
    region: 'eu-west-1',
    trail: 'main',
    homeRegion: 'eu-west-1',
    organization: null,
    isBackfill: false,
    fromMs: dayMs,
    untilMs: dayMs + 2 * hourMs,
    kind: 'missing',
    ...part,
  };
}

function object(part: Partial<VerifiedObject> = {}): VerifiedObject {
  return {
    kind: 'log',
    object: 1,
    bucket: 'acme-trail',
    key: 'AWSLogs/a.json.gz',
    caseKey: null,
    verdict: 'unsigned',
    how: null,
    reason: 'digest-unsigned',
    sentence: 'Its hash agrees.',
    settle: null,
    byKey: null,
    notes: [],
    account: '111122223333',
    region: 'eu-west-1',
    fromMs: dayMs,
    untilMs: dayMs,
    events: 3,
    ...part,
  };
}

describe('the sentence on a check', () => {
  it('says how many are proven, what is wrong, and of how much time nothing is known', () => {
    expect(
      summaryOf({
        logs: counts({ proven: 1412, unsigned: 18, unreferenced: 9, altered: 1, missing: 1 }),
        digests: counts({ proven: 167, missing: 1 }),
        gaps: [gap()],
      }),
    ).toBe(
      '1,412 of 1,441 log files are proven by AWS’s signed digests. One file was altered after delivery, nine files are named by no digest, one file is missing, one digest is missing; nothing can be said of 2\u00a0hours.',
    );
  });

  it('is short where everything is proven, and counts what was moved as proven', () => {
    expect([
      summaryOf({ logs: counts({ proven: 1 }), digests: counts({ proven: 1 }), gaps: [] }),
      summaryOf({ logs: counts({ proven: 3, moved: 2 }), digests: counts({ proven: 1 }), gaps: [] }),
    ]).toEqual([
      'The one log file is proven by AWS’s signed digests.',
      'All 5 log files are proven by AWS’s signed digests.',
    ]);
  });

  it('does not promise a proof where there is no digest, no log file, or neither', () => {
    expect([
      summaryOf({ logs: counts({ 'not-covered': 4 }), digests: counts({}), gaps: [] }),
      summaryOf({ logs: counts({}), digests: counts({ proven: 24 }), gaps: [] }),
      summaryOf({ logs: counts({}), digests: counts({}), gaps: [] }),
    ]).toEqual([
      'Nothing proves the 4 log files of the case: no digest is in it.',
      'The case holds 24 digests and no log file.',
      'The case holds no digest and no log file: there is nothing to check.',
    ]);
  });

  it('never says that all are proven when one is not', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...verdicts), fc.integer({ min: 1, max: 50 }), {
          noNullPrototype: true,
        }),
        (by) => {
          const logs = counts(by);
          const said = summaryOf({ logs, digests: counts({ proven: 1 }), gaps: [] });
          const isAll = Object.keys(by).every((verdict) => verdict === 'proven' || verdict === 'moved');
          expect(/^(All|The one log file is proven)/.test(said)).toBe(isAll && logs.total > 0);
        },
      ),
    );
  });

  it('has a share only where there is a log file, and never rounds up to all', () => {
    expect([
      provenShare({ logs: counts({}) }),
      shareWords({ logs: counts({ proven: 9999, altered: 1 }) }),
      shareWords({ logs: counts({ proven: 2 }) }),
    ]).toEqual([null, '>\u202f99.9\u202f% proven', '100\u202f% proven']);
  });
});

describe('the chains', () => {
  const series = { ...gap(), digests: counts({ proven: 72 }), fromMs: dayMs, untilMs: dayMs + 72 * hourMs };

  it('are unbroken, or broken for so many of their hours', () => {
    expect([
      chainWords({ digests: counts({ proven: 72 }), series: [series], gaps: [] }),
      chainWords({ digests: counts({ proven: 70, missing: 2 }), series: [series], gaps: [gap()] }),
      chainWords({ digests: counts({}), series: [], gaps: [] }),
    ]).toEqual([
      '1 chain, unbroken for 72\u00a0hours',
      '1 chain, without a break in 70 of 72\u00a0hours; 2 missing',
      'CloudTrail-Digest files prove the log files; there is none here',
    ]);
  });

  it('are listed the newest digest first, without the log files', () => {
    const digest = (name: string, hour: number) =>
      object({ kind: 'digest', key: name, untilMs: dayMs + hour * hourMs });
    expect(chainOf([digest('a', 1), object(), digest('c', 3), digest('b', 2)]).map(({ key }) => key)).toEqual(
      ['c', 'b', 'a'],
    );
  });
});

describe('exceptions', () => {
  it('are counted over digests and log files, the worst first, without what is proven', () => {
    expect(
      exceptionCounts(
        counts({ proven: 5, missing: 1 }),
        counts({ proven: 9, unsigned: 2, missing: 2, altered: 1 }),
      ),
    ).toEqual([
      { verdict: 'altered', count: 1 },
      { verdict: 'missing', count: 3 },
      { verdict: 'unsigned', count: 2 },
    ]);
  });

  it('know every verdict', () => {
    expect([...barOrder].sort()).toEqual([...verdicts].sort());
    expect(new Set(exceptionOrder).size).toBe(verdicts.length - 1);
  });

  it('that are alike and many are told together, with their time and events', () => {
    const late = Array.from({ length: 5 }, (_, at) =>
      object({ key: `l${at}`, fromMs: dayMs + at, untilMs: dayMs + at }),
    );
    const groups = groupRows([
      object({ verdict: 'altered', reason: 'hash-differs' }),
      ...late,
      object({ region: 'us-east-1' }),
    ]);
    expect(groups.map(({ objects }) => objects.length)).toEqual([1, 5, 1]);
    expect(groups[1]).toMatchObject({ fromMs: dayMs, untilMs: dayMs + 4, events: 15 });
  });

  it('are all there after grouping, in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('unsigned', 'altered', 'missing'), { maxLength: 40 }), (found) => {
        const rows = found.map((verdict, at) =>
          object({ verdict: verdicts.find((one) => one === verdict) ?? 'proven', key: `${at}` }),
        );
        expect(groupRows(rows).flatMap(({ objects }) => objects)).toEqual(rows);
      }),
    );
  });
});

describe('a time without proof', () => {
  it('is told by place, time and reason', () => {
    expect([
      seriesWords(gap()),
      seriesWords(gap({ account: null, region: null, trail: null, isBackfill: true })),
      spanWords(gap().fromMs, gap().untilMs, 'utc'),
      rangeWords(dayMs + 23 * hourMs, dayMs + 25 * hourMs, 'utc'),
      gapReason(gap({ kind: 'restart' })),
    ]).toEqual([
      'eu-west-1 of 111122223333, trail main',
      'a region that is not known, backfill',
      'Fri 2 Jan 00:00 to 02:00 (2\u00a0hours)',
      'Fri 2 Jan 23:00 to Sat 3 Jan 01:00',
      'a starting digest follows: logging or validation was off',
    ]);
  });

  it('opens the whole hours that it touches', () => {
    expect(cellOfGap(gap({ fromMs: dayMs + 4, untilMs: dayMs + hourMs + 4 }))).toEqual({
      account: '111122223333',
      region: 'eu-west-1',
      fromMs: dayMs,
      untilMs: dayMs + 2 * hourMs,
    });
    expect(cellOfGap(gap({ account: null }))).toBeNull();
  });
});

describe('links to events', () => {
  it('quote what a filter would read as something else', () => {
    expect([
      filterOfObject('logs/a "b".json.gz'),
      filterOfCell({ account: '111122223333', region: 'eu-west-1', fromMs: dayMs, untilMs: dayMs + hourMs }),
    ]).toMatchInlineSnapshot(`
      [
        "object:"logs/a \\"b\\".json.gz"",
        "account:111122223333 region:eu-west-1 time:2026-01-02T00Z",
      ]
    `);
  });
});

describe('keys, trails and custody', () => {
  const key = (part: Partial<UsedKey>): UsedKey => ({
    fingerprint: 'ab',
    origin: 'aws',
    region: 'us-east-1',
    validFromMs: null,
    validUntilMs: null,
    fault: null,
    ...part,
  });

  it('say where keys are from, and count the regions when they are many', () => {
    expect([
      keyOrigins([key({}), key({ region: 'us-west-1' })]),
      keyOrigins([key({ region: null, origin: 'file' })]),
      keyOrigins(['a', 'b', 'c', 'd'].map((region) => key({ region, origin: 'given' }))),
    ]).toEqual([
      'from us-east-1 and us-west-1, fetched with a sync',
      'imported from a file',
      'from 4 regions, given for this check',
    ]);
  });

  it('say what is not known of a trail', () => {
    const facts = trailFacts(
      {
        trail: 'main',
        arn: null,
        homeRegion: null,
        isLogging: null,
        sinceMs: null,
        validates: true,
        isMultiRegion: null,
        isOrganization: null,
        selectors: null,
        evidence: [],
      },
      'utc',
    );
    expect(facts.map(({ name, value }) => `${name} ${value}`)).toEqual([
      'trail main',
      'logging not known',
      'validation on',
      'selectors not known',
    ]);
  });

  it('show the details of a custody row as pairs without what is empty, and a text that is no JSON as it is', () => {
    expect([
      custodyDetails(
        '{"files":{"read":3,"tooLarge":0},"fromMs":null,"sources":[{"kind":"folder","label":"a"}]}',
      ),
      custodyDetails('{"overall":"intact","trails":[],"isCancelled":false}'),
      custodyDetails('{broken'),
      custodyDetails('[1]'),
      spacedName('importBegun'),
    ]).toEqual([
      'files (read 3) · sources (kind folder, label a)',
      'overall intact',
      '{broken',
      '[1]',
      'import begun',
    ]);
  });
});
