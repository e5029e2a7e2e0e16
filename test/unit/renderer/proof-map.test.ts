import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CoverageCell, coverageStates } from '../../../electron/contract/integrity.ts';
import { contentWords, placeWords, spanTitle } from '../../../renderer/proof/map/cell-words.ts';
import { clampCursor, moveCursor } from '../../../renderer/proof/map/cursor.ts';
import { cellAt, cellBox, partPath, pathsOf } from '../../../renderer/proof/map/geometry.ts';
import { cellsFor, cellsOf, linesOf, linesShown } from '../../../renderer/proof/map/map-lines.ts';
import { panned, spanOfCells, zoomed } from '../../../renderer/proof/map/span.ts';
import { legendOf, stateWords } from '../../../renderer/proof/map/state-words.ts';

const hourMs = 3_600_000;
const dayMs = Date.UTC(2026, 0, 2);
const cell = (part: Partial<CoverageCell> = {}): CoverageCell => ({
  state: 'proven',
  files: 2,
  events: 40,
  isPartlyIndexed: false,
  ...part,
});
const row = (account: string, region: string, cells: CoverageCell[] = []) => ({
  account,
  region,
  files: 0,
  events: 0,
  cells,
});

describe('the drawing of a row', () => {
  const shapes = fc.record({
    widthPx: fc.integer({ min: 50, max: 2000 }),
    heightPx: fc.constant(18),
    cells: fc.integer({ min: 1, max: 720 }),
  });

  it('has under the middle of a cell that cell', () => {
    fc.assert(
      fc.property(shapes, fc.double({ min: 0, max: 0.999, noNaN: true }), (shape, share) => {
        const at = Math.floor(share * shape.cells);
        expect(cellAt(shape, ((at + 0.5) / shape.cells) * shape.widthPx)).toBe(at);
      }),
    );
  });

  it('keeps cells in order, inside the row, and apart from each other', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        let end = 0;
        for (let at = 0; at < shape.cells; at += 1) {
          const { x, width } = cellBox(shape, at);
          // Cells finer than half a pixel are drawn as one path, and may overlap when taken alone.
          if (shape.widthPx / shape.cells >= 1) expect(x).toBeGreaterThanOrEqual(end - 1e-6);
          expect(width).toBeGreaterThan(0);
          end = x + width;
        }
        expect(end).toBeLessThanOrEqual(shape.widthPx + 0.5);
      }),
    );
  });

  it('is one path for each state, and none for a state that is not there', () => {
    const cells = coverageStates.flatMap((state) => [cell({ state }), cell({ state })]);
    const paths = pathsOf(cells, { widthPx: 400, heightPx: 18, cells: cells.length });
    expect(paths.map(({ state }) => state)).toEqual(coverageStates);
    expect(pathsOf([], { widthPx: 400, heightPx: 18, cells: 0 })).toEqual([]);
  });

  it('joins neighbours that are too fine to be told apart', () => {
    const cells = Array.from({ length: 300 }, () => cell());
    const [path] = pathsOf(cells, { widthPx: 600, heightPx: 18, cells: 300 });
    expect(path?.d.match(/M/g)).toHaveLength(1);
  });

  it('marks the cells that are indexed in part, and no others', () => {
    const shape = { widthPx: 40, heightPx: 18, cells: 4 };
    expect(partPath([cell(), cell(), cell(), cell()], shape)).toBe('');
    expect(partPath([cell(), cell({ isPartlyIndexed: true }), cell(), cell()], shape)).toMatch(/^M10 15h/);
  });
});

describe('the cursor of the map', () => {
  const size = { rows: 3, cells: 48 };

  it('moves by arrows, by days with Control, and to the ends', () => {
    const from = { row: 1, cell: 10 };
    const move = (key: string, hasControl = false) => moveCursor(from, key, hasControl, size);
    expect([
      move('ArrowLeft'),
      move('ArrowRight', true),
      move('ArrowUp'),
      move('PageDown'),
      move('Home'),
      move('End', true),
      move('a'),
    ]).toEqual([
      { row: 1, cell: 9 },
      { row: 1, cell: 34 },
      { row: 0, cell: 10 },
      { row: 2, cell: 10 },
      { row: 1, cell: 0 },
      { row: 2, cell: 47 },
      null,
    ]);
  });

  it('never leaves the map, also when the map gets smaller', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...keys), fc.boolean())), (strokes) => {
        let at = { row: 0, cell: 0 };
        for (const [key, hasControl] of strokes) at = moveCursor(at, key, hasControl, size) ?? at;
        expect(clampCursor(at, size)).toEqual(at);
        expect(clampCursor(at, { rows: 1, cells: 1 })).toEqual({ row: 0, cell: 0 });
      }),
    );
  });
});

