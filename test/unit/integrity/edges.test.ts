import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { allTime, type TimeWindow } from '../../../electron/engine/integrity/evidence.ts';
import { type Verification, verify } from '../../../electron/engine/integrity/verify.ts';
import {
  aLog,
  contentOf,
  downloaded,
  evidenceOf,
  hourMs,
  makeKey,
  type StoredObject,
  type TestHour,
  TestTrail,
} from '../../support/digests.ts';
import { placeOf } from '../../support/verification.ts';

const key = makeKey();
const otherKey = makeKey();

function hourOf(trail: TestTrail, index: number): TestHour & { readonly log: StoredObject } {
  const hour = trail.hours.at(index);
  const log = hour?.logs[0];
  if (hour === undefined || log === undefined) throw new Error(`no hour ${index} with logs`);
  return { ...hour, log };
}

function reasonAt(result: Verification, { bucket, key: name }: StoredObject): string | undefined {
  return [...result.digests, ...result.logs].find((one) => {
    const place = placeOf(one);
    return place.bucket === bucket && place.key === name;
  })?.reason;
}

function notesAt(result: Verification, { key: name }: StoredObject): readonly string[] | undefined {
  return result.digests.find(({ place }) => place.key === name)?.notes;
}

describe('digests at the edge', () => {
  it('an unsigned digest that is wrong about a proven one is altered', () => {
    const trail = new TestTrail({ key }).write(2);
    trail.write(1, (json) => {
      json.previousDigestHashValue = '0'.repeat(64);
    });
    const { digest } = hourOf(trail, 2);
    digest.signature = null;
    expect(reasonAt(verify(evidenceOf(trail.objects, [key])), digest)).toBe('contradicts-previous');
  });

  it('a metadata signature that a proven digest contradicts is an altered one, also when the key is not known', () => {
    const trail = new TestTrail({ key: otherKey }).write(2);
    trail.key = key;
    trail.write(1);
    const { digest } = hourOf(trail, 1);
    digest.signature = `${digest.signature?.startsWith('0') ? '1' : '0'}${digest.signature?.slice(1)}`;
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(reasonAt(result, digest)).toBe('contradicted-by-next');
    expect(notesAt(result, digest)).toContain('content-confirmed');
  });

  it('a digest that names itself as the one before proves nothing by that', () => {
    const trail = new TestTrail({ key }).write(1, (json) => {
      json.previousDigestS3Bucket = json.digestS3Bucket;
      json.previousDigestS3Object = json.digestS3Object;
    });
    const result = verify(evidenceOf(downloaded(trail.objects), [key]));
    expect(result.digests[0]?.reason).toBe('no-signature');
  });

  it('links in a circle end', () => {
    const [first, second] = [new TestTrail({ key }).write(1), new TestTrail({ key }).write(2)];
    const later = hourOf(second, 1);
    const json = {
      ...hourOf(first, 0).json,
      previousDigestS3Bucket: later.json.digestS3Bucket,
      previousDigestS3Object: later.json.digestS3Object,
    };
    const forged = { ...hourOf(first, 0).digest, bytes: gzipSync(contentOf(json)) };
    const result = verify(evidenceOf(downloaded([forged, later.digest]), [key]));
    expect(result.overall).toBe('tampered');
  });

  it('what unpacks to too much is not proven, and not said to be altered', () => {
    const trail = new TestTrail({ key }).write(2);
    const { digest } = hourOf(trail, 0);
    const { log } = hourOf(trail, 1);
    digest.bytes = gzipSync(Buffer.alloc(40 * 1024 * 1024));
    log.bytes = digest.bytes;
    const result = verify(evidenceOf(trail.objects, [key]));
    expect([reasonAt(result, digest), reasonAt(result, log)]).toEqual(['digest-too-large', 'log-too-large']);
  });

  it('a key that was not valid at the time, and an account that is not that of the name, are noted', () => {
    const expired = { ...key, given: { ...key.given, validUntilMs: Date.UTC(2025, 1, 1) } };
    const trail = new TestTrail({ key: expired }).write(1, (json) => {
      json.awsAccountId = '444455556666';
    });
    const result = verify(evidenceOf(trail.objects, [expired]));
    expect(result.digests[0]).toMatchObject({
      verdict: 'proven',
      notes: ['account-differs', 'key-out-of-time'],
    });
  });

  it('an altered digest beside a missing one does not hide it', () => {
    const trail = new TestTrail({ key, logsPerHour: 1 }).write(4);
    const altered = hourOf(trail, 2);
    altered.digest.bytes = gzipSync('{}');
    const lost = hourOf(trail, 1).digest;
    const result = verify(
      evidenceOf(
        trail.objects.filter((object) => object !== lost),
        [key],
      ),
    );
    expect([reasonAt(result, altered.digest), reasonAt(result, lost)]).toEqual([
      'not-a-digest',
      'between-neighbours',
    ]);
    expect(reasonAt(result, altered.log)).toBe('digest-altered');
    expect(reasonAt(result, hourOf(trail, 1).log)).toBe('digest-missing');
  });

  it.each([true, false])(
    'a digest that was made to name another place is altered, and not missing (download: %s)',
    (isDownload) => {
      const trail = new TestTrail({ key, logsPerHour: 1 }).write(4);
      const { digest, json } = hourOf(trail, 1);
      const name = json.digestS3Object.replace('eu-west-1_main', 'eu-west-2_main');
      digest.bytes = gzipSync(contentOf({ ...json, digestS3Object: name }));
      const objects = isDownload ? downloaded(trail.objects, 'copy') : trail.objects;
      const result = verify(evidenceOf(objects, [key]));
      const found = result.digests.filter(({ place }) => place.key.endsWith(digest.key));
      expect(found.map(({ verdict }) => verdict)).toEqual(['altered']);
      expect(result.digests.map(({ link }) => link)).toEqual(['held', 'contradicted', 'unknown', 'start']);
      expect(result.judged.walks).toHaveLength(1);
    },
  );

  it('an authentic digest in the place of another is moved, and the other one is missing', () => {
    const trail = new TestTrail({ key, logsPerHour: 0 }).write(4);
    const [first, second, ...rest] = trail.objects;
    if (first === undefined || second === undefined) throw new Error('four digests');
    const result = verify(evidenceOf([{ ...first, key: second.key }, first, ...rest], [key]));
    expect(
      result.digests.filter(({ place }) => place.key === second.key).map(({ verdict }) => verdict),
    ).toEqual(['moved', 'missing']);
  });

  it('a planted digest does not make a hole look smaller', () => {
    const trail = new TestTrail({ key, logsPerHour: 1 }).write(6);
    const lost = [2, 3, 4].map((hour) => hourOf(trail, hour).digest);
    const planted = new TestTrail({
      key: otherKey,
      startMs: trail.atMs - 2.5 * hourMs,
      logsPerHour: 0,
    }).write(1);
    const objects = [...trail.objects.filter((object) => !lost.includes(object)), ...planted.objects];
    const result = verify(evidenceOf(objects, [key]));
    expect(lost.map((object) => reasonAt(result, object))).toEqual([
      'between-neighbours',
      'between-neighbours',
      'named-by-next',
    ]);
    expect(reasonAt(result, hourOf(trail, 3).log)).toBe('digest-missing');
  });

  it('digests of keys that are not known are not taken for missing between those of keys that are', () => {
    const trail = new TestTrail({ key, logsPerHour: 0 }).write(1);
    trail.key = otherKey;
    trail.write(3);
    trail.key = key;
    trail.write(2);
    const lost = trail.hours[4]?.digest;
    const result = verify(
      evidenceOf(
        trail.objects.filter((object) => object !== lost),
        [key],
      ),
    );
    expect(result.digests.map(({ reason }) => reason)).toEqual([
      'signature',
      'no-key',
      'no-key',
      'no-key',
      'signature',
      'named-by-next',
    ]);
  });
});

