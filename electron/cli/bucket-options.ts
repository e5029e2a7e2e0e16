import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { AppError } from '../contract/errors.ts';
import {
  type BucketPlace,
  type SignIn,
  type SyncChoice,
  type TrailKind,
  trailKinds,
} from '../contract/s3.ts';
import { parseS3Address } from '../contract/s3-url.ts';
import type { Engine } from '../engine/index.ts';
import { type Arguments, type OptionTable, UsageError } from './command.ts';
import { note } from './output.ts';
import { terminalText } from './terminal-text.ts';

/** How to reach a bucket. Keys are in no option: whoever lists the processes of a machine would read them. */
export const bucketOptions = {
  profile: { type: 'string' },
  region: { type: 'string' },
  endpoint: { type: 'string' },
  'path-style': { type: 'boolean' },
  anonymous: { type: 'boolean' },
  'requester-pays': { type: 'boolean' },
  'expected-owner': { type: 'string' },
  'ca-file': { type: 'string' },
  'mfa-code': { type: 'string' },
} as const satisfies OptionTable;

export const bucketOptionHelp = {
  'profile NAME': 'of the shared AWS config; without it as the AWS CLI signs in',
  'region R': 'of the bucket; without it the bucket is asked',
  'endpoint URL': 'a service that is not AWS’s own',
  'path-style': 'the bucket in the path, not in the host',
  anonymous: 'do not sign requests',
  'requester-pays': 'you pay for the requests',
  'expected-owner ID': 'refuse a bucket of any other account',
  'ca-file FILE': 'certificates of a private authority (PEM)',
  'mfa-code CODE': 'of the device of the profile; asked for on a terminal',
} as const;

export const choiceOptions = {
  accounts: { type: 'string' },
  regions: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  kinds: { type: 'string' },
  selectors: { type: 'string' },
} as const satisfies OptionTable;

export const choiceOptionHelp = {
  'accounts A,B': 'only these',
  'regions R,S': 'only these',
  'since DAY': 'first day of delivery, 2026-03-01',
  'until DAY': 'last day; one more is listed for late deliveries',
  'kinds K,L': `of ${trailKinds.filter((kind) => kind !== 'CloudTrail-Digest').join(', ')} (default CloudTrail); digests come along`,
  'selectors FILE': 'index only these events: JSON as get-event-selectors prints it',
} as const;

/** @throws UsageError */
export function placeFrom(address: string, args: Arguments): BucketPlace {
  const found = addressOf(address);
  return {
    bucket: found.bucket,
    prefix: found.prefix,
    region: args.text('region') ?? found.region,
    endpoint: args.text('endpoint') ?? found.endpoint,
    pathStyle: args.has('path-style') || found.pathStyle,
    requesterPays: args.has('requester-pays'),
    expectedOwner: args.text('expected-owner') ?? null,
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
  const list = (name: string): string[] | null =>
    args
      .text(name)
      ?.split(',')
      .filter((item) => item !== '') ?? null;
  return {
    accounts: list('accounts'),
    regions: list('regions'),
    kinds: (list('kinds') ?? ['CloudTrail']).map(kindNamed),
    sinceDay: dayFrom(args, 'since'),
    untilDay: dayFrom(args, 'until'),
  };
}

function kindNamed(name: string): TrailKind {
  const kind = trailKinds.find((one) => one === name);
  if (kind === undefined)
    throw new UsageError(`--kinds knows no “${terminalText(name)}”; there are ${trailKinds.join(', ')}.`);
  return kind;
}

function dayFrom(args: Arguments, name: string): string | null {
  const text = args.text(name);
  if (text === undefined) return null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new UsageError(`--${name} takes a day such as 2026-03-01.`);
  return text;
}

/** The text of --selectors; null without. @throws AppError `unreadable` */
export function selectorsFrom(args: Arguments): string | null {
  const file = args.text('selectors');
  if (file === undefined) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('unreadable', `${file} cannot be read.`, { cause });
  }
}

/** Signs in and tries the place. @returns the connection @throws AppError `not-allowed` with what failed */
export async function connectFrom(engine: Engine, place: BucketPlace, args: Arguments): Promise<string> {
  const ca = args.text('ca-file');
  const caFile = ca === undefined ? null : (await engine.grantPath(ca, 'file')).token;
  let mfaCode = args.text('mfa-code') ?? null;
  for (;;) {
    const result = await engine.call('s3.connect', { place, signIn: signInFrom(args), mfaCode, caFile });
    if (result.kind === 'connected') {
      for (const { state, message, advice } of result.checks)
        if (state === 'failed') note(terminalText(`${message} ${advice ?? ''}`.trim()));
      return result.connection;
    }
    if (result.kind === 'mfa') {
      mfaCode = await askCode(result.serial);
      continue;
    }
    const failed = result.checks.find(({ state }) => state === 'failed');
    throw new AppError('not-allowed', failed?.message ?? 'The bucket cannot be reached.', {
      advice: failed?.advice ?? 'Check the address and the sign-in.',
    });
  }
}

function signInFrom(args: Arguments): SignIn {
  const profile = args.text('profile');
  if (args.has('anonymous')) {
    if (profile !== undefined) throw new UsageError('--anonymous and --profile exclude each other.');
    return { kind: 'anonymous' };
  }
  return profile === undefined ? { kind: 'default' } : { kind: 'profile', profile };
}

async function askCode(serial: string): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new UsageError(`This profile asks for a code of ${terminalText(serial)}: give it with --mfa-code.`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const code = (await lines.question(`Code of ${terminalText(serial)}: `)).trim();
    if (!/^\d{6,8}$/.test(code)) throw new UsageError('A code has six digits.');
    return code;
  } finally {
    lines.close();
  }
}
