/** What the name of a delivered file says; null where it says nothing. */
export interface KeyFacts {
  readonly account: string | null;
  readonly region: string | null;
  /** `CloudTrail`, `CloudTrail-Digest`, `CloudTrail-Insight`, `CloudTrail-NetworkActivity`, `CloudTrail-Aggregated`. */
  readonly trailKind: string | null;
  /** When CloudTrail delivered it: to the minute for logs, to the second for digests. */
  readonly deliveredMs: number | null;
}

/** What the parts of a key are made of, as sources of regular expressions. */
export const keyParts = {
  organization: 'o-[a-z0-9]+',
  account: '\\d{12}',
  kind: 'CloudTrail(?:-(?:Digest|Insight|NetworkActivity|Aggregated))?',
  /** `eu-west-1`, `us-gov-east-1`, `us-isob-east-1`, `eusc-de-east-1`. */
  region: '[a-z]{2,4}(?:-[a-z]+)+-\\d+',
} as const;
const { organization, account, kind, region } = keyParts;
/** `[prefix/]AWSLogs/[o-organization/]ACCOUNT/KIND/REGION/…`; Control Tower's prefix is one more id before AWSLogs. */
const folders = new RegExp(`(?:^|[/!])AWSLogs/(?:${organization}/)?(${account})/(${kind})/(${region})/`);
/** The file's own name; older files have no `_` before the unique part, digests have the trail's name and home region. */
const fileName = new RegExp(
  `(?:^|/)(${account})_(${kind})_(${region})_(?:[^/]*_)?(\\d{8}T\\d{4}(?:\\d{2})?Z)[^/]*$`,
);

/**
 * Reads the account, region, kind and time of delivery from a key as S3 has it, or from what is left of it after
 * somebody copied the files elsewhere (the name alone says everything).
 */
export function keyFacts(key: string): KeyFacts {
  const path = folders.exec(key);
  const name = fileName.exec(key);
  return {
    account: name?.[1] ?? path?.[1] ?? null,
    trailKind: name?.[2] ?? path?.[2] ?? null,
    region: name?.[3] ?? path?.[3] ?? null,
    deliveredMs: deliveredMs(name?.[4]),
  };
}

/** The kind alone, as {@link keyFacts} reads it: digests name a hundred thousand keys. */
export function trailKindOf(key: string): string | null {
  return fileName.exec(key)?.[2] ?? folders.exec(key)?.[2] ?? null;
}

/** Whose folder a key lies in, whatever the file is called; null where it is no trail's. */
export function folderFacts(key: string): { readonly account: string; readonly region: string } | null {
  const [, account, , region] = folders.exec(key) ?? [];
  return account === undefined || region === undefined ? null : { account, region };
}

function deliveredMs(text: string | undefined): number | null {
  if (text === undefined) return null;
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z$/.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second] = found;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second ?? '00'}Z`);
  return Number.isNaN(ms) ? null : ms;
}
