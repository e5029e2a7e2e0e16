import { afterEach, describe, expect, it } from 'vitest';
import {
  defaultFacets,
  facetFields,
  readFields,
  toggled,
} from '../../../renderer/desk/facets/facet-state.ts';
import { panelWidths } from '../../../renderer/desk/panel-widths.ts';
import { columnWidths } from '../../../renderer/desk/table/column-layout.ts';
import { spansYears } from '../../../renderer/desk/table/spans-years.ts';
import { defaultColumns } from '../../../renderer/state/columns.ts';

const railPx = 52;
const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0);

describe('the review desk in a window of 1280 pixels', () => {
  const { facetsPx, recordPx } = panelWidths(1280);

  it.each([true, false])(
    'shows when, what, who, from where and the error beside an open record',
    (hasYears) => {
      const roomPx = 1280 - railPx - facetsPx - recordPx - 2 - 32;
      const widths = columnWidths({ columns: defaultColumns, chosen: {}, hasYears, roomPx });
      expect(defaultColumns.slice(0, 5)).toEqual(['time', 'name', 'actor', 'ip', 'outcome']);
      expect(sum(widths.slice(0, 5))).toBeLessThanOrEqual(roomPx);
    },
  );

  it('shows all columns of a newcomer without a record', () => {
    const roomPx = 1280 - railPx - facetsPx - 1 - 32;
    expect(
      sum(columnWidths({ columns: defaultColumns, chosen: {}, hasYears: true, roomPx })),
    ).toBeLessThanOrEqual(roomPx);
  });
});

describe('a column', () => {
  const columns = ['time', 'name', 'resource'] as const;

  it('has the width that a person gave it, whatever the room', () => {
    const widths = columnWidths({ columns, chosen: { name: 333 }, hasYears: false, roomPx: 100 });
    expect(widths[1]).toBe(333);
  });

  it('is not wider than by default in a large window', () => {
    const wide = columnWidths({ columns, chosen: {}, hasYears: false, roomPx: 5000 });
    expect(wide).toEqual(columnWidths({ columns, chosen: {}, hasYears: false, roomPx: sum(wide) }));
  });
});

describe('the times of events', () => {
  const before = process.env.TZ;
  afterEach(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it('say their year when they are of two on the clock that is looked at', () => {
    process.env.TZ = 'Asia/Tokyo';
    const newYear = { firstTimeMs: Date.UTC(2025, 11, 31, 10), lastTimeMs: Date.UTC(2025, 11, 31, 20) };
    expect(spansYears(newYear, 'utc')).toBe(false);
    expect(spansYears(newYear, 'local')).toBe(true);
    expect(spansYears({ firstTimeMs: null, lastTimeMs: null }, 'local')).toBe(false);
  });
});

describe('the fields beside the table', () => {
  it('are remembered in their order, without what is no such field', () => {
    expect(readFields(['ip', 'name', 'ip', 'nonsense', 7, 'time', 'id'])).toEqual(['ip', 'name']);
    expect(readFields([])).toEqual([]);
    expect(readFields('ip')).toBeUndefined();
    expect(defaultFacets.every((field) => facetFields.includes(field))).toBe(true);
  });

  it('go and come back at the end', () => {
    expect(toggled(['ip', 'name'], 'ip')).toEqual(['name']);
    expect(toggled(['name'], 'ip')).toEqual(['name', 'ip']);
  });
});
