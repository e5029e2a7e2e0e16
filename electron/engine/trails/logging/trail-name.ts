import { partitionOf } from '../../sources/s3/partition.ts';
import { readTrailArn } from '../trail-answer.ts';

/** Which trail is meant: the same name may stand in other regions and accounts. */
export interface TrailName {
  readonly account: string;
  readonly homeRegion: string;
  readonly name: string;
}

export function trailKey({ account, homeRegion, name }: TrailName): string {
  return `${account}/${homeRegion}/${name}`;
}

export function trailArn({ account, homeRegion, name }: TrailName): string {
  return `arn:${partitionOf(homeRegion).id}:cloudtrail:${homeRegion}:${account}:trail/${name}`;
}

export function trailOfArn(arn: string): TrailName | null {
  const read = readTrailArn(arn);
  return read === null ? null : { account: read.account, homeRegion: read.region, name: read.name };
}

/**
 * The trail that a request names by its ARN or by its name. A trail is changed in its home region only ("you must
 * call it from the Region in which the trail was created"), so a name alone lies where the call was made.
 */
export function trailOfRequest(
  given: string,
  place: { readonly account: string; readonly region: string },
): TrailName | null {
  if (given.startsWith('arn:')) return trailOfArn(given);
  const isName = /^[A-Za-z0-9._-]{1,128}$/.test(given);
  if (!isName || !/^\d{12}$/.test(place.account) || !/^[a-z0-9-]{1,64}$/.test(place.region)) return null;
  return { account: place.account, homeRegion: place.region, name: given };
}
