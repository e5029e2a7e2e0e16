import { type TrailKind, type TrailPlace, trailKind } from '../../../contract/s3.ts';
import { keyParts } from '../../ingest/s3-key.ts';

/** What names a place: all of it but its days. */
export type PlaceName = Omit<TrailPlace, 'firstDay' | 'lastDay'>;

/** Where a folder stands in `[prefix/]AWSLogs/[o-organization/]ACCOUNT/KIND/REGION/YYYY/MM/DD/` (cloudtrail.md d1). */
export type LayoutFolder =
  /** Not below any `AWSLogs/`: one may lie deeper. Control Tower's extra id is such a folder too. */
  | { readonly level: 'outside' }
  | { readonly level: 'root' | 'organization' | 'account' | 'kind' }
  | { readonly level: 'region' | 'year' | 'month' | 'day'; readonly place: PlaceName }
  /** Below `AWSLogs/`, and none of the above. `isTrails`: it bears CloudTrail's name or lies in a folder that does. */
  | { readonly level: 'strange'; readonly isTrails: boolean };

export const rootName = 'AWSLogs/';

const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`);
const isOrganization = whole(keyParts.organization);
const isAccount = whole(keyParts.account);
const isRegion = whole(keyParts.region);
/** Names of the folders of days: year, month, day. */
const isDatePart = [/^\d{4}$/, /^(?:0[1-9]|1[0-2])$/, /^(?:0[1-9]|[12]\d|3[01])$/] as const;

/**
 * Tells where a folder stands by its whole prefix, which ends with `/` (or is empty: the bucket itself).
 *
 * The last `AWSLogs/` counts: a trail's own prefix may be called so too.
 */
export function layoutAt(folder: string): LayoutFolder {
  const at = `/${folder}`.lastIndexOf(`/${rootName}`);
  if (at < 0) return { level: 'outside' };
  const root = folder.slice(0, at + rootName.length);
  const names = folder.slice(root.length).split('/').slice(0, -1);
  const organization = names[0] !== undefined && isOrganization.test(names[0]) ? names[0] : null;
  const [account, kind, region, ...date] = organization === null ? names : names.slice(1);
  if (account === undefined) return { level: organization === null ? 'root' : 'organization' };
  if (!isAccount.test(account)) return { level: 'strange', isTrails: false };
  if (kind === undefined) return { level: 'account' };
  const known = kindOf(kind);
  if (known === null) return { level: 'strange', isTrails: kind.startsWith('CloudTrail') };
  if (region === undefined) return { level: 'kind' };
  if (!isRegion.test(region)) return { level: 'strange', isTrails: true };
  const place = { root, organization, account, region, kind: known };
  const level = (['region', 'year', 'month', 'day'] as const)[date.length];
  const isDated = date.every((name, index) => isDatePart[index]?.test(name) === true);
  return level === undefined || !isDated ? { level: 'strange', isTrails: true } : { level, place };
}

/** The folder of a place, with its `/`. */
export function folderOf({ root, organization, account, kind, region }: PlaceName): string {
  return `${root}${organization === null ? '' : `${organization}/`}${account}/${kind}/${region}/`;
}

/** The folder of a day (`2026-03-01`) below a place, without its `/`. */
export function dayFolder(place: PlaceName, day: string): string {
  return `${folderOf(place)}${day.replaceAll('-', '/')}`;
}

/** The day that a folder stands for, whose last three names are a date. */
export function dayOfFolder(folder: string): string {
  return folder.split('/').slice(-4, -1).join('-');
}

/** A prefix as a folder: empty, or with its `/` at the end. */
export function folderPrefix(prefix: string): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

function kindOf(name: string): TrailKind | null {
  const { success, data } = trailKind.safeParse(name);
  return success ? data : null;
}
