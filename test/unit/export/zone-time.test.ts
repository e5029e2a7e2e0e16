import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isZone, zoneTime } from '../../../electron/contract/zone-time.ts';

const at = (text: string): number => Date.parse(text);

describe('times in a zone', () => {
  it('are in UTC with a Z and without a fraction that nobody recorded', () => {
    expect(zoneTime('UTC')(at('2021-07-28T15:28:12Z'))).toBe('2021-07-28T15:28:12Z');
    expect(zoneTime('UTC')(at('2021-07-28T15:28:12.345Z'))).toBe('2021-07-28T15:28:12.345Z');
  });

  it.each([
    ['Europe/Vienna', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59+01:00'],
    ['Europe/Vienna', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
    ['Europe/Vienna', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00'],
    ['Europe/Vienna', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00+01:00'],
    ['America/New_York', '2026-01-01T00:00:00Z', '2025-12-31T19:00:00-05:00'],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2026-01-01T05:45:00+05:45'],
    ['Australia/Lord_Howe', '2026-04-04T14:59:59Z', '2026-04-05T01:59:59+11:00'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', '2026-04-05T01:30:00+10:30'],
    ['America/St_Johns', '2026-07-01T12:00:00Z', '2026-07-01T09:30:00-02:30'],
    ['Europe/London', '2026-01-01T12:00:00Z', '2026-01-01T12:00:00+00:00'],
  ])('in %s write %s as %s', (zone, moment, text) => {
    expect(zoneTime(zone)(at(moment))).toBe(text);
  });

  it('always name the same moment again', () => {
    const zones = [
      'UTC',
      'Europe/Vienna',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Africa/Monrovia',
    ];
    const clocks = new Map(zones.map((zone) => [zone, zoneTime(zone)]));
    const moment = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...zones), moment, (zone, date) => {
        expect(Date.parse(clocks.get(zone)?.(date.getTime()) ?? '')).toBe(date.getTime());
      }),
    );
  });

  it('refuse a zone that does not exist', () => {
    expect(isZone('Europe/Vienna')).toBe(true);
    expect(isZone('Europe/Spoor')).toBe(false);
    expect(() => zoneTime('Europe/Spoor')).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});
