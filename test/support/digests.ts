import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { keyFacts } from '../../electron/engine/ingest/s3-key.ts';
import { checkSignatures } from '../../electron/engine/integrity/check-signatures.ts';
import { readDigestFile } from '../../electron/engine/integrity/digest-file.ts';
import type { DigestObject, LogObject, TimeWindow } from '../../electron/engine/integrity/evidence.ts';
import { allTime } from '../../electron/engine/integrity/evidence.ts';
import { type GivenKey, keyRing } from '../../electron/engine/integrity/key-ring.ts';
import { MatchedLogs } from '../../electron/engine/integrity/log-file.ts';
import { hashLog } from '../../electron/engine/integrity/log-hash.ts';
import { NamedLogs } from '../../electron/engine/integrity/named-logs.ts';
import { judgeDigests } from '../../electron/engine/integrity/proof.ts';
import { ProofGraph } from '../../electron/engine/integrity/proof-graph.ts';
import type { Evidence } from '../../electron/engine/integrity/verify.ts';

export const hourMs = 3_600_000;

/** Half of what CloudTrail has: the private key, and the entry of ListPublicKeys. */
export interface TestKey {
  readonly privateKey: KeyObject;
  readonly given: GivenKey;
}

export function makeKey(modulusLength = 2048): TestKey {
  const pair = generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'pkcs1', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return {
    privateKey: createPrivateKey({ key: pair.privateKey, format: 'der', type: 'pkcs8' }),
    given: {
      fingerprint: createHash('md5').update(pair.publicKey).digest('hex'),
      der: Uint8Array.from(pair.publicKey),
      validFromMs: Date.UTC(2025, 0, 1),
      validUntilMs: Date.UTC(2027, 0, 1),
    },
  };
}

/** An object as S3 keeps it. */
export interface StoredObject {
  readonly kind: 'digest' | 'log';
  bucket: string | null;
  key: string;
  bytes: Uint8Array;
  /** `x-amz-meta-signature`; null for log files, and where it was lost. */
  signature: string | null;
}

/** The fields of a digest file, as JSON has them. */
export interface DigestJson {
  awsAccountId: string;
  digestStartTime: string;
  digestEndTime: string;
  digestS3Bucket: string;
  digestS3Object: string;
  digestPublicKeyFingerprint: string;
  digestSignatureAlgorithm: string;
  newestEventTime: string | null;
  oldestEventTime: string | null;
  previousDigestS3Bucket: string | null;
  previousDigestS3Object: string | null;
  previousDigestHashValue: string | null;
  previousDigestHashAlgorithm: string | null;
  previousDigestSignature: string | null;
  logFiles: {
    s3Bucket: string;
    s3Object: string;
    hashValue: string;
    hashAlgorithm: string;
    newestEventTime: string;
    oldestEventTime: string;
  }[];
}

export interface TestHour {
  readonly digest: StoredObject;
  readonly logs: readonly StoredObject[];
  readonly json: DigestJson;
}

export interface TrailOptions {
  readonly key: TestKey;
  readonly account?: string;
  readonly region?: string;
  readonly homeRegion?: string;
  readonly trail?: string;
  readonly organization?: string | null;
  readonly prefix?: string;
  readonly bucket?: string;
  readonly startMs?: number;
  readonly isBackfill?: boolean;
  readonly logsPerHour?: number;
}

/** Writes what CloudTrail delivers for one trail, account and region, hour by hour. */
export class TestTrail {
  key: TestKey;
  bucket: string;
  prefix: string;
  organization: string | null;
  atMs: number;
  readonly hours: TestHour[] = [];
  readonly #options: Required<Omit<TrailOptions, 'key'>>;
  #previous: TestHour | null = null;

