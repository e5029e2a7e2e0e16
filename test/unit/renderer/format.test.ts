import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../../renderer/format/bytes.ts';
import { formatCompact, formatCount, formatCounted, formatPercent } from '../../../renderer/format/number.ts';
import {
  formatDayRange,
  formatDuration,
  formatTime,
  formatTimeLeft,
  formatTimeShort,
  formatWhen,
} from '../../../renderer/format/time.ts';
import { visibleLines, visibleText } from '../../../renderer/format/visible-text.ts';

const spaced = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('numbers', () => {
  it('are grouped by thousands, and agree with their noun', () => {
    expect([
      formatCount(9342),
      spaced(formatCounted(1, 'event')),
      spaced(formatCounted(2463, 'event')),
    ]).toEqual(['9,342', '1 event', '2,463 events']);
  });

  it('are short where there is no room, and never round up to a thousand of a unit', () => {
    expect([999, 1000, 1234, 99_949, 99_950, 999_499, 999_500, 12_300_000].map(formatCompact)).toEqual([
      '999',
      '1k',
      '1.2k',
      '99.9k',
      '100k',
      '999k',
      '1M',
      '12.3M',
    ]);
  });

  it('never call nearly all all, or hardly any none', () => {
    expect([0, 0.0001, 0.982, 0.99999, 1].map(formatPercent).map(spaced)).toEqual([
      '0 %',
      '< 0.1 %',
      '98.2 %',
      '> 99.9 %',
      '100 %',
    ]);
  });
});

describe('sizes', () => {
  it('have three figures at most', () => {
    expect([0, 999, 1000, 1234, 20_000, 405_000_000, 999_600_000].map(formatBytes).map(spaced)).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '1.23 kB',
      '20 kB',
      '405 MB',
      '1 GB',
    ]);
  });

  it('are never shown as a thousand of a unit', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        expect(Number.parseFloat(formatBytes(bytes))).toBeLessThan(1000);
      }),
    );
  });
});

describe('times', () => {
  const at = Date.UTC(2021, 6, 30, 18, 41, 7);

  it('are shown to the second, with milliseconds only where there are any', () => {
    expect([formatTime(at, 'utc'), formatTime(at + 5, 'utc'), formatTimeShort(at, 'utc')]).toEqual([
      '2021-07-30 18:41:07',
      '2021-07-30 18:41:07.005',
      '07-30 18:41:07',
    ]);
  });

  it('that are missing or beyond every calendar are a dash', () => {
    expect([null, Number.NaN, 9e15, Number.POSITIVE_INFINITY].map((ms) => formatTime(ms, 'utc'))).toEqual(
      Array(4).fill('–'),
    );
  });

  it('read back as the moment they show', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        expect(Date.parse(`${formatTime(ms, 'utc').replace(' ', 'T')}Z`)).toBe(ms);
        expect(Date.parse(formatTime(ms, 'local').replace(' ', 'T'))).toBe(ms);
      }),
    );
  });

  it('as a range say each part once', () => {
    const day = (year: number, month: number, date: number): number => Date.UTC(year, month - 1, date, 12);
    expect([
      formatDayRange(day(2021, 7, 28), day(2021, 7, 30), 'utc'),
      formatDayRange(day(2021, 7, 30), day(2021, 7, 30), 'utc'),
      formatDayRange(day(2021, 6, 28), day(2021, 7, 3), 'utc'),
      formatDayRange(day(2020, 12, 31), day(2021, 1, 1), 'utc'),
    ]).toEqual(['28 to 30 Jul 2021', '30 Jul 2021', '28 Jun to 3 Jul 2021', '31 Dec 2020 to 1 Jan 2021']);
  });

  it('that have passed or are left are in their one best unit', () => {
    expect([120, 4210, 57 * 3_600_000, 12 * 86_400_000].map(formatDuration).map(spaced)).toEqual([
      '120 ms',
      '4.2 seconds',
      '57 hours',
      '12 days',
    ]);
    expect([400, 8000, 121_000, 7_200_000].map(formatTimeLeft).map(spaced)).toEqual([
      '1 s left',
      '8 s left',
      '2 min left',
      '2 h left',
    ]);
  });

  it('of what was done here are told from today', () => {
    const now = new Date(2026, 10, 23, 9, 0).getTime();
    const then = (date: number): number => new Date(2026, 10, date, 8, 5).getTime();
    expect([then(23), then(22), then(3)].map((ms) => formatWhen(ms, now))).toEqual([
      'today 08:05',
      'yesterday 08:05',
      '3 Nov 2026',
    ]);
  });
});

describe('text of a log', () => {
  it('shows what would hide or reorder it', () => {
    expect(visibleText('a\u0000b\u202ec\u2066d\u200be\ufefff\u007fg\u0085\u001b[31m')).toBe(
      'a␀b‹U+202E›c‹U+2066›d‹U+200B›e‹U+FEFF›f␡g‹U+0085›␛[31m',
    );
  });

  it('shows tag characters and halves of pairs', () => {
    expect(visibleText('x\u{e0041}y\ud800z')).toBe('x‹U+E0041›y‹U+D800›z');
  });

  it('leaves every other script and whole pairs alone', () => {
    const plain = 'grüße 日本語 مرحبا 👍 <img onerror=x> &amp;';
    expect(visibleText(plain)).toBe(plain);
  });

  it('has nothing invisible left, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        expect(visibleText(given)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]|\p{Surrogate}/u);
      }),
    );
  });

  it('keeps the lines of a record that is shown as lines', () => {
    expect(visibleLines('{\n\t"a": "\r\u202e"\n}')).toBe('{\n\t"a": "␍‹U+202E›"\n}');
  });
});
