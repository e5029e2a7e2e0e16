import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  placeAfterScroll,
  placeAt,
  rowHeightPx,
  rowWindow,
  type ScrollPlace,
  topShowing,
} from '../../../renderer/desk/table/row-window.ts';

const viewportPx = 600;
const rowCount = fc.integer({ min: 1, max: 50_000_000 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** How far the element can be scrolled. */
function scrollSpan(rows: number): number {
  const { heightPx } = rowWindow({ rows, viewportPx }, { topPx: 0, scrollTopPx: 0 });
  return Math.max(0, heightPx - viewportPx);
}

/** A place that the scroll bar was dragged to. */
function dragged(rows: number, to: number): ScrollPlace {
  return placeAfterScroll({ rows, viewportPx }, { topPx: 0, scrollTopPx: -1e9 }, to * scrollSpan(rows));
}

describe('the rows of a table of any length', () => {
  it('are drawn to fill the viewport, wherever the person has scrolled', () => {
    fc.assert(
      fc.property(rowCount, share, (rows, to) => {
        const place = dragged(rows, to);
        const { heightPx, first, end, topPx } = rowWindow({ rows, viewportPx }, place);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(rows);
        // Past 2^24 the browser would lose whole pixels.
        expect(heightPx).toBeLessThan(2 ** 24);
        expect(topPx).toBeLessThanOrEqual(place.scrollTopPx);
        const bottomPx = topPx + (end - first) * rowHeightPx;
        expect(end === rows || bottomPx >= place.scrollTopPx + viewportPx).toBe(true);
      }),
    );
  });

  it('come into view when they are gone to, and only then does the view move', () => {
    fc.assert(
      fc.property(rowCount, fc.nat(), share, (rows, any, from) => {
        const size = { rows, viewportPx };
        const row = any % rows;
        const before = dragged(rows, from);
        const topPx = topShowing(size, before, row);
        const after = topPx === null ? before : placeAt(size, topPx);
        const { first, end } = rowWindow(size, after);
        expect(first <= row && row < end).toBe(true);
        expect(topShowing(size, after, row)).toBeNull();
        expect(after.scrollTopPx).toBeLessThanOrEqual(scrollSpan(rows));
      }),
    );
  });

  it('pass one by one under the wheel, however many there are', () => {
    fc.assert(
      fc.property(
        rowCount,
        share,
        fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 60 }),
        (rows, from, notches) => {
          const size = { rows, viewportPx };
          let place = dragged(rows, from);
          for (const notch of notches) {
            const to = Math.min(scrollSpan(rows), Math.max(0, place.scrollTopPx + notch));
            const next = placeAfterScroll(size, place, to);
            const isAtAnEnd = next.topPx === 0 || next.topPx === Math.max(0, rows * rowHeightPx - viewportPx);
            if (!isAtAnEnd) expect(next.topPx - place.topPx).toBeCloseTo(to - place.scrollTopPx, 3);
            // What is drawn is what the place says.
            const { first, topPx } = rowWindow(size, next);
            expect(to - topPx).toBeCloseTo(next.topPx - first * rowHeightPx, 3);
            place = next;
          }
        },
      ),
    );
  });

  it('are all reached at the ends of the scroll bar, and by the wheel from near them', () => {
    fc.assert(
      fc.property(rowCount, (rows) => {
        const size = { rows, viewportPx };
        expect(dragged(rows, 0).topPx).toBe(0);
        expect(rowWindow(size, dragged(rows, 1)).end).toBe(rows);
        let up = placeAt(size, 5_000);
        let down = placeAt(size, rows * rowHeightPx - viewportPx - 5_000);
        for (let notch = 0; notch < 60; notch += 1) {
          up = placeAfterScroll(size, up, Math.max(0, up.scrollTopPx - 100));
          down = placeAfterScroll(size, down, Math.min(scrollSpan(rows), down.scrollTopPx + 100));
        }
        expect(up.topPx).toBe(0);
        expect(rowWindow(size, down).end).toBe(rows);
      }),
    );
  });

  it('are where the bar shows them once it has come to rest', () => {
    const size = { rows: 10_000_000, viewportPx };
    let place = dragged(size.rows, 0.5);
    for (let notch = 0; notch < 200; notch += 1)
      place = placeAfterScroll(size, place, place.scrollTopPx + 100);
    const rested = placeAt(size, place.topPx);
    expect(rested.topPx).toBe(place.topPx);
    expect(rested.scrollTopPx).toBeLessThan(place.scrollTopPx);
    expect(placeAfterScroll(size, { topPx: 0, scrollTopPx: 0 }, rested.scrollTopPx).topPx).toBeCloseTo(
      place.topPx,
      0,
    );
  });
});
