import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlarmInterval,
  type AlarmSettings,
  alarmComparisons,
  missingDataTreatments,
} from '../../../electron/contract/detect.ts';
import { maxIntervals, simulateAlarm } from '../../../electron/engine/alarms/simulate.ts';

const usual: AlarmSettings = {
  periodSeconds: 300,
  threshold: 1,
  comparison: '>=',
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: 'notBreaching',
};
const at = (time: string): number => Date.parse(`2026-03-01T${time}Z`);
const day = { fromMs: at('00:00:00'), untilMs: at('23:59:59') };
const shown = ({ fromMs, untilMs, worst }: AlarmInterval): string =>
  [fromMs, untilMs, worst?.fromMs ?? null]
    .map((ms) => (ms === null ? '-' : new Date(ms).toISOString().slice(11, 16)))
    .concat(String(worst?.count ?? '-'))
    .join(' ');
const rang = (times: readonly string[], settings: Partial<AlarmSettings> = {}): string[] =>
  simulateAlarm(times.map(at), { ...usual, ...settings }, day).intervals.map(shown);

describe('an alarm on a metric filter', () => {
  it('rings at the end of the period with the event, and is quiet at the end of the next one', () => {
    expect(rang(['10:01:00'])).toEqual(['10:05 10:10 10:00 1']);
  });

  it('has its periods on the grid of whole multiples', () => {
    expect(rang(['10:04:59', '10:05:00'], { threshold: 2 })).toEqual([]);
    expect(rang(['10:05:00', '10:09:59'], { threshold: 2 })).toEqual(['10:10 10:15 10:05 2']);
  });

  it('goes on ringing while each period is over the threshold, and tells the worst one', () => {
    expect(rang(['10:01:00', '10:06:00', '10:07:00', '10:12:00'])).toEqual(['10:05 10:20 10:05 2']);
  });

  it('waits for enough data points among the evaluation periods', () => {
    const twoOfThree = { evaluationPeriods: 3, datapointsToAlarm: 2 };
    expect(rang(['10:01:00'], twoOfThree)).toEqual([]);
    expect(rang(['10:01:00', '10:11:00'], twoOfThree)).toEqual(['10:15 10:20 10:00 1']);
    expect(rang(['10:01:00', '10:16:00'], twoOfThree)).toEqual([]);
  });

  it('is still ringing at the end where it was not quiet before', () => {
    expect(rang(['23:58:00'])).toEqual(['00:00 - 23:55 1']);
  });

  it('rings all day over missing data that counts as breaching', () => {
    expect(rang([], { treatMissingData: 'breaching' })).toEqual(['00:05 - - -']);
    expect(rang(['10:01:00'], { treatMissingData: 'breaching', comparison: '<' })).toEqual([
      '00:05 10:05 - -',
      '10:10 - - -',
    ]);
  });

  it('keeps its state over missing data that is ignored', () => {
    expect(rang(['10:01:00', '12:01:00', '12:02:00'], { treatMissingData: 'ignore', threshold: 2 })).toEqual([
      '12:05 - 12:00 2',
    ]);
    expect(rang(['10:01:00', '10:02:00', '12:01:00'], { treatMissingData: 'ignore', threshold: 2 })).toEqual([
      '10:05 12:05 10:00 2',
    ]);
  });

  it('tells a thousand intervals and counts the others', () => {
    const times = Array.from({ length: maxIntervals + 7 }, (_, index) => index * 600_000);
    const { intervals, total } = simulateAlarm(times, usual, { fromMs: 0, untilMs: times.length * 600_000 });
    expect({ told: intervals.length, total }).toEqual({ told: maxIntervals, total: maxIntervals + 7 });
  });

  it('takes no time over ten years with two events', () => {
    const years = Date.UTC(2026, 0, 1) - Date.UTC(2016, 0, 1);
    const settings = { ...usual, periodSeconds: 10, evaluationPeriods: 5, datapointsToAlarm: 1 };
    const { total } = simulateAlarm([0, years], settings, { fromMs: 0, untilMs: years });
    expect(total).toBe(2);
  });

  it('takes no time over a week of periods for each of many events', () => {
    const times = Array.from({ length: 20_000 }, (_, index) => index * 7_000_000);
    const settings = { ...usual, periodSeconds: 60, evaluationPeriods: 10_080, datapointsToAlarm: 80 };
    const { total } = simulateAlarm(times, settings, { fromMs: 0, untilMs: times.length * 7_000_000 });
    expect(total).toBe(1);
  });

  it('rings as a slow walk over every period says', () => {
    const settings = fc
      .record({
        periodSeconds: fc.constantFrom(1, 2),
        threshold: fc.integer({ min: 0, max: 3 }),
        comparison: fc.constantFrom(...alarmComparisons),
        evaluationPeriods: fc.integer({ min: 1, max: 5 }),
        toAlarm: fc.integer({ min: 0, max: 4 }),
        treatMissingData: fc.constantFrom(...missingDataTreatments),
      })
      .map(({ toAlarm, ...rest }) => ({
        ...rest,
        datapointsToAlarm: 1 + (toAlarm % rest.evaluationPeriods),
      }));
    const times = fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 30 });
    const span = fc.tuple(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 60_000 }));
    fc.assert(
      fc.property(times, settings, span, (drawn, alarm, [a, b]) => {
        const sorted = drawn.toSorted((one, other) => one - other);
        const asked = { fromMs: Math.min(a, b), untilMs: Math.max(a, b) };
        expect(simulateAlarm(sorted, alarm, asked).intervals).toEqual(slowIntervals(sorted, alarm, asked));
      }),
      { numRuns: 2000 },
    );
  });
});

