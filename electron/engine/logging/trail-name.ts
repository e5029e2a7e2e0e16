import { readTrailArn } from '../trails/trail-answer.ts';

/** Which trail is meant: two trails of one name lie in two regions or accounts. */
export interface TrailName {
  readonly account: string;
  readonly homeRegion: string;
  readonly name: string;
}

export function trailKey({ account, homeRegion, name }: TrailName): string {
  return `${account}/${homeRegion}/${name}`;
}

export function trailOfArn(arn: string): TrailName | null {
  const read = readTrailArn(arn);
  return read === null ? null : { account: read.account, homeRegion: read.region, name: read.name };
}

/** Name or ARN, as a request names it; a name alone lies in the caller's account and region. */
export function trailOfRequest(given: string, account: string, region: string): TrailName | null {
  if (given.startsWith('arn:')) return trailOfArn(given);
  return /^[A-Za-z0-9._-]{1,128}$/.test(given) ? { account, homeRegion: region, name: given } : null;
}
