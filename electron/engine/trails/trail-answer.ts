import type { JsonObject } from '../ingest/json.ts';

/** The operations of CloudTrail's API that say something of a trail, or hold the keys of its digests. */
export const trailOperations = [
  'DescribeTrails',
  'GetTrailStatus',
  'GetEventSelectors',
  'GetInsightSelectors',
  'ListTags',
  'ListPublicKeys',
] as const;
export type TrailOperation = (typeof trailOperations)[number];

/** One answer of the API, or why there is none. */
export interface TrailAnswer {
  readonly operation: TrailOperation;
  readonly takenAtMs: number;
  /** `aws`: asked by Spoor; `file`: what the AWS CLI printed. */
  readonly origin: 'aws' | 'file';
  /** That was asked; null where a file does not say. */
  readonly region: string | null;
  /** Null for answers about no one trail, and where a file does not say whose it is. */
  readonly trailArn: string | null;
  /** The name of the imported file, which may tell the trail; null for answers of the API. */
  readonly fileName: string | null;
  /** As it came; null where there is a problem. */
  readonly answer: JsonObject | null;
  /** A sentence that names what is missing; null where there is an answer. */
  readonly problem: string | null;
}

/** A key that CloudTrail signs digests with. */
export interface PublicKey {
  readonly fingerprint: string;
  /** PKCS#1, DER. */
  readonly der: Uint8Array;
  readonly region: string | null;
  readonly validFromMs: number;
  readonly validUntilMs: number;
}

/** `arn:aws:cloudtrail:eu-west-1:111122223333:trail/main`; null for an ARN of something else. */
export function readTrailArn(
  arn: string,
): { readonly region: string; readonly account: string; readonly name: string } | null {
  const found = /^arn:aws[a-z-]*:cloudtrail:([a-z0-9-]+):(\d{12}):trail\/([A-Za-z0-9._-]{1,128})$/.exec(arn);
  const [, region, account, name] = found ?? [];
  return region === undefined || account === undefined || name === undefined
    ? null
    : { region, account, name };
}
