import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packTimes, unpackTimes } from '../../../electron/engine/detect/packed-times.ts';

it('times come out of the case as they went in', () => {
  const seconds = fc
    .array(fc.oneof(fc.integer({ min: -5e9, max: 5e11 }), fc.integer({ min: 0, max: 300 })))
    .map((drawn) => drawn.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(seconds, (some) => {
      expect(unpackTimes(packTimes(some))).toEqual(some);
    }),
  );
});

it('a year of events every minute takes less than two bytes an event', () => {
  const minutes = Array.from({ length: 525_600 }, (_, at) => 1_700_000_000 + at * 60);
  expect(packTimes(minutes).length).toBeLessThan(minutes.length * 2);
});

it('bytes that are no times are a damaged case and never endless', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      let found: readonly number[];
      try {
        found = unpackTimes(bytes);
      } catch (error) {
        expect(error).toMatchObject({ code: 'damaged-case' });
        return;
      }
      expect(found.length).toBeLessThanOrEqual(bytes.length);
    }),
  );
  expect(() => unpackTimes(new Uint8Array(9).fill(255))).toThrow('damaged');
});