describe('the span of the map', () => {
  const whole = { fromMs: dayMs, untilMs: dayMs + 72 * hourMs };

  it('is that of the chosen cells, in whichever direction they were chosen', () => {
    const map = { fromMs: dayMs, stepMs: hourMs };
    expect(spanOfCells(map, 5, 2)).toEqual(spanOfCells(map, 2, 5));
    expect(spanOfCells(map, 2, 5)).toEqual({ fromMs: dayMs + 2 * hourMs, untilMs: dayMs + 6 * hourMs });
  });

  it('stays inside the whole and on whole hours, however it is zoomed and moved', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.5, 0.7, 1.4, 2, -0.5)),
          {
            maxLength: 20,
          },
        ),
        (steps) => {
          let shown = whole;
          for (const [share, factor] of steps) {
            const around = shown.fromMs + share * (shown.untilMs - shown.fromMs);
            shown =
              factor < 0 ? panned(shown, whole, factor) : (zoomed(shown, whole, around, factor) ?? whole);
            expect(shown.fromMs).toBeGreaterThanOrEqual(whole.fromMs);
            expect(shown.untilMs).toBeLessThanOrEqual(whole.untilMs);
            expect((shown.untilMs - shown.fromMs) % hourMs).toBe(0);
            expect(shown.untilMs - shown.fromMs).toBeGreaterThanOrEqual(6 * hourMs);
          }
        },
      ),
    );
  });

  it('is the whole again when it is zoomed out far enough', () => {
    const near = zoomed(whole, whole, dayMs + 36 * hourMs, 0.5);
    expect(near).toEqual({ fromMs: dayMs + 18 * hourMs, untilMs: dayMs + 54 * hourMs });
    expect(zoomed(near ?? whole, whole, dayMs, 2)).toBeNull();
  });
});

describe('the lines of the map', () => {
  it('are the rows under their accounts, also where those of one are apart', () => {
    const lines = linesOf([row('1', 'a'), row('2', 'a'), row('1', 'b')]);
    expect(
      lines.map((line) => (line.kind === 'account' ? line.account : `${line.at} ${line.row.region}`)),
    ).toEqual(['1', '0 a', '1 b', '2', '2 a']);
  });

  it('drawn are those in sight and the one with the cursor', () => {
    const range = { startIndex: 50, endIndex: 60, overscan: 2, count: 300 };
    expect(linesShown(range, 55)).toHaveLength(15);
    expect(linesShown(range, 3)[0]).toBe(3);
    expect(linesShown({ ...range, startIndex: 0, endIndex: 0, count: 0 }, -1)).toEqual([]);
  });

  it('are asked for with no more cells than can be told apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 96, max: 4000 }), (widthPx) => {
        expect(widthPx / cellsFor(widthPx)).toBeGreaterThanOrEqual(4);
      }),
    );
  });
});

describe('an open stretch', () => {
  const map = { fromMs: dayMs, untilMs: dayMs + 24 * hourMs, stepMs: 2 * hourMs };
  const open = (from: number, until: number) =>
    cellsOf(map, { fromMs: dayMs + from * hourMs, untilMs: dayMs + until * hourMs });

  it('takes the cells it touches, as far as the map has them', () => {
    expect([open(2, 4), open(3, 5), open(-5, 1), open(23, 30), open(24, 25), open(-2, 0)]).toEqual([
      { first: 1, last: 1 },
      { first: 1, last: 2 },
      { first: 0, last: 0 },
      { first: 11, last: 11 },
      null,
      null,
    ]);
  });
});

describe('the words of the map', () => {
  it('say where and what a cell is', () => {
    const place = { region: 'eu-west-1', fromMs: dayMs, untilMs: dayMs + hourMs };
    expect([
      placeWords(place, 'utc'),
      placeWords({ ...place, untilMs: dayMs + 4 * hourMs }, 'utc'),
      contentWords(cell()),
      contentWords(cell({ state: 'digestMissing', files: 0 })),
      contentWords(cell({ files: 1, events: 1, isPartlyIndexed: true })),
      spanTitle({ fromMs: dayMs, untilMs: dayMs + 48 * hourMs }, 'utc'),
    ]).toEqual([
      'Fri 2 Jan 00:00, eu-west-1',
      'Fri 2 Jan 00:00 to 04:00, eu-west-1',
      'proven: 2\u00a0files, 40\u00a0events',
      'no digest: no log file',
      'proven: 1\u00a0file, 1\u00a0event; event selectors left some out of the index',
      '2 Jan 2026 00:00 to 4 Jan 2026 00:00',
    ]);
  });

  it('of the legend are those of the states that are there, each different from the others', () => {
    const { states, hasPartlyIndexed } = legendOf({
      rows: [row('1', 'a', [cell({ state: 'altered' }), cell({ isPartlyIndexed: true })])],
    });
    expect([states, hasPartlyIndexed]).toEqual([['proven', 'altered'], true]);
    expect(
      legendOf({
        rows: [
          row(
            '1',
            'a',
            coverageStates.map((state) => cell({ state })),
          ),
        ],
      }).states,
    ).toHaveLength(coverageStates.length);
    expect(new Set(Object.values(stateWords).map(({ label }) => label)).size).toBe(coverageStates.length);
  });
});
