import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../electron/engine/integrity/verify.ts';
import { aLog, evidenceOf, hourMs, makeKey, TestTrail } from '../../support/digests.ts';
import { at, summary, tally, verdictAt } from '../../support/verification.ts';

const key = makeKey();

describe('what should not be there', () => {
  it('a planted log in a covered hour is unreferenced', () => {
    const trail = new TestTrail({ key }).write(3);
    const planted = aLog(
      'acme-trail',
      trail.logKey(trail.atMs - 2 * hourMs, 'aaaaaaaaaaaaaaaa'),
      '{"Records":[1]}',
    );
    const result = verify(evidenceOf([...trail.objects, planted], [key]));
    expect(verdictAt(result, planted)).toBe('unreferenced not-named');
    expect(result.overall).toBe('tampered');
  });

  it('a log of the last minutes before the last digest ended may be in the next one', () => {
    const trail = new TestTrail({ key }).write(3);
    const late = aLog(
      'acme-trail',
      trail.logKey(trail.atMs - 5 * 60_000, 'aaaaaaaaaaaaaaaa'),
      '{"Records":[1]}',
    );
    expect(verdictAt(verify(evidenceOf([...trail.objects, late], [key])), late)).toBe(
      'not-covered after-last-digest',
    );
  });

  it('a log of another account, region, bucket or kind is not covered by this trail', () => {
    const trail = new TestTrail({ key }).write(3);
    const name = trail.logKey(trail.atMs - 2 * hourMs, 'aaaaaaaaaaaaaaaa');
    const others = [
      aLog('acme-trail', name.replaceAll('111122223333', '444455556666'), '{}'),
      aLog('acme-trail', name.replaceAll('eu-west-1', 'eu-west-2'), '{}'),
      aLog('acme-other', name, '{}'),
      aLog('acme-trail', `other/${name}`, '{}'),
      aLog('acme-trail', name.replaceAll('CloudTrail', 'CloudTrail-Insight'), '{}'),
    ];
    const result = verify(evidenceOf([...trail.objects, ...others], [key]));
    expect(others.map((log) => verdictAt(result, log))).toEqual(Array(5).fill('not-covered no-digests'));
  });

  it('an authentic log at another place is moved, a copy beside the original, too', () => {
    const trail = new TestTrail({ key }).write(2);
    const [first, second] = at(trail.hours, 0).logs;
    if (first === undefined || second === undefined) throw new Error('two logs an hour');
    first.key = 'elsewhere/renamed.json.gz';
    const copy = { ...second, bucket: 'acme-archive' };
    const result = verify(evidenceOf([...trail.objects, copy], [key]));
    expect([first, second, copy].map((log) => verdictAt(result, log))).toEqual([
      'moved log-moved',
      'proven hash-agrees',
      'moved log-moved',
    ]);
    expect(result.overall).toBe('intact');
  });

  it('authentic content once more under a new name is no moved file', () => {
    const trail = new TestTrail({ key }).write(2);
    const log = at(at(trail.hours, 0).logs, 0);
    const twin = { ...log, key: log.key.replace(/_\w{16}\.json/, '_aaaaaaaaaaaaaaaa.json') };
    expect(verdictAt(verify(evidenceOf([...trail.objects, twin], [key])), twin)).toBe(
      'unreferenced not-named',
    );
  });

  it('a whole trail in an archive bucket is moved and proven; what was altered there is altered', () => {
    const trail = new TestTrail({ key }).write(2);
    for (const object of trail.objects) object.bucket = 'acme-archive';
    expect(summary(verify(evidenceOf(trail.objects, [key])))).toEqual({
      overall: 'intact',
      digests: { 'moved digest-moved signature': 2 },
      logs: { 'moved log-moved signature': 4 },
      gaps: [],
    });
    const log = at(at(trail.hours, 0).logs, 0);
    log.bytes = gzipSync('{}');
    expect(verdictAt(verify(evidenceOf(trail.objects, [key])), log)).toBe('altered hash-differs');
  });

  it('files that somebody unpacked are proven by their content', () => {
    const trail = new TestTrail({ key }).write(2);
    const unpacked = trail.objects.map((object) => ({
      ...object,
      bucket: null,
      key: `copy/${object.key.slice(0, -3)}`,
      bytes: gunzipSync(object.bytes),
    }));
    const result = verify(evidenceOf(unpacked, [key]));
    expect(result.overall).toBe('intact');
    expect([...result.digests, ...result.logs].every(({ notes }) => notes.includes('unpacked'))).toBe(true);
  });

  it('the same bytes without gzip under a name that promises gzip are altered', () => {
    const trail = new TestTrail({ key }).write(1);
    const log = at(at(trail.hours, 0).logs, 0);
    log.bytes = gunzipSync(log.bytes);
    expect(verdictAt(verify(evidenceOf(trail.objects, [key])), log)).toBe('altered log-gzip-damaged');
  });

  it('the same digest twice is proven twice; one of the same name with other content is told', () => {
    const trail = new TestTrail({ key }).write(3);
    const { digest, json } = at(trail.hours, 1);
    const copy = { ...digest, bucket: null, key: `copy/${digest.key}` };
    const forged = { ...digest, bucket: null, key: `forged/${digest.key}`, signature: null };
    forged.bytes = gzipSync(JSON.stringify({ ...json, logFiles: [] }));
    const result = verify(evidenceOf([...trail.objects, copy, forged], [key]));
    expect(verdictAt(result, copy)).toBe('proven signature');
    expect(verdictAt(result, forged)).toBe('altered contradicted-by-next');
    expect(result.digests.find(({ place }) => place.key === digest.key)?.notes).toEqual(['double', 'forked']);
  });

  it('a digest that the chain passes over is told', () => {
    const trail = new TestTrail({ key }).write(3);
    const stray = new TestTrail({ key, startMs: trail.atMs - 2.5 * hourMs, logsPerHour: 0 }).write(1);
    const result = verify(evidenceOf([...trail.objects, ...stray.objects], [key]));
    expect(
      result.digests.filter(({ notes }) => notes.includes('not-linked')).map(({ place }) => place.key),
    ).toEqual([at(stray.hours, 0).digest.key]);
  });

  it('a log that two digests name is proven when they agree, and altered when they do not', () => {
    const trail = new TestTrail({ key }).write(1);
    const named = at(trail.hours, 0).json.logFiles;
    const [first, second] = named;
    if (first === undefined || second === undefined) throw new Error('two logs an hour');
    const backfill = new TestTrail({ key, isBackfill: true, logsPerHour: 0 }).write(1, (json) => {
      json.logFiles = [first, { ...second, hashValue: '0'.repeat(64) }];
    });
    const result = verify(evidenceOf([...trail.objects, ...backfill.objects], [key]));
    expect(tally(result, 'logs')).toEqual({
      'proven hash-agrees signature': 1,
      'altered named-differently': 1,
    });
    expect(result.logs.map(({ notes }) => notes)).toEqual([['named-twice'], ['named-twice']]);
  });
});
