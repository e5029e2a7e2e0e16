import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  ascending,
  between,
  filled,
  joined,
  touched,
  without,
} from '../../../electron/engine/coverage/spans.ts';

const most = 60;
const spans = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.nat(12))
    .map(([from, length]) => ({ from, until: from + length })),
  { maxLength: 8 },
);
type Spans = readonly { readonly from: number; readonly until: number }[];
const numbers = Array.from({ length: most + 15 }, (_, value) => value);
const isIn = (list: Spans, value: number): boolean =>
  list.some(({ from, until }) => from <= value && value < until);

it('spans are joined into what they cover, in order, and apart', () => {
  fc.assert(
    fc.property(spans, (list) => {
      const told = joined(list);
      expect(numbers.filter((value) => isIn(told, value))).toEqual(
        numbers.filter((value) => isIn(list, value)),
      );
      for (const hole of between(told)) expect(hole.from).toBeLessThan(hole.until);
      expect(numbers.filter(ascending(told))).toEqual(numbers.filter((value) => isIn(told, value)));
    }),
  );
});

it('what is taken from spans is gone, and nothing else', () => {
  fc.assert(
    fc.property(spans, spans, (list, others) => {
      const told = without(joined(list), joined(others));
      expect(numbers.filter((value) => isIn(told, value))).toEqual(
        numbers.filter((value) => isIn(list, value) && !isIn(others, value)),
      );
    }),
  );
});

it('units are touched by any part of a span, and filled by all of it', () => {
  fc.assert(
    fc.property(spans, (list) => {
      const parts = (unit: number): readonly number[] => [0, 1, 2, 3].map((part) => unit * 4 + part);
      const units = numbers.slice(0, most / 4);
      const all = joined(list);
      expect(units.filter((unit) => isIn(touched(all, 4), unit))).toEqual(
        units.filter((unit) => parts(unit).some((value) => isIn(all, value))),
      );
      expect(units.filter((unit) => isIn(filled(all, 4), unit))).toEqual(
        units.filter((unit) => parts(unit).every((value) => isIn(all, value))),
      );
    }),
  );
});
