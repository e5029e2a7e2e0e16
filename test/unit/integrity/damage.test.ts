import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../../electron/engine/integrity/unpack.ts';
import { type Verification, verify } from '../../../electron/engine/integrity/verify.ts';
import {
  downloaded,
  evidenceOf,
  makeKey,
  type StoredObject,
  sha256,
  TestTrail,
} from '../../support/digests.ts';
import { placeOf } from '../../support/verification.ts';

const key = makeKey();
const trail = new TestTrail({ key, logsPerHour: 1 }).write(3);
const intact = trail.objects;

/** Which object, which byte (as a part of its length), which bit. */
const damage = fc.record({
  which: fc.nat({ max: intact.length - 1 }),
  part: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  bit: fc.nat({ max: 7 }),
});
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function flipped(bytes: Uint8Array, { part, bit }: Damage): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const at = Math.floor(part * changed.length);
  changed[at] = (changed[at] ?? 0) ^ (1 << bit);
  return changed;
}

/** Some bits of gzip are no content: the time and the system in its header, the padding at its end. */
function hasSameContent(a: Uint8Array, b: Uint8Array): boolean {
  const [one, other] = [unpack(a), unpack(b)];
  return one.problem === other.problem && sha256(one.bytes ?? '') === sha256(other.bytes ?? '');
}

function verdicts(result: Verification): Map<string, string> {
  return new Map([...result.digests, ...result.logs].map((one) => [placeOf(one).key, one.verdict]));
}

function withChanged(which: number, change: (object: StoredObject) => StoredObject): StoredObject[] {
  return intact.map((object, i) => (i === which ? change(object) : object));
}

/** What is proven by the object alone: a log by nothing, a digest its logs (and the digest before, without metadata). */
function dependents(object: StoredObject): ReadonlySet<string> {
  const hour = trail.hours.findIndex(({ digest }) => digest === object);
  const before = trail.hours[hour - 1];
  const logs = hour < 0 ? [] : (trail.hours[hour]?.logs ?? []);
  const further = before === undefined ? [] : [before.digest, ...before.logs];
  return new Set([object, ...logs, ...further].map((one) => one.key));
}

describe('one bit anywhere', () => {
  it('in any file makes that file altered, and touches no verdict that does not rest on it', () => {
    const before = verdicts(verify(evidenceOf(intact, [key])));
    fc.assert(
      fc.property(damage, (hit) => {
        const object = intact[hit.which];
        if (object === undefined) return;
        const bytes = flipped(object.bytes, hit);
        const after = verdicts(
          verify(
            evidenceOf(
              withChanged(hit.which, (one) => ({ ...one, bytes })),
              [key],
            ),
          ),
        );
        const isSame = hasSameContent(object.bytes, bytes);
        expect(after.get(object.key)).toBe(isSame ? 'proven' : 'altered');
        const dependent = dependents(object);
        for (const [name, verdict] of before) if (!dependent.has(name)) expect(after.get(name)).toBe(verdict);
      }),
      { numRuns: 400 },
    );
  });

  it('in any file of a plain download never leaves that file proven', () => {
    fc.assert(
      fc.property(damage, (hit) => {
        const object = intact[hit.which];
        if (object === undefined) return;
        const bytes = flipped(object.bytes, hit);
        if (hasSameContent(object.bytes, bytes)) return;
        const objects = downloaded(withChanged(hit.which, (one) => ({ ...one, bytes })));
        expect(verdicts(verify(evidenceOf(objects, [key]))).get(`copy/${object.key}`)).toBe('altered');
      }),
      { numRuns: 400 },
    );
  });

  it('in any signature makes its digest altered', () => {
    fc.assert(
      fc.property(damage, (hit) => {
        const signature = intact[hit.which]?.signature ?? null;
        if (signature === null) return;
        const changed = Buffer.from(flipped(Buffer.from(signature, 'hex'), hit)).toString('hex');
        const objects = withChanged(hit.which, (one) => ({ ...one, signature: changed }));
        const after = verdicts(verify(evidenceOf(objects, [key])));
        expect(after.get(intact[hit.which]?.key ?? '')).toBe('altered');
      }),
      { numRuns: 200 },
    );
  });

  it('any text for a signature, and any bytes for a file, are a verdict and not an exception', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: intact.length - 1 }),
        fc.uint8Array({ maxLength: 200 }),
        fc.string(),
        (which, bytes, signature) => {
          const objects = withChanged(which, (one) => ({ ...one, bytes, signature }));
          expect(verdicts(verify(evidenceOf(objects, [key]))).get(intact[which]?.key ?? '')).not.toBe(
            'proven',
          );
        },
      ),
    );
  });
});

describe('any subset of a trail', () => {
  it('proves nothing that the whole does not, and never takes a file that is authentic for altered', () => {
    fc.assert(
      fc.property(fc.subarray(intact), fc.boolean(), (some, isDownloaded) => {
        const objects = isDownloaded ? downloaded(some) : some;
        const result = verify(evidenceOf(objects, [key]));
        const found = new Set([...result.digests, ...result.logs].map(({ verdict }) => verdict));
        for (const verdict of ['altered', 'chain-broken', 'moved'] as const)
          expect(found).not.toContain(verdict);
      }),
    );
  });

  it('is judged the same in any order', () => {
    const shuffled = fc.shuffledSubarray(intact, { minLength: intact.length });
    const expected = [...verdicts(verify(evidenceOf(intact, [key])))].sort();
    fc.assert(
      fc.property(shuffled, (objects) => {
        expect([...verdicts(verify(evidenceOf(objects, [key])))].sort()).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe('many digests', () => {
  it('2,000 of them, with their logs, are all proven', () => {
    const long = new TestTrail({ key, logsPerHour: 1 }).write(2000);
    const result = verify(evidenceOf(long.objects, [key]));
    expect([result.overall, result.digests.length, result.logs.length]).toEqual(['intact', 2000, 2000]);
  }, 60_000);
});