describe('logs at the edge', () => {
  it('a log that differs from its unsigned digest is altered, one that agrees is unsigned', () => {
    const trail = new TestTrail({ key }).write(1);
    const { digest, log } = hourOf(trail, 0);
    digest.signature = null;
    log.bytes = gzipSync('{}');
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(result.logs.map(({ reason }) => reason)).toEqual(['hash-differs-unproven', 'digest-unsigned']);
  });

  it('a log of a digest whose key is not known is not altered', () => {
    const trail = new TestTrail({ key, logsPerHour: 1 }).write(1);
    expect(verify(evidenceOf(trail.objects, [])).logs.map(({ reason }) => reason)).toEqual([
      'digest-key-unknown',
    ]);
  });

  it('a hash of a kind that is not known proves nothing', () => {
    const trail = new TestTrail({ key, logsPerHour: 1 }).write(1, (json) => {
      for (const log of json.logFiles) log.hashAlgorithm = 'SHA-512';
    });
    expect(verify(evidenceOf(trail.objects, [key])).logs.map(({ reason }) => reason)).toEqual([
      'algorithm-unknown',
    ]);
  });

  it('a log that an altered digest alone would name is not said to be missing', () => {
    const trail = new TestTrail({ key, logsPerHour: 1 }).write(2);
    const { digest, json, log } = hourOf(trail, 1);
    digest.bytes = gzipSync(
      contentOf({ ...json, logFiles: json.logFiles.map((one) => ({ ...one, s3Object: 'never' })) }),
    );
    const result = verify(evidenceOf(trail.objects, [key]));
    expect(result.logs.map(({ reason }) => reason)).toEqual(['hash-agrees', 'digest-altered']);
    expect(reasonAt(result, log)).toBe('digest-altered');
  });

  it('a log from before the first digest is not covered, one without a time in its name by the time it is given', () => {
    const trail = new TestTrail({ key }).write(2);
    const early = aLog('acme-trail', trail.logKey(trail.atMs - 5 * hourMs, 'aaaaaaaaaaaaaaaa'), '{}');
    const nameless = aLog(
      'acme-trail',
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/x.json.gz',
      '{}',
    );
    const objects = [...trail.objects, early, nameless];
    const evidence = evidenceOf(objects, [key]);
    expect(reasonAt(verify(evidence), early)).toBe('before-first-digest');
    expect(reasonAt(verify(evidence), nameless)).toBe('time-unknown');
    const timeMs = trail.atMs - 90 * 60_000;
    const dated = evidenceOf(objects, [key], allTime, (log) => ({ ...log, timeMs }));
    expect(reasonAt(verify(dated), nameless)).toBe('not-named');
  });
});