  constructor(options: TrailOptions) {
    this.#options = {
      account: '111122223333',
      region: 'eu-west-1',
      homeRegion: 'eu-west-1',
      trail: 'main',
      organization: null,
      prefix: '',
      bucket: 'acme-trail',
      startMs: Date.UTC(2026, 0, 2, 0, 4, 4),
      isBackfill: false,
      logsPerHour: 2,
      ...options,
    };
    this.key = options.key;
    this.bucket = this.#options.bucket;
    this.prefix = this.#options.prefix;
    this.organization = this.#options.organization;
    this.atMs = this.#options.startMs;
  }

  get objects(): StoredObject[] {
    return this.hours.flatMap(({ digest, logs }) => [...logs, digest]);
  }

  write(hours: number, change: (json: DigestJson) => void = () => undefined): this {
    for (let hour = 0; hour < hours; hour += 1) this.#writeHour(change);
    return this;
  }

  /** Logging or validation is off for so many hours; the next digest is a starting digest. */
  pause(hours: number): this {
    this.atMs += hours * hourMs;
    this.#previous = null;
    return this;
  }

  logKey(atMs: number, unique: string): string {
    const { account, region } = this.#options;
    return `${this.#folder('CloudTrail', atMs)}${account}_CloudTrail_${region}_${stamp(atMs).slice(0, 13)}Z_${unique}.json.gz`;
  }

  digestKey(endMs: number): string {
    const { account, region, trail, homeRegion, isBackfill } = this.#options;
    const name = `${account}_CloudTrail-Digest_${region}_${trail}_${homeRegion}_${stamp(endMs)}`;
    return `${this.#folder('CloudTrail-Digest', endMs)}${name}${isBackfill ? '_backfill' : ''}.json.gz`;
  }

  #folder(kind: string, atMs: number): string {
    const { account, region } = this.#options;
    const prefix = this.prefix === '' ? '' : `${this.prefix}/`;
    const organization = this.organization === null ? '' : `${this.organization}/`;
    const day = new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '/');
    return `${prefix}AWSLogs/${organization}${account}/${kind}/${region}/${day}/`;
  }

  #writeHour(change: (json: DigestJson) => void): void {
    const startMs = this.atMs;
    this.atMs += hourMs;
    const logs = Array.from({ length: this.#options.logsPerHour }, (_, i) => this.#writeLog(startMs, i));
    const previous = this.#previous;
    const json: DigestJson = {
      awsAccountId: this.#options.account,
      digestStartTime: iso(startMs),
      digestEndTime: iso(this.atMs),
      digestS3Bucket: this.bucket,
      digestS3Object: this.digestKey(this.atMs),
      digestPublicKeyFingerprint: this.key.given.fingerprint,
      digestSignatureAlgorithm: 'SHA256withRSA',
      newestEventTime: logs.length > 0 ? iso(startMs) : null,
      oldestEventTime: logs.length > 0 ? iso(startMs) : null,
      previousDigestS3Bucket: previous?.json.digestS3Bucket ?? null,
      previousDigestS3Object: previous?.json.digestS3Object ?? null,
      previousDigestHashValue: previous === null ? null : sha256(contentOf(previous.json)),
      previousDigestHashAlgorithm: previous === null ? null : 'SHA-256',
      previousDigestSignature: previous?.digest.signature ?? null,
      logFiles: logs.map(({ object, hash }) => ({
        s3Bucket: this.bucket,
        s3Object: object.key,
        hashValue: hash,
        hashAlgorithm: 'SHA-256',
        newestEventTime: iso(startMs),
        oldestEventTime: iso(startMs),
      })),
    };
    change(json);
    const hour: TestHour = {
      digest: {
        kind: 'digest',
        bucket: json.digestS3Bucket,
        key: json.digestS3Object,
        bytes: gzipSync(contentOf(json)),
        signature: signDigest(json, this.key),
      },
      logs: logs.map(({ object }) => object),
      json,
    };
    this.hours.push(hour);
    this.#previous = hour;
  }

  #writeLog(startMs: number, i: number): { readonly object: StoredObject; readonly hash: string } {
    const atMs = startMs + 300_000 + i * 600_000;
    const { account, region, trail } = this.#options;
    const content = JSON.stringify({
      Records: [
        { eventName: 'GetObject', eventTime: iso(atMs), awsRegion: region, note: `${trail} ${account} ${i}` },
      ],
    });
    const unique = createHash('sha256').update(content).digest('hex').slice(0, 16);
    const key = this.logKey(atMs, unique);
    const bytes = gzipSync(content);
    return {
      object: { kind: 'log', bucket: this.bucket, key, bytes, signature: null },
      hash: sha256(content),
    };
  }
}

export function contentOf(json: DigestJson): string {
  return JSON.stringify(json);
}

/** Replaces a digest by one with other content, signed with a key; the digests after it are left as they are. */
export function resign(hour: TestHour, json: DigestJson, key: TestKey): void {
  hour.digest.bytes = gzipSync(contentOf(json));
  hour.digest.signature = signDigest(json, key);
}

export function signDigest(json: DigestJson, key: TestKey): string {
  const lines = [
    json.digestEndTime,
    `${json.digestS3Bucket}/${json.digestS3Object}`,
    sha256(contentOf(json)),
    json.previousDigestSignature ?? 'null',
  ];
  return sign('sha256', Buffer.from(lines.join('\n')), key.privateKey).toString('hex');
}

/** A log file with other content under a key. */
export function aLog(bucket: string | null, key: string, content: string): StoredObject {
  return { kind: 'log', bucket, key, bytes: gzipSync(content), signature: null };
}

/** As a plain download has it: neither bucket nor metadata. */
export function downloaded(objects: readonly StoredObject[], folder = 'copy'): StoredObject[] {
  return objects.map((object) => ({
    ...object,
    bucket: null,
    key: `${folder}/${object.key}`,
    signature: null,
  }));
}

export function evidenceOf(
  objects: readonly StoredObject[],
  keys: readonly TestKey[],
  window: TimeWindow = allTime,
  change: (log: LogObject) => LogObject = (log) => log,
): Evidence {
  const files = objects
    .filter(({ kind }) => kind === 'digest')
    .map((object, at) => readDigestFile(digestObject(object, at + 1)));
  const ring = keyRing(keys.map(({ given }) => given));
  const checks = checkSignatures(files, ring.keys);
  const graph = new ProofGraph(
    files.map((file, at) => ({ file, checks: checks[at] ?? [] })),
    ring,
  );
  judgeDigests(graph);
  const logs = objects
    .filter(({ kind }) => kind === 'log')
    .map((object, at) => change(logObject(object, objects.length + at)));
  return { graph, logs: matchLogs(graph, logs), window };
}

function matchLogs(graph: ProofGraph, logs: readonly LogObject[]): MatchedLogs {
  const matched = new MatchedLogs(new NamedLogs(graph.all));
  for (const log of logs) matched.add(log);
  return matched;
}

function digestObject({ bucket, key, bytes, signature }: StoredObject, id: number): DigestObject {
  return { id, bucket, key, signature, bytes };
}

function logObject({ bucket, key, bytes }: StoredObject, id: number): LogObject {
  const { account, region, deliveredMs: timeMs } = keyFacts(key);
  return { id, bucket, key, account, region, timeMs, ...hashLog(key, bytes) };
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function stamp(ms: number): string {
  return iso(ms).replace(/[-:]/g, '');
}
