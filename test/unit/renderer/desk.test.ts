import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved } from '../../../renderer/desk/table/column-layout.ts';
import { rowHeightPx, rowWindow, scrollToRow } from '../../../renderer/desk/table/row-window.ts';
import { axisTicks } from '../../../renderer/desk/timeline/axis-ticks.ts';
import { moveBrush, rangeOf } from '../../../renderer/desk/timeline/brush.ts';
import { barsOf, domainOf, startOf, stepName, sumOf } from '../../../renderer/desk/timeline/domain.ts';

const viewportPx = 600;

describe('the rows of a table of any length', () => {
  it('are drawn to fill the viewport, wherever the person has scrolled', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, share) => {
          const { heightPx } = rowWindow(rows, 0, viewportPx);
          const scrollTopPx = share * Math.max(0, heightPx - viewportPx);
          const { first, end, topPx } = rowWindow(rows, scrollTopPx, viewportPx);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(rows);
          expect(heightPx).toBeLessThan(33_000_000);
          // What is drawn begins at or above the top of the viewport and reaches its bottom, or the last row.
          expect(topPx).toBeLessThanOrEqual(scrollTopPx + rowHeightPx);
          expect(end === rows || topPx + (end - first) * rowHeightPx >= scrollTopPx + viewportPx).toBe(true);
        },
      ),
    );
  });

  it('come into view when they are gone to, and only then does the view move', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000_000 }),
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, any, share) => {
          const row = any % rows;
          const { heightPx } = rowWindow(rows, 0, viewportPx);
          const from = share * Math.max(0, heightPx - viewportPx);
          const to = scrollToRow(row, rows, from, viewportPx) ?? from;
          const { first, end } = rowWindow(rows, to, viewportPx);
          expect(first <= row && row < end).toBe(true);
          expect(scrollToRow(row, rows, to, viewportPx)).toBeNull();
        },
      ),
    );
  });
});

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