describe('the time asked for', () => {
  const trail = new TestTrail({ key, logsPerHour: 1 }).write(6);
  const startMs = trail.atMs - 6 * hourMs;

  function inWindow(window: TimeWindow): {
    readonly digests: number;
    readonly logs: number;
    readonly gaps: unknown;
  } {
    const { digests, logs, gaps } = verify(evidenceOf(trail.objects, [key], window));
    return { digests: digests.length, logs: logs.length, gaps: gaps.map(({ kind }) => kind) };
  }

  it('selects the digests that touch it, with their logs', () => {
    const half = hourMs / 2;
    const window = { fromMs: startMs + 2 * hourMs + half, untilMs: startMs + 4 * hourMs - half };
    expect(inWindow(window)).toEqual({ digests: 2, logs: 2, gaps: [] });
  });

  it('beyond the digests on either side is a gap', () => {
    const window = { fromMs: startMs - hourMs, untilMs: trail.atMs + hourMs };
    expect(inWindow(window)).toEqual({ digests: 6, logs: 6, gaps: ['after-last', 'before-first'] });
  });

  it('proves a digest in it by one that comes after it', () => {
    const objects = downloaded(trail.objects);
    const window = { fromMs: startMs, untilMs: startMs + hourMs / 2 };
    expect(verify(evidenceOf(objects, [key], window)).overall).toBe('intact');
  });
});