/** Every period, each time with all of its window looked at anew. */
function slowIntervals(
  times: readonly number[],
  alarm: AlarmSettings,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): AlarmInterval[] {
  const periodMs = alarm.periodSeconds * 1000;
  const first = Math.floor(fromMs / periodMs);
  const last = Math.floor(untilMs / periodMs);
  const countIn = (period: number): number | null => {
    const count = times.filter((ms) => Math.floor(ms / periodMs) === period).length;
    return count === 0 || period < first ? null : count;
  };
  const breaches = (count: number): boolean =>
    ({
      '>=': count >= alarm.threshold,
      '>': count > alarm.threshold,
      '<=': count <= alarm.threshold,
      '<': count < alarm.threshold,
    })[alarm.comparison];
  const intervals: AlarmInterval[] = [];
  let isRinging = false;
  let since = 0;
  let involved = new Set<number>();
  const close = (end: number | null): void => {
    const known = [...involved].flatMap((period) => {
      const count = countIn(period);
      return count === null ? [] : [{ fromMs: period * periodMs, count }];
    });
    const sign = alarm.comparison.startsWith('>') ? -1 : 1;
    const [worst = null] = known.toSorted((a, b) => sign * (a.count - b.count) || a.fromMs - b.fromMs);
    intervals.push({ fromMs: since, untilMs: end, worst });
  };
  for (let period = first; period <= last; period += 1) {
    const window = Array.from({ length: alarm.evaluationPeriods }, (_, back) => period - back);
    const counts = window.map(countIn);
    const bad = counts.filter((count) => count !== null && breaches(count)).length;
    const good = counts.filter((count) => count !== null && !breaches(count)).length;
    const missing = counts.length - bad - good;
    const treatment = alarm.treatMissingData;
    const oldestAge = counts.findLastIndex((count) => count !== null) + 1;
    const wasRinging = isRinging;
    if (treatment === 'notBreaching') isRinging = bad >= alarm.datapointsToAlarm;
    else if (treatment === 'breaching') isRinging = bad + missing >= alarm.datapointsToAlarm;
    else if (treatment === 'missing')
      isRinging =
        bad >= alarm.datapointsToAlarm || (bad > 0 && good === 0 && oldestAge >= alarm.datapointsToAlarm);
    else if (bad >= alarm.datapointsToAlarm) isRinging = true;
    else if (bad + missing < alarm.datapointsToAlarm) isRinging = false;
    if (isRinging && !wasRinging) {
      since = (period + 1) * periodMs;
      involved = new Set(window);
    }
    if (isRinging) involved.add(period);
    if (!isRinging && wasRinging) close((period + 1) * periodMs);
  }
  if (isRinging) close(null);
  return intervals;
}
