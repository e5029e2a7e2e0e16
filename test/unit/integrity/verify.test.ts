import { describe, expect, it } from 'vitest';
import { verify } from '../../../electron/engine/integrity/verify.ts';
import { downloaded, evidenceOf, makeKey, TestTrail } from '../../support/digests.ts';
import { summary, tally } from '../../support/verification.ts';

const key = makeKey();
const otherKey = makeKey();

describe('a trail as it was delivered', () => {
  it('is intact, each digest by its own signature and each log by its digest', () => {
    const trail = new TestTrail({ key }).write(4);
    expect(summary(verify(evidenceOf(trail.objects, [key])))).toEqual({
      overall: 'intact',
      digests: { 'proven signature': 4 },
      logs: { 'proven hash-agrees signature': 8 },
      gaps: [],
    });
  });

  it('is proven by the next digest where the signatures of S3 were lost, all but the newest', () => {
    const trail = new TestTrail({ key }).write(3);
    const result = verify(evidenceOf(downloaded(trail.objects), [key]));
    expect(summary(result)).toEqual({
      overall: 'unproven',
      digests: { 'proven previous-signature': 2, 'unsigned no-signature': 1 },
      logs: { 'proven hash-agrees previous-signature': 4, 'unsigned digest-unsigned': 2 },
      gaps: [],
    });
    expect(result.digests.every(({ notes }) => notes.includes('location-unchecked'))).toBe(true);
  });

  it('is proven backwards by hashes from the newest signature when older keys are not at hand', () => {
    const trail = new TestTrail({ key: otherKey }).write(3);
    trail.key = key;
    trail.write(1);
    expect(summary(verify(evidenceOf(trail.objects, [key])))).toEqual({
      overall: 'intact',
      digests: { 'proven hash-chain': 3, 'proven signature': 1 },
      logs: { 'proven hash-agrees hash-chain': 6, 'proven hash-agrees signature': 2 },
      gaps: [],
    });
  });

  it('goes on over a change of the key', () => {
    const trail = new TestTrail({ key: otherKey }).write(2);
    trail.key = key;
    trail.write(2);
    expect(tally(verify(evidenceOf(trail.objects, [key, otherKey])), 'digests')).toEqual({
      'proven signature': 4,
    });
  });

  it('goes on over a change of bucket, of prefix, and of the layout of an organization', () => {
    const trail = new TestTrail({ key }).write(2);
    trail.bucket = 'acme-trail-2';
    trail.write(2);
    trail.prefix = 'logs';
    trail.write(2);
    trail.organization = 'o-abcdefghij';
    trail.write(2);
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(result.overall).toBe('intact');
    expect(result.digests.map(({ link }) => link)).toEqual([...Array(7).fill('held'), 'start']);
  });

  it('is judged by series: two regions, an organization, and backfill beside the standard digests', () => {
    const trails = [
      new TestTrail({ key }).write(3),
      new TestTrail({ key, region: 'us-east-1' }).write(3),
      new TestTrail({ key, account: '444455556666', organization: 'o-abcdefghij' }).write(3),
      new TestTrail({ key, isBackfill: true, logsPerHour: 0 }).write(3),
      new TestTrail({ key, trail: 'main_eu-west-1' }).write(3),
    ];
    const result = verify(
      evidenceOf(
        trails.flatMap(({ objects }) => objects),
        [key],
      ),
    );
    expect(result.overall).toBe('intact');
    expect(result.judged.walks.map(({ series }) => series.slots.length)).toEqual([3, 3, 3, 3, 3]);
  });

  it('is intact when nothing was delivered in an hour', () => {
    const trail = new TestTrail({ key, logsPerHour: 0 }).write(3);
    expect(verify(evidenceOf(trail.objects, [key])).overall).toBe('intact');
  });

  it('a case without any digest and log is incomplete, not intact', () => {
    expect(verify(evidenceOf([], [key])).overall).toBe('incomplete');
  });
});
