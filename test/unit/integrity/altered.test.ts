import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../electron/engine/integrity/verify.ts';
import { downloaded, evidenceOf, makeKey, resign, TestTrail } from '../../support/digests.ts';
import { at, summary, tally, verdictAt } from '../../support/verification.ts';

const key = makeKey();
const otherKey = makeKey();

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
