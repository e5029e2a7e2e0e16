import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/contract/errors.ts';
import { termFields } from '../../../electron/contract/fields.ts';
import {
  decodeSegment,
  encodeSegment,
  makeTerms,
  type SegmentColumns,
  segmentLayout,
} from '../../../electron/engine/columns/segment.ts';

const time = fc.oneof(
  fc.constant(Number.NaN),
  fc.integer({ min: 1_600_000_000, max: 1_700_000_000 }).map((seconds) => seconds * 1000),
  fc.integer({ min: -8.64e15, max: 8.64e15 }),
);
const id = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 0xffff_ffff }));

const segments: fc.Arbitrary<SegmentColumns> = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 400 }))
  .chain(([firstEvent, eventCount]) => {
    const exactly = { minLength: eventCount, maxLength: eventCount };
    const ids = fc.array(id, exactly).map((values) => Uint32Array.from(values));
    return fc.record({
      firstEvent: fc.constant(firstEvent),
      eventCount: fc.constant(eventCount),
      times: fc.array(time, exactly).map((values) => Float64Array.from(values)),
      objectIds: ids,
      isDuplicate: fc.array(fc.integer({ min: 0, max: 1 }), exactly).map((values) => Uint8Array.from(values)),
      terms: fc.record(makeTerms(() => ids)),
    });
  });

function plainSegment(eventCount: number): SegmentColumns {
  return {
    firstEvent: 1,
    eventCount,
    times: Float64Array.from({ length: eventCount }, (_, i) => 1_627_430_400_000 + i * 1000),
    objectIds: Uint32Array.from({ length: eventCount }, (_, i) => 1 + (i >> 3)),
    isDuplicate: new Uint8Array(eventCount),
    terms: makeTerms((field) =>
      Uint32Array.from({ length: eventCount }, (_, i) => (i * 7919) % (3 + 40 * termFields.indexOf(field))),
    ),
  };
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
  return undefined;
}

describe('a segment', () => {
  it('comes back as it was packed, whatever it holds', () => {
    fc.assert(
      fc.property(segments, (columns) => {
        const { firstEvent, eventCount } = columns;
        expect(decodeSegment(segmentLayout, firstEvent, eventCount, encodeSegment(columns))).toEqual(columns);
      }),
      { numRuns: 40 },
    );
  });

  it('comes back when a column has more than 65,536 distinct values', () => {
    const columns = plainSegment(70_000);
    const wide = { ...columns, objectIds: Uint32Array.from({ length: 70_000 }, (_, i) => i * 3) };
    const { objectIds } = decodeSegment(segmentLayout, 1, 70_000, encodeSegment(wide));
    expect(Buffer.compare(Buffer.from(objectIds.buffer), Buffer.from(wide.objectIds.buffer))).toBe(0);
  });

  it('takes less than a third of its columns', () => {
    const bytes = encodeSegment(plainSegment(20_000));
    expect(bytes.byteLength).toBeLessThan((20_000 * (13 + 4 * termFields.length)) / 3);
  });

  it('is not packed when a column has another length', () => {
    const columns = plainSegment(10);
    expect(() => encodeSegment({ ...columns, times: new Float64Array(9) })).toThrow('another length');
  });
});

describe('hostile segment bytes', () => {
  const bytes = encodeSegment(plainSegment(100));

  it('of an unknown layout are refused by name', () => {
    expect(codeOf(() => decodeSegment(2, 1, 100, bytes))).toBe('newer-case');
  });

  it('for another number of events are damage', () => {
    for (const count of [0, 99, 101, -1, 1.5, Number.NaN, 2 ** 40]) {
      expect(codeOf(() => decodeSegment(segmentLayout, 1, count, bytes))).toBe('damaged-case');
    }
    for (const first of [0, -1, 2 ** 32, Number.NaN]) {
      expect(codeOf(() => decodeSegment(segmentLayout, first, 100, bytes))).toBe('damaged-case');
    }
  });

  it('that were cut, are no deflate stream, or unpack to far too much are damage', () => {
    const bomb = deflateRawSync(new Uint8Array(50_000_000), { level: 9 });
    for (const bad of [bytes.subarray(0, 50), new Uint8Array(0), Uint8Array.of(255, 1, 2, 3), bomb]) {
      expect(codeOf(() => decodeSegment(segmentLayout, 1, 100, bad))).toBe('damaged-case');
    }
  });

  it('that deflate well but hold anything are damage or arrays of the right length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.integer({ min: 0, max: 20 }), (noise, count) => {
        const code = codeOf(() => {
          const columns = decodeSegment(segmentLayout, 1, count, deflateRawSync(noise));
          expect(termFields.every((field) => columns.terms[field].length === count)).toBe(true);
        });
        expect(code === undefined || code === 'damaged-case').toBe(true);
      }),
    );
  });
});
