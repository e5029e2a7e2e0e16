import './no-eval.ts';
import { z } from 'zod';

/** What a page and the engine say to each other about proof, coverage and custody. */

const count = z.number().int().nonnegative();
const epochMs = z.number();

/** What the check says of an object; closed, and the same for digests and log files. */
export const verdicts = [
  'proven',
  'moved',
  'altered',
  'chain-broken',
  'unreferenced',
  'unsigned',
  'key-unknown',
  'unproven',
  'not-covered',
  'missing',
] as const;
export const verdict = z.enum(verdicts);
export type Verdict = z.infer<typeof verdict>;

/** What a proof rests on. For a log file: what its digest's proof rests on. */
export const proofs = ['signature', 'previous-signature', 'hash-chain'] as const;
export const proof = z.enum(proofs);
export type Proof = z.infer<typeof proof>;

/** All of them together, worst first. */
export const overalls = ['tampered', 'unproven', 'incomplete', 'intact'] as const;
export const overall = z.enum(overalls);
export type Overall = z.infer<typeof overall>;

/** What to report of. Everything in the case is used for proof; what is not asked for is not told. Empty: all. */
export const verifyChoice = z.object({
  fromMs: epochMs.nullable(),
  untilMs: epochMs.nullable(),
  accounts: z.array(z.string().max(20)).max(1000),
  regions: z.array(z.string().max(40)).max(200),
  /** Names or ARNs. */
  trails: z.array(z.string().max(300)).max(200),
});
export type VerifyChoice = z.infer<typeof verifyChoice>;

/** How many of each verdict; those that are not there are left out. */
export const verdictCounts = z.object({ total: count, by: z.partialRecord(verdict, count) });
export type VerdictCounts = z.infer<typeof verdictCounts>;

/** The digests of one trail for one account and region; backfill digests are a series of their own. */
const seriesName = z.object({
  account: z.string().nullable(),
  region: z.string().nullable(),
  trail: z.string().nullable(),
  homeRegion: z.string().nullable(),
  organization: z.string().nullable(),
  isBackfill: z.boolean(),
});
export type SeriesName = z.infer<typeof seriesName>;

export const verifiedSeries = seriesName.extend({
  digests: verdictCounts,
  /** From the start of its oldest digest to the end of its newest. */
  fromMs: epochMs.nullable(),
  untilMs: epochMs.nullable(),
});
export type VerifiedSeries = z.infer<typeof verifiedSeries>;

/**
 * Why nothing is proven of a time: `missing` digests; `altered` digests; `restart`: a starting digest follows, so
 * logging or validation was off; `stopped`: two digests follow each other with time between them; `before-first`,
 * `after-last`: asked for, and beyond the digests at hand; `unexplained`: an altered digest follows.
 */
export const gapKinds = [
  'missing',
  'altered',
  'restart',
  'stopped',
  'before-first',
  'after-last',
  'unexplained',
] as const;
export const gapKind = z.enum(gapKinds);
export type GapKind = z.infer<typeof gapKind>;
export const gap = seriesName.extend({ fromMs: epochMs, untilMs: epochMs, kind: gapKind });
export type Gap = z.infer<typeof gap>;

export const usedKey = z.object({
  fingerprint: z.string(),
  /** `aws`: fetched at a sync; `file`: imported; `given`: for this check only. */
  origin: z.enum(['aws', 'file', 'given']),
  region: z.string().nullable(),
  validFromMs: epochMs.nullable(),
  validUntilMs: epochMs.nullable(),
  /** Why it cannot be used, in a sentence; null when it can. */
  fault: z.string().nullable(),
});
export type UsedKey = z.infer<typeof usedKey>;

/** One check of the case, and what came of it. */
export const verification = z.object({
  id: count,
  atMs: epochMs,
  elapsedMs: z.number(),
  version: z.string(),
  choice: verifyChoice,
  overall,
  digests: verdictCounts,
  logs: verdictCounts,
  series: z.array(verifiedSeries),
  gaps: z.array(gap),
  keys: z.array(usedKey),
  /** Of log files and digests as stored. */
  bytes: count,
  /** False when files or keys came into the case after it: check again. */
  isCurrent: z.boolean(),
  /** False in a case that is open read-only: told, and not kept. */
  isKept: z.boolean(),
});
export type Verification = z.infer<typeof verification>;

/** What a file is, and how far it is proven. */
export const verifiedObject = z.object({
  kind: z.enum(['digest', 'log']),
  /** Of the ledger; null for what is missing. */
  object: count.nullable(),
  /** Where CloudTrail delivered it, as far as that is known; else where it is in the case. */
  bucket: z.string().nullable(),
  key: z.string(),
  /** Its name in the case where that is another. */
  caseKey: z.string().nullable(),
  verdict,
  how: proof.nullable(),
  /** A stable word, and the sentence it stands for. */
  reason: z.string(),
  sentence: z.string(),
  /** What would settle it; null when it is settled. */
  settle: z.string().nullable(),
  /** The digest that decided. */
  byKey: z.string().nullable(),
  /** Sentences worth knowing beside the verdict. */
  notes: z.array(z.string()),
  account: z.string().nullable(),
  region: z.string().nullable(),
  /** What a digest covers; when a log file was delivered (both the same). */
  fromMs: epochMs.nullable(),
  untilMs: epochMs.nullable(),
  /** Events of the case that it delivered. */
  events: count,
});
export type VerifiedObject = z.infer<typeof verifiedObject>;

