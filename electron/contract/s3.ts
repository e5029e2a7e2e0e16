import './no-eval.ts';
import { z } from 'zod';

/**
 * What a page and the engine say to each other about a trail's bucket: how to reach it, what lies there, what of it
 * to bring. Secrets travel once, from the page to the engine (`s3.connect`), and never back.
 */

const count = z.number().int().nonnegative();
/** A day of delivery in UTC, `2026-03-01`. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** The folders under an account's prefix that CloudTrail writes (cloudtrail.md d1), as the keys spell them. */
export const trailKinds = [
  'CloudTrail',
  'CloudTrail-Digest',
  'CloudTrail-Insight',
  'CloudTrail-NetworkActivity',
  'CloudTrail-Aggregated',
] as const;
export const trailKind = z.enum(trailKinds);
export type TrailKind = z.infer<typeof trailKind>;

/** Where a trail lies. Holds no secret: this is kept in the case. */
export const bucketPlace = z.object({
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/i),
  /** Empty, or a prefix with its `/` at the end. */
  prefix: z.string().max(1024),
  /** Null: asked from the bucket. */
  region: z.string().max(40).nullable(),
  /** Null: AWS's own, in the partition of the region. */
  endpoint: z
    .url({ protocol: /^https?$/ })
    // The place is kept in the case: a password in the address would be, too.
    .refine((url) => !/^https?:\/\/[^/?#]*@/i.test(url), 'holds a user name or a password')
    .nullable(),
  pathStyle: z.boolean(),
  requesterPays: z.boolean(),
  /** Twelve digits: refuse a bucket of anybody else. */
  expectedOwner: z
    .string()
    .regex(/^\d{12}$/)
    .nullable(),
});
export type BucketPlace = z.infer<typeof bucketPlace>;

/** How to sign in. Typed keys are held in memory for this run only. */
export const signIn = z.discriminatedUnion('kind', [
  /** Environment, shared config, container, instance: what the AWS CLI would take. */
  z.object({ kind: z.literal('default') }),
  z.object({ kind: z.literal('profile'), profile: z.string().min(1).max(128) }),
  z.object({
    kind: z.literal('keys'),
    accessKeyId: z.string().min(4).max(256),
    secretAccessKey: z.string().min(1).max(1024),
    sessionToken: z.string().max(8192).nullable(),
  }),
  z.object({ kind: z.literal('anonymous') }),
]);
export type SignIn = z.infer<typeof signIn>;

/** A profile of the shared config, by its name and its way of signing in; never its keys. */
export const profileInfo = z.object({
  name: z.string(),
  way: z.enum(['keys', 'sso', 'assumeRole', 'process', 'webIdentity', 'other']),
  region: z.string().nullable(),
  /** The device whose code `s3.connect` will ask for; null when none. */
  mfaSerial: z.string().nullable(),
});
export type ProfileInfo = z.infer<typeof profileInfo>;

/** One step of trying a connection, in the order in which they are tried. */
export const connectionCheck = z.object({
  check: z.enum(['signIn', 'region', 'list', 'layout']),
  state: z.enum(['ok', 'failed', 'skipped']),
  /** What was found, or what exactly failed. */
  message: z.string(),
  /** What to try; the missing permission by its name. Null when all is well. */
  advice: z.string().nullable(),
});
export type ConnectionCheck = z.infer<typeof connectionCheck>;

export const connectResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('connected'),
    /** Opaque, for this run of the engine: it stands for the place and the sign-in. */
    connection: z.string(),
    checks: z.array(connectionCheck),
    region: z.string(),
    /** Who signed in, as STS says; null when anonymous or not permitted. */
    identity: z.string().nullable(),
  }),
  z.object({ kind: z.literal('failed'), checks: z.array(connectionCheck) }),
  /** Call again with `mfaCode`. */
  z.object({ kind: z.literal('mfa'), serial: z.string() }),
]);
export type ConnectResult = z.infer<typeof connectResult>;

/** One trail kind of one account in one region: a folder that holds days. */
export const trailPlace = z.object({
  /** Up to and with `AWSLogs/`. */
  root: z.string(),
  /** `o-…` in an organization trail's layout. */
  organization: z.string().nullable(),
  account: z.string(),
  region: z.string(),
  kind: trailKind,
  /** Of delivery; null where the folder holds no day. */
  firstDay: day.nullable(),
  lastDay: day.nullable(),
});
export type TrailPlace = z.infer<typeof trailPlace>;

