import { describe, expect, it } from 'vitest';
import { havePartInCommon, readMoment, readPeriod } from '../../../renderer/rare/period-text.ts';

const at = (iso: string) => Date.parse(iso);

describe('what is written for a period', () => {
  it('reaches from the start of the first to the end of the last', () => {
    expect(readPeriod('2026-03-01..2026-03-07')).toEqual({
      fromMs: at('2026-03-01Z'),
      untilMs: at('2026-03-08Z'),
    });
    expect(readPeriod(' 2026-02 ')).toEqual({ fromMs: at('2026-02-01Z'), untilMs: at('2026-03-01Z') });
    expect(readPeriod('2026-03-01T10:00..2026-03-01T10:59')).toEqual({
      fromMs: at('2026-03-01T10:00Z'),
      untilMs: at('2026-03-01T11:00Z'),
    });
  });

  it('is none when it ends before it begins, or is no time', () => {
    for (const text of ['', '..', 'yesterday', '2026-03-02..2026-03-01', '2026..2027..2028', '2026-02-31'])
      expect(readPeriod(text)).toBeUndefined();
  });

  it('shares time with another unless one ends where the other begins', () => {
    const march = { fromMs: at('2026-03-01Z'), untilMs: at('2026-04-01Z') };
    expect(havePartInCommon(march, { fromMs: march.untilMs, untilMs: march.untilMs + 1 })).toBe(false);
    expect(havePartInCommon(march, { fromMs: march.untilMs - 1, untilMs: march.untilMs + 1 })).toBe(true);
  });

  it('may be no moment at all', () => {
    expect([readMoment(' '), readMoment('2026-03-01'), readMoment('soon')]).toEqual([
      null,
      at('2026-03-01Z'),
      undefined,
    ]);
  });
});
