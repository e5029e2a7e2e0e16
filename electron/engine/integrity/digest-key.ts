/** What the key of a digest file says. */
export interface DigestKey {
  /** Before `AWSLogs/`, without the slash at its end; empty is none. Null when the folders are lost. */
  readonly prefix: string | null;
  /** `o-…` of an organization's trail. */
  readonly organization: string | null;
  readonly account: string;
  /** Whose logs it proves. */
  readonly region: string;
  /** Null in the oldest layout, which names no trail. */
  readonly trail: string | null;
  readonly homeRegion: string | null;
  /** When the time that the digest covers ended, to the second. */
  readonly endMs: number;
  readonly isBackfill: boolean;
}

const region = '[a-z]{2}(?:-[a-z]+)+-\\d+';
const name = new RegExp(
  `^(\\d{12})_CloudTrail-Digest_(${region})_(?:(.+)_(${region})_)?` +
    '(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z(_backfill)?\\.json(?:\\.gz)?$',
);
const folders = new RegExp(
  `^(?:(.*)/)?AWSLogs/(?:(o-[a-z0-9]+)/)?(\\d{12})/CloudTrail-Digest/(${region})/\\d{4}/\\d\\d/\\d\\d/$`,
);

/**
 * Reads the key of a digest file; null for anything else.
 *
 * A home region has no `_`, so that the last part before the time is the home region and all before it the trail's
 * name: `audit_us-east-1_us-east-1_…` is the trail `audit_us-east-1`, which aws-cli's pattern cannot tell from
 * `audit`.
 */
export function readDigestKey(key: string): DigestKey | null {
  const cut = key.lastIndexOf('/') + 1;
  const found = name.exec(key.slice(cut));
  if (found === null) return null;
  const [, account, source, trail, home, year, month, day, hour, minute, second, backfill] = found;
  if (account === undefined || source === undefined) return null;
  const endMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(endMs)) return null;
  const path = folders.exec(key.slice(0, cut));
  const isOwnFolder = path !== null && path[3] === account && path[4] === source;
  return {
    prefix: isOwnFolder ? (path[1] ?? '') : null,
    organization: isOwnFolder ? (path[2] ?? null) : null,
    account,
    region: source,
    trail: trail ?? null,
    homeRegion: home ?? null,
    endMs,
    isBackfill: backfill !== undefined,
  };
}

/** The key that CloudTrail gives a digest: the inverse of `readDigestKey`. */
export function writeDigestKey(digest: DigestKey): string {
  const time = new Date(digest.endMs).toISOString();
  const [year, month, day] = time.split(/[-T]/);
  const stamp = `${time.slice(0, 19).replace(/[-:]/g, '')}Z`;
  const prefix = digest.prefix === null || digest.prefix === '' ? '' : `${digest.prefix}/`;
  const organization = digest.organization === null ? '' : `${digest.organization}/`;
  const trail = digest.trail === null ? '' : `${digest.trail}_${digest.homeRegion ?? digest.region}_`;
  return (
    `${prefix}AWSLogs/${organization}${digest.account}/CloudTrail-Digest/${digest.region}/${year}/${month}/${day}/` +
    `${digest.account}_CloudTrail-Digest_${digest.region}_${trail}${stamp}${digest.isBackfill ? '_backfill' : ''}.json.gz`
  );
}
