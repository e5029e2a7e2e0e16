import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Verification, verify } from '../../../electron/engine/integrity/verify.ts';
import {
  aLog,
  downloaded,
  evidenceOf,
  hourMs,
  makeKey,
  resign,
  type StoredObject,
  TestTrail,
} from '../../support/digests.ts';

const key = makeKey();
const otherKey = makeKey();
const window = { fromMs: null, untilMs: null };

/** Verdicts, reasons and counts of a kind: `proven signature` → 3. */
function tally(result: Verification, kind: 'digests' | 'logs'): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict, reason, how } of result[kind]) {
    const name = [verdict, reason, how === reason ? null : how].filter((word) => word !== null).join(' ');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function summary(result: Verification): unknown {
  const { overall, gaps } = result;
  return {
    overall,
    digests: tally(result, 'digests'),
    logs: tally(result, 'logs'),
    gaps: gaps.map(({ kind }) => kind),
  };
}

function verdictAt(result: Verification, object: Pick<StoredObject, 'bucket' | 'key'>): string | undefined {
  const found = [...result.digests, ...result.logs].find(
    ({ place }) => place.bucket === object.bucket && place.key === object.key,
  );
  return found === undefined ? undefined : `${found.verdict} ${found.reason}`;
}

function at<T>(list: readonly T[], index: number): T {
  const item = list.at(index);
  if (item === undefined) throw new Error(`there is nothing at ${index}`);
  return item;
}

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

describe('damage', () => {
  it('a log with other content is altered, and nothing else changes', () => {
    const trail = new TestTrail({ key }).write(3);
    const log = at(at(trail.hours, 1).logs, 0);
    log.bytes = gzipSync('{"Records":[]}');
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(verdictAt(result, log)).toBe('altered hash-differs');
    expect(tally(result, 'logs')).toEqual({ 'altered hash-differs': 1, 'proven hash-agrees signature': 5 });
    expect(result.overall).toBe('tampered');
  });

  it('a log with bytes behind its gzip is altered, with a second member as with rubbish', () => {
    const trail = new TestTrail({ key }).write(2);
    const [first, second] = at(trail.hours, 0).logs;
    if (first === undefined || second === undefined) throw new Error('two logs an hour');
    first.bytes = Buffer.concat([first.bytes, Buffer.from('x')]);
    second.bytes = Buffer.concat([second.bytes, gzipSync('')]);
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(tally(result, 'logs')).toEqual({ 'altered log-gzip-rest': 2, 'proven hash-agrees signature': 2 });
  });

  it('a log that lacks only the checksum of its gzip is proven, with a note', () => {
    const trail = new TestTrail({ key }).write(2);
    const log = at(at(trail.hours, 0).logs, 0);
    log.bytes = log.bytes.subarray(0, -8);
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(result.overall).toBe('intact');
    expect(result.logs.filter(({ notes }) => notes.includes('cut-short'))).toHaveLength(1);
  });

  it('a log that was cut in its middle is altered', () => {
    const trail = new TestTrail({ key }).write(1);
    const log = at(at(trail.hours, 0).logs, 0);
    log.bytes = log.bytes.subarray(0, log.bytes.length / 2);
    expect(verdictAt(verify(evidenceOf(trail.objects, [key])), log)).toBe('altered hash-differs');
  });

  it('an altered digest leaves its logs unproven and the rest of the chain proven', () => {
    const trail = new TestTrail({ key }).write(4);
    const { digest, logs } = at(trail.hours, 1);
    digest.bytes = gzipSync(gunzipSync(digest.bytes).toString().replace('SHA256withRSA', 'SHA256withRSX'));
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(summary(result)).toEqual({
      overall: 'tampered',
      digests: { 'proven signature': 3, 'altered signature-of-other-content': 1 },
      logs: { 'proven hash-agrees signature': 6, 'unproven digest-altered': 2 },
      gaps: ['altered'],
    });
    expect(verdictAt(result, at(logs, 0))).toBe('unproven digest-altered');
  });

  it('a digest altered in a plain download is found by the signature and hash in the next one', () => {
    const trail = new TestTrail({ key }).write(4);
    const { digest } = at(trail.hours, 1);
    digest.bytes = gzipSync(gunzipSync(digest.bytes).toString().replace('SHA256withRSA', 'SHA256withRSX'));
    const result = verify(evidenceOf(downloaded(trail.objects), [key]));
    expect(tally(result, 'digests')).toEqual({
      'proven previous-signature': 2,
      'altered contradicted-by-next': 1,
      'unsigned no-signature': 1,
    });
  });

  it('the digest before an unsigned one is altered when both contradict each other, and still signs for its own', () => {
    const trail = new TestTrail({ key }).write(3);
    const { digest } = at(trail.hours, 1);
    digest.bytes = gzipSync(gunzipSync(digest.bytes).toString().replace('SHA256withRSA', 'SHA256withRSX'));
    const result = verify(evidenceOf(downloaded(trail.objects), [key]));
    expect(tally(result, 'digests')).toEqual({
      'unsigned no-signature': 1,
      'altered contradicted-by-unproven-next': 1,
      'proven previous-signature': 1,
    });
  });

  it('an unsigned digest whose words about the one before do not fit each other is the altered one', () => {
    const trail = new TestTrail({ key }).write(3);
    const newest = at(trail.hours, 2);
    const signature = newest.json.previousDigestSignature ?? '';
    const damaged = `${signature.startsWith('0') ? '1' : '0'}${signature.slice(1)}`;
    newest.digest.bytes = gzipSync(gunzipSync(newest.digest.bytes).toString().replace(signature, damaged));
    const result = verify(evidenceOf(downloaded(trail.objects), [key]));
    expect(verdictAt(result, at(downloaded([newest.digest]), 0))).toBe('altered contradicts-itself');
    expect(tally(result, 'digests')).toEqual({
      'altered contradicts-itself': 1,
      'unsigned signature-lost': 1,
      'proven previous-signature': 1,
    });
  });

  it.each([
    ['of odd length', (text: string) => text.slice(1)],
    ['that is no hexadecimal', (text: string) => `zz${text.slice(2)}`],
    ['that is empty', () => ''],
    ['with one digit changed', (text: string) => `${text.startsWith('0') ? '1' : '0'}${text.slice(1)}`],
  ])('a signature %s is a verdict and not an exception', (_, change) => {
    const trail = new TestTrail({ key }).write(3);
    const { digest } = at(trail.hours, 1);
    digest.signature = change(digest.signature ?? '');
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(verdictAt(result, digest)).toBe('altered signature-unusable');
    expect(result.digests.find(({ place }) => place.key === digest.key)?.notes).toContain(
      'content-confirmed',
    );
  });

  it('a digest with bytes behind its gzip, or without its end, is altered', () => {
    const trail = new TestTrail({ key }).write(3);
    const [first, second] = trail.hours;
    if (first === undefined || second === undefined) throw new Error('three hours');
    first.digest.bytes = Buffer.concat([first.digest.bytes, Buffer.from([0])]);
    second.digest.bytes = second.digest.bytes.subarray(0, -8);
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(verdictAt(result, first.digest)).toBe('altered gzip-rest');
    expect(verdictAt(result, second.digest)).toBe('altered gzip-damaged');
  });

  it('a digest of a foreign key is not invalid: its key is unknown', () => {
    const trail = new TestTrail({ key }).write(3);
    const { digest, json } = at(trail.hours, 2);
    resign(at(trail.hours, 2), { ...json, digestPublicKeyFingerprint: otherKey.given.fingerprint }, otherKey);
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(verdictAt(result, digest)).toBe('key-unknown no-key');
    expect(result.overall).toBe('unproven');
  });

  it('a foreign digest in mid-chain is altered: the next one names another hash', () => {
    const trail = new TestTrail({ key }).write(3);
    const { digest, json } = at(trail.hours, 1);
    resign(at(trail.hours, 1), { ...json, digestPublicKeyFingerprint: otherKey.given.fingerprint }, otherKey);
    expect(verdictAt(verify(evidenceOf(trail.objects, [key])), digest)).toBe('altered contradicted-by-next');
  });

  it('a digest that claims a known key and was signed with another is altered', () => {
    const trail = new TestTrail({ key }).write(2);
    const hour = at(trail.hours, 1);
    resign(hour, hour.json, otherKey);
    expect(verdictAt(verify(evidenceOf(trail.objects, [key])), hour.digest)).toBe(
      'altered signature-unusable',
    );
  });

  it('a wrong hash of the digest before, rightly signed, breaks the chain at the digest that says it', () => {
    const trail = new TestTrail({ key }).write(2);
    trail.write(1, (json) => {
      json.previousDigestHashValue = '0'.repeat(64);
    });
    trail.write(1);
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(verdictAt(result, at(trail.hours, 2).digest)).toBe('chain-broken chain-contradicted');
    expect(tally(result, 'digests')).toEqual({
      'proven signature': 3,
      'chain-broken chain-contradicted signature': 1,
    });
    expect(tally(result, 'logs')).toEqual({ 'proven hash-agrees signature': 8 });
  });

  it('a digest made a second time with other content, rightly signed, breaks the chain after it', () => {
    const trail = new TestTrail({ key }).write(4);
    const hour = at(trail.hours, 1);
    resign(hour, { ...hour.json, newestEventTime: null }, key);
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(verdictAt(result, at(trail.hours, 2).digest)).toBe('chain-broken chain-contradicted');
    expect(verdictAt(result, hour.digest)).toBe('proven signature');
  });

  it('a digest that cannot be read as one is altered', () => {
    const trail = new TestTrail({ key }).write(3);
    const { digest } = at(trail.hours, 1);
    digest.bytes = gzipSync('{"Records":[]}');
    expect(verdictAt(verify(evidenceOf(trail.objects, [key])), digest)).toBe('altered not-a-digest');
  });

  it('a key that does not fit its fingerprint is refused, and proves nothing', () => {
    const trail = new TestTrail({ key: otherKey }).write(2);
    const forged = { ...otherKey, given: { ...otherKey.given, der: key.given.der } };
    const result = verify(evidenceOf(trail.objects, [forged]));
    expect(tally(result, 'digests')).toEqual({ 'key-unknown key-refused': 2 });
    expect([...result.refusedKeys.values()]).toEqual(['fingerprint-differs']);
  });

  it('without keys a contradiction is still told', () => {
    const trail = new TestTrail({ key }).write(3);
    const hour = at(trail.hours, 0);
    resign(hour, { ...hour.json, newestEventTime: null }, otherKey);
    const result = verify(evidenceOf(trail.objects, []));
    expect(verdictAt(result, hour.digest)).toBe('altered contradicted-by-unproven-next');
    expect(result.overall).toBe('tampered');
  });
});

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
    const result = verify(evidenceOf([...trail.objects, ...backfill.objects], [key], window));
    expect(tally(result, 'logs')).toEqual({
      'proven hash-agrees signature': 1,
      'altered named-differently': 1,
    });
    expect(result.logs.map(({ notes }) => notes)).toEqual([['named-twice'], ['named-twice']]);
  });
});
