import { describe, expect, it } from 'vitest';
import { verify } from '../../../electron/engine/integrity/verify.ts';
import { aLog, evidenceOf, hourMs, makeKey, type StoredObject, TestTrail } from '../../support/digests.ts';
import { at, summary, tally, verdictAt } from '../../support/verification.ts';

const key = makeKey();

describe('what is not there', () => {
  const without = (trail: TestTrail, ...hours: number[]): StoredObject[] =>
    trail.objects.filter((object) => !hours.some((hour) => at(trail.hours, hour).digest === object));

  it('every digest of a hole is named, the first by the next digest and the others by the hour', () => {
    const trail = new TestTrail({ key }).write(6);
    const result = verify(evidenceOf(without(trail, 2, 3), [key]));
    expect(
      result.digests
        .filter(({ verdict }) => verdict === 'missing')
        .map(({ place, reason }) => [place.key, reason]),
    ).toEqual([
      [at(trail.hours, 3).digest.key, 'named-by-next'],
      [at(trail.hours, 2).digest.key, 'between-neighbours'],
    ]);
    expect(result.gaps).toMatchObject([
      { kind: 'missing', fromMs: trail.atMs - 4 * hourMs, toMs: trail.atMs - 2 * hourMs },
    ]);
    expect(tally(result, 'logs')).toEqual({
      'proven hash-agrees signature': 8,
      'unproven digest-missing': 4,
    });
    expect(result.overall).toBe('unproven');
  });

  it('a missing digest without logs makes the case incomplete', () => {
    const trail = new TestTrail({ key, logsPerHour: 0 }).write(4);
    expect(verify(evidenceOf(without(trail, 1), [key])).overall).toBe('incomplete');
  });

  it('the digest before the oldest is missing, unless nobody asked about its time', () => {
    const trail = new TestTrail({ key }).write(3);
    const objects = without(trail, 0).filter((object) => !at(trail.hours, 0).logs.includes(object));
    expect(tally(verify(evidenceOf(objects, [key])), 'digests')).toEqual({
      'proven signature': 2,
      'missing before-the-first': 1,
    });
    const later = { fromMs: trail.atMs - 2 * hourMs, untilMs: trail.atMs };
    const result = verify(evidenceOf(objects, [key], later));
    expect(result.overall).toBe('intact');
    expect(result.digests.at(-1)?.link).toBe('outside');
  });

  it('logs newer than the last digest are not covered, and the time asked for is a gap', () => {
    const trail = new TestTrail({ key }).write(3);
    const result = verify(evidenceOf(without(trail, 2), [key], { fromMs: null, untilMs: trail.atMs }));
    expect(summary(result)).toEqual({
      overall: 'unproven',
      digests: { 'proven signature': 2 },
      logs: { 'proven hash-agrees signature': 4, 'not-covered after-last-digest': 2 },
      gaps: ['after-last'],
    });
  });

  it('a log that a digest names and the case lacks is missing', () => {
    const trail = new TestTrail({ key }).write(2);
    const lost = at(at(trail.hours, 1).logs, 1);
    const result = verify(
      evidenceOf(
        trail.objects.filter((object) => object !== lost),
        [key],
      ),
    );
    expect(verdictAt(result, lost)).toBe('missing log-missing');
    expect(result.overall).toBe('incomplete');
  });

  it('logging that was off is a gap, and logs of that time are not covered', () => {
    const trail = new TestTrail({ key }).write(2);
    const offMs = trail.atMs;
    trail.pause(3).write(2);
    const stray = aLog('acme-trail', trail.logKey(offMs + hourMs, 'aaaaaaaaaaaaaaaa'), '{"Records":[]}');
    const result = verify(evidenceOf([...trail.objects, stray], [key]));
    expect(result.gaps).toMatchObject([{ kind: 'restart', fromMs: offMs, toMs: offMs + 3 * hourMs }]);
    expect(result.digests.map(({ link }) => link)).toEqual(['held', 'restart', 'held', 'start']);
    expect(verdictAt(result, stray)).toBe('not-covered validation-off');
  });

  it('backfill digests that come when they are needed leave no gap, one that is named and gone is missing', () => {
    const trail = new TestTrail({ key, isBackfill: true }).write(1);
    trail.atMs += 7 * hourMs;
    trail.write(1);
    trail.atMs += 7 * hourMs;
    trail.write(1);
    expect(verify(evidenceOf(trail.objects, [key])).overall).toBe('intact');
    const result = verify(evidenceOf(without(trail, 1), [key]));
    expect(tally(result, 'digests')).toEqual({ 'proven signature': 2, 'missing named-by-next': 1 });
    expect(result.gaps).toEqual([]);
  });

  it('hours between two digests that name each other are a gap', () => {
    const trail = new TestTrail({ key }).write(2);
    trail.atMs += 2 * hourMs;
    trail.write(1);
    expect(verify(evidenceOf(trail.objects, [key])).gaps).toMatchObject([
      { kind: 'stopped', toMs: trail.atMs - hourMs },
    ]);
  });
});
