import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSignatures } from '../../../electron/engine/integrity/check-signatures.ts';
import { type DigestFile, readDigestFile } from '../../../electron/engine/integrity/digest-file.ts';
import { keyRing } from '../../../electron/engine/integrity/key-ring.ts';
import { judgeDigests } from '../../../electron/engine/integrity/proof.ts';
import { ProofGraph } from '../../../electron/engine/integrity/proof-graph.ts';
import { makeKey, TestTrail } from '../../support/digests.ts';

const key = makeKey();
const ring = keyRing([key.given]);
const trail = new TestTrail({ key });
trail.write(12);
const digests = trail.objects.filter(({ kind }) => kind === 'digest');
const other = digests[3]?.signature ?? null;

/** How a digest came: some lost their signature, or have that of another, in either case of letters. */
const fates = fc.array(fc.constantFrom('whole', 'lost', 'upper', 'other', 'noise'), {
  minLength: digests.length,
  maxLength: digests.length,
});

function fileOf(index: number, fate: string): DigestFile {
  const object = digests[index];
  if (object === undefined) throw new Error(`no digest ${index}`);
  const own = object.signature;
  const signatures: Record<string, string | null> = {
    whole: own,
    lost: null,
    upper: own?.toUpperCase() ?? null,
    other,
    noise: 'ab'.repeat(256),
  };
  return readDigestFile({ ...object, id: index + 1, signature: signatures[fate] ?? null });
}

describe('signatures that are checked where digests are read', () => {
  it('give the verdicts that they give when they are checked on demand, however the digests were read', () => {
    fc.assert(
      fc.property(fates, fc.integer({ min: 1, max: 13 }), fc.nat(1000), (all, rangeSize, turn) => {
        const files = all.map((fate, index) => fileOf((index * 5 + turn) % digests.length, fate));
        const ranges = Array.from({ length: Math.ceil(files.length / rangeSize) }, (_, n) =>
          files.slice(n * rangeSize, (n + 1) * rangeSize),
        );
        const checks = ranges.flatMap((range) => checkSignatures(range, ring.keys));
        const ahead = new ProofGraph(
          files.map((file, at) => ({ file, checks: checks[at] ?? [] })),
          ring,
        );
        const onDemand = new ProofGraph(
          files.map((file) => ({ file, checks: [] })),
          ring,
        );
        judgeDigests(ahead);
        judgeDigests(onDemand);
        const told = ({ all: judged }: ProofGraph): unknown =>
          judged.map(({ standing, reason, how, by }) => [standing, reason, how, by?.file.id ?? null]);
        expect(told(ahead)).toEqual(told(onDemand));
      }),
      { numRuns: 60 },
    );
  });

  it('of a whole trail are all checked, each once', () => {
    const files = digests.map((_, index) => fileOf(index, 'whole'));
    const checks = checkSignatures(files, ring.keys);
    expect(checks.map((one) => one.map(({ check }) => check))).toEqual(digests.map(() => ['valid']));
  });

  it('whose key is not at hand are left alone', () => {
    const files = digests.map((_, index) => fileOf(index, 'whole'));
    expect(checkSignatures(files, new Map()).flat()).toEqual([]);
  });
});
