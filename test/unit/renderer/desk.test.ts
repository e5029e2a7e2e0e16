import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved } from '../../../renderer/desk/table/column-layout.ts';
import { axisTicks } from '../../../renderer/desk/timeline/axis-ticks.ts';
import { moveBrush, rangeOf } from '../../../renderer/desk/timeline/brush.ts';
import { barsOf, domainOf, startOf, stepName, sumOf } from '../../../renderer/desk/timeline/domain.ts';

describe('a column that is moved', () => {
  it('changes its place and no other column is lost', () => {
    expect(moved(['time', 'name', 'ip'], 'ip', -2)).toEqual(['ip', 'time', 'name']);
    expect(moved(['time', 'name', 'ip'], 'time', 9)).toEqual(['name', 'ip', 'time']);
  });
});

describe('the timeline', () => {
  const ofCase = { firstTimeMs: Date.UTC(2026, 2, 1), lastTimeMs: Date.UTC(2026, 2, 6) };
  const open = { fromMs: null, untilMs: null };

  it('stands still while a person filters: its bars come from the time looked at', () => {
    const domain = domainOf(open, ofCase, 180);
    expect(domain).toMatchObject({ stepMs: 3_600_000 });
    expect(
      domainOf({ fromMs: Date.UTC(2026, 2, 1), untilMs: Date.UTC(2026, 2, 1, 1) }, ofCase, 180)?.stepMs,
    ).toBe(30_000);
    expect(domainOf(open, { firstTimeMs: null, lastTimeMs: null }, 180)).toBeNull();
  });

  it('covers the whole case with no more bars than asked for', () => {
    const moment = fc.integer({ min: 0, max: Date.UTC(2090, 0, 1) });
    fc.assert(
      fc.property(moment, moment, fc.integer({ min: 12, max: 400 }), (a, b, most) => {
        const domain = domainOf(open, { firstTimeMs: Math.min(a, b), lastTimeMs: Math.max(a, b) }, most);
        if (domain === null) throw new Error('A case with dates has a time axis.');
        expect(domain.bars).toBeLessThanOrEqual(most);
        expect(startOf(domain, 0)).toBeLessThanOrEqual(Math.min(a, b));
        expect(startOf(domain, domain.bars)).toBeGreaterThan(Math.max(a, b));
      }),
    );
  });

  it('loses no event between the engine’s bars and its own', () => {
    const domain = domainOf(open, ofCase, 180);
    if (domain === null) throw new Error('A case with dates has a time axis.');
    const histogram = {
      fromMs: startOf(domain, 3),
      stepMs: domain.stepMs,
      read: [1, 0, 4],
      write: [2, 0, 0],
      failed: [0, 5, 0],
    };
    expect(barsOf(domain, histogram).reduce((sum, bar) => sum + sumOf(bar), 0)).toBe(12);
  });

  it('names its bars, and marks its axis inside the time shown', () => {
    expect(stepName(900_000)).toBe('15-minute bars');
    const ticks = axisTicks(ofCase.firstTimeMs, ofCase.lastTimeMs, 8, 'utc');
    expect(ticks.length).toBeGreaterThan(2);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(ticks.every(({ timeMs }) => timeMs >= ofCase.firstTimeMs && timeMs < ofCase.lastTimeMs)).toBe(
      true,
    );
  });

  it('is brushed by keyboard as text is selected', () => {
    const at = moveBrush(null, 'ArrowRight', false, 10);
    const extended = moveBrush(moveBrush(at, 'ArrowRight', true, 10), 'ArrowRight', true, 10);
    expect(extended === null ? null : rangeOf(extended)).toEqual({ first: 0, last: 2 });
    expect(moveBrush(at, 'x', false, 10)).toBeNull();
  });
});
