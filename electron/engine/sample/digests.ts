import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { keyFacts } from '../ingest/s3-key.ts';
import { writeDigestKey } from '../integrity/digest-key.ts';
import { isoSeconds } from './caller.ts';
import {
  endMs,
  firstMs,
  homeRegion,
  moment,
  organization,
  production,
  trailBucket,
  trailName,
  trailPrefix,
} from './company.ts';

import type { SampleFile } from './oddities.ts';

const hourMs = 3_600_000;

/** What a bundle of a trail holds beside its log files, so that it can be proven. */
export interface SignedTrail {
  readonly digests: readonly SampleFile[];
  /** `objects.json`: what S3 knew of each file. */
  readonly objectsJson: string;
  /** As `aws cloudtrail list-public-keys` prints it. */
  readonly publicKeysJson: string;
}

interface NamedFile {
  readonly key: string;
  readonly hash: string;
}

/**
 * Signs a digest for every account, region and hour of the sample, with a key made for this time only: that part of
 * a sample case is another one each time.
 *
 * So that there is something to see, somebody was at the files afterwards: a file that a digest names is gone, of
 * another one record was cut out, and in the hour of the incident a digest was deleted.
 */
export function signTrail(files: readonly SampleFile[]): SignedTrail {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ type: 'pkcs1', format: 'der' });
  const fingerprint = createHash('md5').update(der).digest('hex');
  const signer = new Signer(privateKey, fingerprint);
  const digests: SampleFile[] = [];
  const places = byPlace(files);
  // Every trail is at work until the last file anywhere was delivered.
  const lastHour = Math.max(...[...places.values()].flatMap((hours) => [...hours.keys()]));
  for (const [place, named] of places) {
    const [account = '', region = ''] = place.split('/');
    digests.push(...signer.sign(account, region, named, lastHour));
  }
  return {
    digests,
    objectsJson: objectsJson(files, signer.signatures),
    publicKeysJson: JSON.stringify({
      PublicKeyList: [
        {
          Value: der.toString('base64'),
          ValidityStartTime: isoSeconds(firstMs - 20 * 24 * hourMs),
          ValidityEndTime: isoSeconds(endMs + 20 * 24 * hourMs),
          Fingerprint: fingerprint,
        },
      ],
    }),
  };
}

/** The log files that CloudTrail delivered, by account and region and then by the hour of their digest. */
function byPlace(files: readonly SampleFile[]): ReadonlyMap<string, ReadonlyMap<number, NamedFile[]>> {
  const places = new Map<string, Map<number, NamedFile[]>>();
  for (const { key, bytes } of files) {
    const { account, region, deliveredMs, trailKind } = keyFacts(key);
    if (account === null || region === null || deliveredMs === null || trailKind === null) continue;
    const hours = places.get(`${account}/${region}`) ?? new Map<number, NamedFile[]>();
    places.set(`${account}/${region}`, hours);
    const hour = Math.floor((deliveredMs - firstMs) / hourMs);
    const named = hours.get(hour) ?? [];
    hours.set(hour, named);
    named.push({ key, hash: hashOf(bytes) });
  }
  return places;
}

/** Of the unpacked bytes. The file that is cut short was whole when it was signed; what it held then is nobody's. */
function hashOf(bytes: Uint8Array): string {
  const content = unpacked(bytes);
  return createHash('sha256')
    .update(content ?? bytes)
    .digest('hex');
}

function unpacked(bytes: Uint8Array): Uint8Array | null {
  try {
    return gunzipSync(bytes);
  } catch {
    // The one that is there to be damaged.
    return null;
  }
}

interface SignedDigest {
  readonly key: string;
  readonly content: string;
  readonly hash: string;
  readonly signature: string;
}

class Signer {
  /** By the key of the digest. */
  readonly signatures = new Map<string, string>();
  readonly #privateKey: KeyObject;
  readonly #fingerprint: string;

  constructor(privateKey: KeyObject, fingerprint: string) {
    this.#privateKey = privateKey;
    this.#fingerprint = fingerprint;
  }