export const discovery = z.object({
  places: z.array(trailPlace),
  /** LIST requests so far: they cost money. */
  requests: count,
  /** What could not be listed, in sentences: access to one account may be denied. */
  problems: z.array(z.string()),
  isComplete: z.boolean(),
});
export type Discovery = z.infer<typeof discovery>;

/** What to bring. Null means all, also those that appear later. */
export const syncChoice = z.object({
  accounts: z.array(z.string().max(64)).max(10_000).nullable(),
  regions: z.array(z.string().max(64)).max(1000).nullable(),
  /** Digests always come with `CloudTrail`. */
  kinds: z.array(trailKind).min(1),
  /** First and last day of delivery. One day more is listed after the last, for late deliveries. */
  sinceDay: day.nullable(),
  untilDay: day.nullable(),
});
export type SyncChoice = z.infer<typeof syncChoice>;

/** Counted from the listing; `known` of them are in the case already. */
const estimated = { files: count, bytes: count, known: count };
export const syncEstimate = z.object({
  ...estimated,
  byPlace: z.array(z.object({ account: z.string(), region: z.string(), kind: trailKind, ...estimated })),
  requests: count,
  problems: z.array(z.string()),
  isComplete: z.boolean(),
});
export type SyncEstimate = z.infer<typeof syncEstimate>;

/** Files of one account and region in a running sync. */
export const syncPlaceProgress = z.object({
  account: z.string(),
  region: z.string(),
  done: count,
  /** Null until its listing has ended. */
  total: count.nullable(),
  /** Files that could not be had: Glacier, access denied, gone. */
  notFetched: count,
});
export type SyncPlaceProgress = z.infer<typeof syncPlaceProgress>;

/** What a sync that is held up waits for; answered with `jobs.answer`. */
export const jobQuestion = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mfa'), serial: z.string() }),
  /** The sign-in has expired or is gone: sign in again (`s3.connect`) and answer with the connection. */
  z.object({ kind: z.literal('signIn'), message: z.string(), advice: z.string(), place: bucketPlace }),
]);
export type JobQuestion = z.infer<typeof jobQuestion>;

/** A sync that was begun, as the case remembers it. */
export const syncRecord = z.object({
  sync: count,
  source: count,
  label: z.string(),
  startedAtMs: z.number(),
  /** Null while it runs, or when its process was killed. */
  endedAtMs: z.number().nullable(),
  outcome: z.enum(['running', 'done', 'cancelled', 'failed', 'interrupted']),
  choice: syncChoice,
  listed: count,
  fetched: count,
  /** In the case from before. */
  known: count,
  notFetched: count,
  changed: count,
  bytes: count,
  error: z.string().nullable(),
});
export type SyncRecord = z.infer<typeof syncRecord>;

/** How a source is followed: by the clock, or by the trail's own notifications. */
export const followBy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('interval'), everyMs: z.number().int().min(60_000).max(86_400_000) }),
  z.object({ kind: z.literal('queue'), url: z.url({ protocol: /^https?$/ }) }),
]);
export type FollowBy = z.infer<typeof followBy>;

/** What a trail says of itself, from the newest snapshot that has each part. */
export const trailInfo = z.object({
  arn: z.string().nullable(),
  name: z.string(),
  takenAtMs: z.number(),
  /** `aws` asked by Spoor; `file` imported from the AWS CLI's output. */
  from: z.enum(['aws', 'file']),
  homeRegion: z.string().nullable(),
  bucket: z.string().nullable(),
  prefix: z.string().nullable(),
  kmsKey: z.string().nullable(),
  snsTopic: z.string().nullable(),
  logGroup: z.string().nullable(),
  isMultiRegion: z.boolean().nullable(),
  isOrganization: z.boolean().nullable(),
  validates: z.boolean().nullable(),
  isLogging: z.boolean().nullable(),
  loggingSinceMs: z.number().nullable(),
  latestDeliveryMs: z.number().nullable(),
  latestDeliveryError: z.string().nullable(),
  /** What the trail logs, a sentence for each selector; null when not known. */
  selectorWords: z.array(z.string()).nullable(),
  insightWords: z.array(z.string()).nullable(),
  /** The selectors as AWS prints them, to sync by; null when not known. */
  selectorsJson: z.string().nullable(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })).nullable(),
  /** What could not be asked, with the missing permission. */
  problems: z.array(z.string()),
});
export type TrailInfo = z.infer<typeof trailInfo>;

export const publicKeyInfo = z.object({
  fingerprint: z.string(),
  region: z.string().nullable(),
  validFromMs: z.number(),
  validUntilMs: z.number(),
});
export type PublicKeyInfo = z.infer<typeof publicKeyInfo>;