/**
 * What is known of an hour of one account and region, worst first: of several hours together the worst is shown.
 *
 * - `altered`: a digest or a log file of it was altered, planted, or contradicts its chain.
 * - `missing`: a log file that a digest names is not in the case.
 * - `digestMissing`: its digest is missing.
 * - `gap`: digests say that there is none for it: logging or validation was off, and no log file is there.
 * - `unproven`: log files are there, and cannot be proven (no signature, no key, no digest).
 * - `validationOff`: log files are there, and no digest was made for their time.
 * - `notSynced`: it was left out of what was synced.
 * - `proven`: log files are there, and all are proven.
 * - `provenEmpty`: a proven digest names no file.
 * - `unknown`: nothing in the case is about it.
 */
export const coverageStates = [
  'altered',
  'missing',
  'digestMissing',
  'gap',
  'unproven',
  'validationOff',
  'notSynced',
  'proven',
  'provenEmpty',
  'unknown',
] as const;
export const coverageState = z.enum(coverageStates);
export type CoverageState = z.infer<typeof coverageState>;

export const coverageCell = z.object({
  state: coverageState,
  files: count,
  events: count,
  /** Of the files, events were left out of the index by event selectors. */
  isPartlyIndexed: z.boolean(),
});
export type CoverageCell = z.infer<typeof coverageCell>;

export const coverageMap = z.object({
  /** Whole hours of UTC. */
  fromMs: epochMs,
  untilMs: epochMs,
  /** Width of a cell: one hour or a whole number of them. */
  stepMs: z.number().positive(),
  rows: z.array(
    z.object({
      account: z.string(),
      region: z.string(),
      files: count,
      events: count,
      cells: z.array(coverageCell),
    }),
  ),
  /** Files whose account, region or hour is not known: they are in no cell. */
  unplacedFiles: count,
  /** Accounts and regions, those with the fewest hours of log files, for which there is no room: they are in no row. */
  leftOutRows: count.optional(),
  /** Whether every hour asked about is proven or proven empty in every row: wide cells hide hours that are unknown. */
  isComplete: z.boolean().optional(),
  /** Whether the case was ever verified: without it nothing is proven. */
  isVerified: z.boolean(),
});
export type CoverageMap = z.infer<typeof coverageMap>;

/** One cell looked into. */
export const coverageDetail = z.object({
  cell: coverageCell,
  /** What it is, and what it means, in a sentence each. */
  title: z.string(),
  sentence: z.string(),
  settle: z.string().nullable(),
  /** Hours of it by state. */
  hours: z.array(z.object({ fromMs: epochMs, state: coverageState, files: count, events: count })),
  /** Digests that cover it, and log files delivered in it: the exceptions first, then the others. */
  objects: z.array(verifiedObject),
  objectsTotal: count,
});
export type CoverageDetail = z.infer<typeof coverageDetail>;

/** Whether a set of events can be trusted to be all there were. */
export const evidence = z.object({
  /** Hours asked about, by account and region. */
  hours: count,
  /** Of them without complete evidence. */
  withoutEvidence: count,
  /** Null when nothing can be said, for there is no time to ask about. */
  sentence: z.string().nullable(),
  /** Times without complete evidence in any account and region asked about, joined and in order. */
  ranges: z.array(
    z.object({ fromMs: epochMs, untilMs: epochMs, state: coverageState, sentence: z.string() }),
  ),
});
export type Evidence = z.infer<typeof evidence>;

/** Something in the case that an answer rests on. */
export const loggingEvidence = z.object({
  sentence: z.string(),
  /** An event of the case; null where the trail said it itself. */
  event: count.nullable(),
  atMs: epochMs.nullable(),
});
export type LoggingEvidence = z.infer<typeof loggingEvidence>;

/** What a trail recorded at a time. */
export const loggingState = z.object({
  trail: z.string(),
  arn: z.string().nullable(),
  homeRegion: z.string().nullable(),
  isLogging: z.boolean().nullable(),
  sinceMs: epochMs.nullable(),
  validates: z.boolean().nullable(),
  isMultiRegion: z.boolean().nullable(),
  isOrganization: z.boolean().nullable(),
  /** In words; null when it is not known. */
  selectors: z.array(z.string()).nullable(),
  evidence: z.array(loggingEvidence),
});
export type LoggingState = z.infer<typeof loggingState>;

export const loggableQuestion = z.object({
  atMs: epochMs,
  account: z.string().max(20),
  region: z.string().max(40),
  /** `s3.amazonaws.com`, or `s3`. */
  source: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  /** The ARN of what it was done to, or a bucket's name. */
  resource: z.string().max(2048).nullable(),
});
export type LoggableQuestion = z.infer<typeof loggableQuestion>;

export const loggableAnswer = z.object({
  answer: z.enum(['yes', 'no', 'unknown']),
  sentence: z.string(),
  evidence: z.array(loggingEvidence),
  trails: z.array(loggingState),
});
export type LoggableAnswer = z.infer<typeof loggableAnswer>;

export const custodyRow = z.object({
  seq: count,
  atMs: epochMs,
  action: z.string(),
  /** JSON, as its hash covers it. */
  details: z.string(),
  hash: z.string(),
});
export type CustodyRow = z.infer<typeof custodyRow>;

export const custodyCheck = z.object({
  /** The chain holds, and every file of the ledger is as its import sealed it. */
  ok: z.boolean(),
  /** The first row that does not follow from the one before it, or whose seal does not fit its files any more. */
  brokenAt: count.nullable(),
  rows: count,
  /** Hash of the last row. */
  head: z.string(),
  /** What the seals of the imports say of the files of the ledger. */
  evidence: z.object({
    ok: z.boolean(),
    /** The import whose files were changed, removed or added to later. */
    brokenAt: count.nullable(),
    /** Files under a seal. */
    files: count,
    /** Files under none yet: of an import that runs or was killed; the next one seals them. */
    unsealed: count,
  }),
});
export type CustodyCheck = z.infer<typeof custodyCheck>;
