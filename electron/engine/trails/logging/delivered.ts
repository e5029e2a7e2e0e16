import type { LoggingEvidence } from '../../../contract/integrity.ts';
import { BlobReader } from '../../case/blobs.ts';
import type { Database } from '../../case/driver.ts';
import { bytesAt, numberAt, numberOrNullAt, textAt } from '../../case/row.ts';
import { type Digest, readDigest } from '../../integrity/digest.ts';
import { readDigestKey } from '../../integrity/digest-key.ts';
import { unpackAs } from '../../integrity/log-hash.ts';
import { type TrailName, trailKey } from './trail-name.ts';

export interface LoggingPlace {
  readonly atMs: number;
  readonly account: string;
  readonly region: string;
}

const hourMs = 3_600_000;
/** "Typically within about 5 minutes" (it was 15): what comes later was called later, with few exceptions. */
const usualDelayMs = 15 * 60_000;
/** Digests of one account, region and hour: one for each trail, of which a region has five at most. */
const mostDigests = 100;

/** A trail that delivered a digest for a time: it was logging, with validation on. */
export interface DigestProof {
  /** Its account is that of the logs; an organization's trail may belong to another one. */
  readonly trail: TrailName;
  readonly isOrganization: boolean;
  /** From when on it covers. */
  readonly startMs: number;
  readonly evidence: LoggingEvidence;
}

/** The trails whose digests cover the time in this account and region; those that a check found altered do not count. */
export function digestsAt(db: Database, { atMs, account, region }: LoggingPlace): readonly DigestProof[] {
  const rows = db.all(
    `SELECT o.key, o.sha256 FROM objects AS o LEFT JOIN verdicts AS v ON v.object_id = o.id
    WHERE o.trail_kind = 'CloudTrail-Digest' AND o.account = ? AND o.region = ? AND o.is_kept = 1
      AND o.sha256 IS NOT NULL AND o.delivered_ms > ? AND o.delivered_ms <= ?
      AND coalesce(v.verdict, '') NOT IN ('altered', 'chain-broken') ORDER BY o.delivered_ms LIMIT ?`,
    account,
    region,
    atMs,
    atMs + 2 * hourMs,
    mostDigests,
  );
  const found = new Map<string, DigestProof>();
  for (const row of rows) {
    const digest = digestOf(db, textAt(row, 'key'), bytesAt(row, 'sha256'));
    const named = digest === null ? null : readDigestKey(digest.key);
    if (digest === null || named === null || named.trail === null || named.isBackfill) continue;
    if (named.account !== account || named.region !== region) continue;
    if (digest.startMs > atMs || digest.endMs <= atMs) continue;
    const trail = { account, homeRegion: named.homeRegion ?? region, name: named.trail };
    const sentence = `A digest of ${trail.name} covers this time: it was logging, and validation was on.`;
    const evidence = { sentence, event: null, atMs: digest.endMs };
    const isOrganization = named.organization !== null;
    found.set(trailKey(trail), { trail, isOrganization, startMs: digest.startMs, evidence });
  }
  return [...found.values()];
}

/** Null for what is damaged: it proves nothing. */
function digestOf(db: Database, key: string, sha256: Uint8Array): Digest | null {
  const { bytes } = unpackAs(key, new BlobReader(db).get(sha256));
  return bytes === null ? null : readDigest(bytes);
}

/** Log files of the account and region that were delivered within an hour: some trail was logging, and none is named. */
export function logFilesAround(
  db: Database,
  { atMs, account, region }: LoggingPlace,
): LoggingEvidence | null {
  const { files, firstMs } = logFilesIn(db, { account, region }, atMs - hourMs, atMs + hourMs);
  const many = files === 1 ? '1 log file' : `${files} log files`;
  const sentence = `${many} of this account and region, delivered within an hour: some trail was logging; log files do not name it.`;
  return files === 0 ? null : { sentence, event: null, atMs: firstMs };
}

/**
 * Log files around the time that came too late to hold what was called before `fromMs`, and that were there before
 * `untilMs`: some trail was logging between the two.
 */
export function logFilesBetween(
  db: Database,
  { atMs, account, region }: LoggingPlace,
  fromMs: number | null,
  untilMs: number | null,
): number {
  const since = Math.max(atMs - hourMs, (fromMs ?? Number.NEGATIVE_INFINITY) + usualDelayMs + 60_000);
  const until = Math.min(atMs + hourMs, untilMs ?? Number.POSITIVE_INFINITY);
  return logFilesIn(db, { account, region }, since, until).files;
}

function logFilesIn(
  db: Database,
  { account, region }: { readonly account: string; readonly region: string },
  fromMs: number,
  untilMs: number,
): { readonly files: number; readonly firstMs: number | null } {
  const row = db.get(
    `SELECT count(*) AS files, min(delivered_ms) AS first FROM objects
    WHERE account = ? AND region = ? AND trail_kind = 'CloudTrail' AND delivered_ms BETWEEN ? AND ?
      AND record_count > 0`,
    account,
    region,
    fromMs,
    untilMs,
  );
  return row === undefined
    ? { files: 0, firstMs: null }
    : { files: numberAt(row, 'files'), firstMs: numberOrNullAt(row, 'first') };
}

/** Log files and digests of the account, delivered within an hour into the folder of an organization's trail. */
export function organizationFiles(db: Database, { atMs, account }: LoggingPlace): LoggingEvidence | null {
  const row = db.get(
    `SELECT count(*) AS files, min(delivered_ms) AS first FROM objects
    WHERE account = ? AND delivered_ms BETWEEN ? AND ?
      AND (key GLOB 'AWSLogs/o-*/*' OR key GLOB '*/AWSLogs/o-*/*')`,
    account,
    atMs - hourMs,
    atMs + hourMs,
  );
  if (row === undefined || numberAt(row, 'files') === 0) return null;
  const sentence = `Files of the account ${account} were delivered to the folder of an organization's trail within an hour: it was part of the organization.`;
  return { sentence, event: null, atMs: numberOrNullAt(row, 'first') };
}
