import { readFileSync } from 'node:fs';
import { AppError } from '../contract/errors.ts';
import { type BucketPlace, day, type SyncChoice, type TrailKind, trailKinds } from '../contract/s3.ts';
import { parseS3Address } from '../contract/s3-url.ts';
import { parseSelectors } from '../contract/selectors/parse.ts';
import { type Arguments, type OptionTable, UsageError } from './command.ts';
import { terminalText } from './terminal-text.ts';

/** How to sign in. Keys are in no option: whoever lists the processes of a machine would read them. */
export const signInOptions = {
  profile: { type: 'string' },
  anonymous: { type: 'boolean' },
  'mfa-code': { type: 'string' },
  'ca-file': { type: 'string' },
} as const satisfies OptionTable;

export const signInHelp = {
  'profile NAME': 'of the shared AWS config; without it as the AWS CLI signs in',
  anonymous: 'do not sign requests',
  'mfa-code CODE': 'of the profile’s device; on a terminal it is asked for',
  'ca-file FILE': 'certificates of a private authority (PEM)',
} as const;

/** Where a bucket is, beside its address. */
export const placeOptions = {
  region: { type: 'string' },
  endpoint: { type: 'string' },
  'path-style': { type: 'boolean' },
  'requester-pays': { type: 'boolean' },
  'expected-owner': { type: 'string' },
} as const satisfies OptionTable;

export const placeHelp = {
  'region R': 'of the bucket; without it the bucket is asked',
  'endpoint URL': 'of a service that is not AWS’s own',
  'path-style': 'the bucket in the path, not in the host',
  'requester-pays': 'you pay for the requests',
  'expected-owner ID': 'refuse a bucket of any other account',
} as const;

/** What to bring of a bucket. */
export const choiceOptions = {
  accounts: { type: 'string' },
  regions: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  kinds: { type: 'string' },
  selectors: { type: 'string' },
} as const satisfies OptionTable;

export const choiceHelp = {
  'accounts A,B': 'only these',
  'regions R,S': 'only these',
  'since DAY': 'first day of delivery, 2026-03-01',
  'until DAY': 'last day; one more is listed for late deliveries',
  'kinds K,L': `of ${trailKinds.join(', ')} (default CloudTrail, with its digests)`,
  'selectors FILE': 'index only these events: JSON as get-event-selectors prints it',
} as const;

/** @throws UsageError */
export function placeFrom(address: string, args: Arguments): BucketPlace {
  const found = addressOf(address);
  const endpoint = args.text('endpoint') ?? found.endpoint;
  if (endpoint !== null && !(/^https?:\/\/[^/]/i.test(endpoint) && URL.canParse(endpoint)))
    throw new UsageError('--endpoint takes an address such as https://s3.example.org.');
  const region = args.text('region') ?? found.region;
  if (region !== null && !/^[a-z0-9-]{1,40}$/.test(region))
    throw new UsageError('--region takes the name of a region such as eu-west-1.');
  const expectedOwner = args.text('expected-owner') ?? null;
  if (expectedOwner !== null && !/^\d{12}$/.test(expectedOwner))
    throw new UsageError('--expected-owner takes the twelve digits of an account.');
  return {
    bucket: found.bucket,
    prefix: found.prefix,
    region,
    endpoint,
    pathStyle: args.has('path-style') || found.pathStyle,
    requesterPays: args.has('requester-pays'),
    expectedOwner,
  };
}

function addressOf(address: string) {
  try {
    return parseS3Address(address);
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(`${error.message} ${error.advice}`);
    throw error;
  }
}

/** @throws UsageError */
export function choiceFrom(args: Arguments): SyncChoice {
  const [sinceDay, untilDay] = [dayFrom(args, 'since'), dayFrom(args, 'until')];
  if (sinceDay !== null && untilDay !== null && untilDay < sinceDay)
    throw new UsageError(`--until ${untilDay} is before --since ${sinceDay}.`);
  return {
    accounts: listFrom(args, 'accounts'),
    regions: listFrom(args, 'regions'),
    kinds: (listFrom(args, 'kinds') ?? ['CloudTrail']).map(kindNamed),
    sinceDay,
    untilDay,
  };
}

function listFrom(args: Arguments, name: string): string[] | null {
  const text = args.text(name);
  if (text === undefined) return null;
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0) throw new UsageError(`--${name} takes one or more, with commas between them.`);
  return items;
}

function kindNamed(name: string): TrailKind {
  const kind = trailKinds.find((one) => one.toLowerCase() === name.toLowerCase());
  if (kind === undefined)
    throw new UsageError(`--kinds knows no “${terminalText(name)}”; there are ${trailKinds.join(', ')}.`);
  return kind;
}

function dayFrom(args: Arguments, name: string): string | null {
  const text = args.text(name);
  if (text === undefined) return null;
  const ms = day.safeParse(text).success ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 2026-02-31 would be read as a day of March.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(text))
    throw new UsageError(`--${name} takes a day of the calendar such as 2026-03-01.`);
  return text;
}

/**
 * The text of --selectors; null without.
 *
 * @throws AppError `unreadable`, or `bad-request` with what is wrong with the selectors
 */
export function selectorsFrom(args: Arguments): string | null {
  const file = args.text('selectors');
  if (file === undefined) return null;
  const text = textOf(file);
  parseSelectors(text);
  return text;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('unreadable', `${file} cannot be read.`, {
      cause,
      advice: 'Check the path and the permissions of the file.',
    });
  }
}
