import type { Verdict } from '../../contract/integrity.ts';
import type { Span } from './spans.ts';

export const hourMs = 3_600_000;

/** What of the log files of an hour counts for its state; several may hold. */
export interface HourLogs {
  /** In the case; what could not be fetched, and second copies, are not counted. */
  files: number;
  events: number;
  /** Named by a digest, and not in the case. */
  missing: number;
  /** Seen in the bucket, and could not be fetched. */
  notFetched: number;
  /** Files that are not proven, those below among them. */
  unproven: number;
  /** No digest is for their time. */
  notCovered: number;
  /** Came into the case after the last check, or there was none. */
  unverified: number;
  isAltered: boolean;
  isPartlyIndexed: boolean;
}

/** What a digest covers, in milliseconds; `verdict` is null before a check. */
export interface DigestTime extends Span {
  readonly verdict: Verdict | null;
  /** Which chain it belongs to; null before a check. */
  readonly series: number | null;
  /** Backfill digests name what came late: that they are silent about a time says nothing. */
  readonly isBackfill: boolean;
}

/** Time without digests, as the check tells it. `lost`: there were some. `off`: none were made. */
export interface DigestGap extends Span {
  readonly kind: 'lost' | 'off';
}

/** Everything that the case knows of one account and region. */
export interface PlaceFacts {
  readonly account: string;
  readonly region: string;
  /** By hour of delivery, counted from 1970. */
  readonly logs: ReadonlyMap<number, HourLogs>;
  readonly digests: readonly DigestTime[];
  readonly gaps: readonly DigestGap[];
  /** What was chosen of its buckets, in milliseconds; null where nothing was left out, or no bucket is its source. */
  readonly chosen: readonly Span[] | null;
}

export interface CaseFacts {
  /** By account, then by region. */
  readonly places: readonly PlaceFacts[];
  /** Log files whose account, region or hour is not known. */
  readonly unplacedFiles: number;
  readonly isVerified: boolean;
}

export function noLogs(): HourLogs {
  return {
    ...{ files: 0, events: 0, missing: 0, notFetched: 0, unproven: 0, notCovered: 0, unverified: 0 },
    ...{ isAltered: false, isPartlyIndexed: false },
  };
}
