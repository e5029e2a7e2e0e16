import type { Database } from '../case/driver.ts';
import { textAt } from '../case/row.ts';
import { readDigestKey } from '../integrity/digest-key.ts';
import { type TrailName, trailKey } from './trail-name.ts';

const hourMs = 3_600_000;

/** A trail that delivered a digest for a time: it was logging, with validation on. */
export interface DigestProof {
  /** The account is that of the logs; an organization's trail belongs to another one. */
  readonly trail: TrailName;
  readonly isOrganization: boolean;
  readonly endMs: number;
}

/** The digests of the case that cover a time of an account and region, one of each trail. */
export function digestsAt(
  db: Database,
  { atMs, account, region }: { readonly atMs: number; readonly account: string; readonly region: string },
): readonly DigestProof[] {
  const rows = db.all(
    `SELECT coalesce(b.key, o.key) AS key FROM objects AS o LEFT JOIN bundle_objects AS b ON b.object_id = o.id
    WHERE o.trail_kind = 'CloudTrail-Digest' AND o.account = ? AND o.region = ?
      AND o.delivered_ms > ? AND o.delivered_ms <= ? AND o.is_kept = 1 LIMIT 1000`,
    account,
    region,
    atMs,
    atMs + hourMs,
  );
  const found = new Map<string, DigestProof>();
  for (const row of rows) {
    const key = readDigestKey(textAt(row, 'key'));
    if (key === null || key.trail === null || key.isBackfill) continue;
    const trail = { account: key.account, homeRegion: key.homeRegion ?? key.region, name: key.trail };
    found.set(trailKey(trail), { trail, isOrganization: key.organization !== null, endMs: key.endMs });
  }
  return [...found.values()];
}