  /** Hour by hour, each with the hash and the signature of the one before it. */
  *sign(
    account: string,
    region: string,
    hours: ReadonlyMap<number, NamedFile[]>,
    lastHour: number,
  ): Generator<SampleFile> {
    const isScene = account === production && region === homeRegion;
    let previous: SignedDigest | null = null;
    for (let hour = 0; hour <= lastHour; hour += 1) {
      const untilMs = firstMs + (hour + 1) * hourMs;
      const named = hours.get(hour) ?? [];
      const files = isScene ? asDelivered(named, untilMs) : named;
      const digest = this.#signOne({
        account,
        key: digestKey(account, region, untilMs),
        untilMs,
        files,
        previous,
      });
      previous = digest;
      // Deleted afterwards: the digest of the next hour still names it.
      if (isScene && untilMs - hourMs === moment(3, '00:00')) continue;
      this.signatures.set(digest.key, digest.signature);
      yield { key: digest.key, bytes: gzipSync(digest.content) };
    }
  }

  #signOne({ account, key, untilMs, files, previous }: DigestFacts): SignedDigest {
    const [from, until] = [isoSeconds(untilMs - hourMs), isoSeconds(untilMs)];
    const content = JSON.stringify({
      awsAccountId: account,
      digestStartTime: from,
      digestEndTime: until,
      digestS3Bucket: trailBucket,
      digestS3Object: key,
      digestPublicKeyFingerprint: this.#fingerprint,
      digestSignatureAlgorithm: 'SHA256withRSA',
      newestEventTime: files.length === 0 ? null : until,
      oldestEventTime: files.length === 0 ? null : from,
      previousDigestS3Bucket: previous === null ? null : trailBucket,
      previousDigestS3Object: previous?.key ?? null,
      previousDigestHashValue: previous?.hash ?? null,
      previousDigestHashAlgorithm: previous === null ? null : 'SHA-256',
      previousDigestSignature: previous?.signature ?? null,
      logFiles: files.map((file) => ({
        s3Bucket: trailBucket,
        s3Object: file.key,
        hashValue: file.hash,
        hashAlgorithm: 'SHA-256',
        newestEventTime: until,
        oldestEventTime: from,
      })),
    });
    const hash = createHash('sha256').update(content).digest('hex');
    const text = `${until}\n${trailBucket}/${key}\n${hash}\n${previous?.signature ?? 'null'}`;
    const signature = sign('sha256', Buffer.from(text), this.#privateKey).toString('hex');
    return { key, content, hash, signature };
  }
}

interface DigestFacts {
  readonly account: string;
  readonly key: string;
  readonly untilMs: number;
  readonly files: readonly NamedFile[];
  readonly previous: SignedDigest | null;
}

function digestKey(account: string, region: string, untilMs: number): string {
  return writeDigestKey({
    ...{ prefix: trailPrefix, organization, account, region, trail: trailName, homeRegion },
    endMs: untilMs,
    isBackfill: false,
  });
}

/** What CloudTrail delivered in the hours after the incident, before somebody was at the files. */
function asDelivered(named: readonly NamedFile[], untilMs: number): readonly NamedFile[] {
  const [first, ...others] = named;
  if (first === undefined) return named;
  const startMs = untilMs - hourMs;
  if (startMs === moment(3, '01:00')) return [{ ...first, hash: hashOf(Buffer.from(first.key)) }, ...others];
  if (startMs !== moment(3, '02:00')) return named;
  const gone = first.key.replace(/_[^_]+\.json\.gz$/, '_DeletedAfterwards.json.gz');
  return [...named, { key: gone, hash: hashOf(Buffer.from(gone)) }];
}

function objectsJson(files: readonly SampleFile[], signatures: ReadonlyMap<string, string>): string {
  const entry = (key: string, metadata: Readonly<Record<string, string>>): string => {
    const { deliveredMs } = keyFacts(key);
    const lastModified = deliveredMs === null ? {} : { lastModified: isoSeconds(deliveredMs) };
    return JSON.stringify({ bucket: trailBucket, key, file: key, metadata, ...lastModified });
  };
  const algorithm = { 'signature-algorithm': 'SHA256withRSA' };
  const lines = [
    ...files.map(({ key }) => entry(key, {})),
    ...Array.from(signatures, ([key, signature]) => entry(key, { signature, ...algorithm })),
  ];
  return `[\n${lines.join(',\n')}\n]\n`;
}
