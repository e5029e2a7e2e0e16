import './no-eval.ts';
import { z } from 'zod';
import { compareChoice, periodComparison, rareChoice, rareList } from './compare.ts';
import {
  alarmAnswer,
  alarmRule,
  alarmSettings,
  alarmSource,
  finding,
  findingBar,
  findingChoice,
  findingMark,
  findingName,
  findingsSummary,
  level,
  levelCounts,
  patternCheck,
  ruleRun,
  suppressedActor,
  suppression,
} from './detect.ts';
import type { ErrorShape } from './errors.ts';
import { type FieldName, fieldNames } from './fields.ts';
import {
  coverageDetail,
  coverageMap,
  custodyCheck,
  custodyRow,
  evidence,
  loggableAnswer,
  loggableQuestion,
  loggingState,
  overall,
  proof,
  verdict,
  verification,
  verifiedObject,
  verifyChoice,
} from './integrity.ts';
import { errorShape } from './protocol.ts';
import {
  bucketPlace,
  connectResult,
  discovery,
  followBy,
  jobQuestion,
  profileInfo,
  publicKeyInfo,
  signIn,
  syncChoice,
  syncEstimate,
  syncPlaceProgress,
  syncRecord,
  trailInfo,
} from './s3.ts';
import {
  filterDraft,
  filterImport,
  filterList,
  foundPaths,
  foundValues,
  onSameName,
  savedFilter,
} from './saved-filters.ts';
import { supportBundle } from './support.ts';
import { unfinishedJob } from './unfinished.ts';

/**
 * The one contract between a page (or the command line, or a test) and the engine.
 *
 * Every method is named `noun.verb`, is a `call` (one result) or a `stream` (values until it ends or is
 * cancelled), and has a schema for its parameters and its result. Types are inferred from the schemas and the
 * dispatcher checks every message against them. Values are JSON: no Date, no Map, no undefined in arrays.
 * Times are epoch milliseconds (`…Ms`), sizes are bytes (`…Bytes`).
 */

const id = z.string().min(1).max(128);
/** A filter as text in Spoor's language; parsed and checked by the engine. Empty means every event. */
const filterText = z.string().max(20_000);
const count = z.number().int().nonnegative();
const epochMs = z.number();
const field = z.enum(fieldNames as [FieldName, ...FieldName[]]);

/**
 * Permission to use one file or folder, made by the engine from a native dialog, a drop, or a root named on
 * the command line. A page can present the token; it can never name a path (security: P2).
 */
const grant = z.object({
  token: id,
  name: z.string(),
  kind: z.enum(['file', 'folder', 'save']),
  /** Where it lies, for a person to read; never parsed. */
  place: z.string(),
  sizeBytes: count.nullable(),
});
export type Grant = z.infer<typeof grant>;

export const fileStatuses = [
  'read',
  'partly',
  'empty',
  'notCloudTrail',
  'damaged',
  'tooLarge',
  'notFetched',
  'alreadyPresent',
] as const;
/** What became of a file: the ledger's closed list. */
export const fileStatus = z.enum(fileStatuses);
export type FileStatus = z.infer<typeof fileStatus>;

const fileCounts = z.object({
  seen: count,
  read: count,
  partly: count,
  empty: count,
  notCloudTrail: count,
  damaged: count,
  tooLarge: count,
  /** Listed in a bucket, and its bytes could not be had. */
  notFetched: count,
  alreadyPresent: count,
});
/** `seen` is the sum of the others. */
export type FileCounts = z.infer<typeof fileCounts>;

export const importResult = z.object({
  files: fileCounts,
  /** What the newly read files hold. */
  records: count,
  /** Records whose eventID the case did not have yet, or that have none. */
  events: count,
  /** Records whose eventID the case already had. */
  duplicates: count,
  /** Duplicates whose content differs from the first delivery. */
  conflicts: count,
  elapsedMs: z.number(),
});
export type ImportResult = z.infer<typeof importResult>;

export const exportResult = z.object({
  /** The name of the file written, without its folder. */
  name: z.string(),
  rows: count,
  bytes: count,
  sha256: z.string(),
  elapsedMs: z.number(),
});
export type ExportResult = z.infer<typeof exportResult>;

const sourceInfo = z.object({
  id: count,
  kind: z.enum(['folder', 'file', 'archive', 'sample', 's3']),
  label: z.string(),
  addedAtMs: epochMs,
  files: count,
  /** Of a bucket: how it is reached. */
  bucket: bucketPlace.nullable(),
});
export type SourceInfo = z.infer<typeof sourceInfo>;

const caseInfo = z.object({
  case: id,
  name: z.string(),
  place: z.string(),
  access: z.enum(['write', 'read']),
  /** Why it is read-only, in a sentence; null when it can be written. */
  readOnlyReason: z.string().nullable(),
  /** Why its file cannot be reached any more, in a sentence: open it again once its drive is back. Null while it can. */
  lost: z.string().nullable(),
  /** A rebuild of the index was begun and not ended: events are missing until it is run again. Also while one runs. */
  needsReindex: z.boolean(),
  /** Grows whenever the events in the case change: ask again. */
  revision: count,
  /** Distinct events: duplicates are not in it. */
  events: count,
  duplicates: count,
  /** Duplicates whose content differs from the first delivery with the same eventID. */
  conflicts: count,
  /** Events (of `events`) without a readable eventTime. */
  undated: count,
  firstTimeMs: epochMs.nullable(),
  lastTimeMs: epochMs.nullable(),
  accounts: z.array(z.string()),
  regions: z.array(z.string()),
  sources: z.array(sourceInfo),
  files: fileCounts,
  sizeBytes: count,
});
export type CaseInfo = z.infer<typeof caseInfo>;

const job = z.object({
  id,
  kind: z.enum([
    'import',
    'export',
    'reindex',
    'sample',
    'sync',
    'follow',
    'verify',
    'report',
    'bundle',
    'detect',
    'skipIndex',
  ]),
  case: id,
  /** What it works on, for a person: "Importing logs.zip". */
  title: z.string(),
  /** `waiting`: for the answer to `question`. `dismissed`: taken off the list, the last that is told of a job. */
  state: z.enum([
    'running',
    'pausing',
    'paused',
    'waiting',
    'cancelling',
    'done',
    'cancelled',
    'failed',
    'dismissed',
  ]),
  startedAtMs: epochMs,
  endedAtMs: epochMs.nullable(),
  progress: z.object({
    unit: z.enum(['files', 'events']),
    done: count,
    /** Null while it is not known yet. */
    total: count.nullable(),
    bytes: count,
    events: count,
    /** Of `unit`. */
    perSecond: z.number().nonnegative(),
    leftMs: z.number().nonnegative().nullable(),
  }),
  /** Import and reindex: what was done, also when it was cancelled (all of it is kept). */
  importResult: importResult.nullable(),
  /** Also of a report and a bundle; `rows` are then objects. */
  exportResult: exportResult.nullable(),
  /** Of a check. */
  overall: overall.nullable(),
  /** Of a sync: by account and region. */
  places: z.array(syncPlaceProgress).nullable(),
  question: jobQuestion.nullable(),
  /** What it waits for by itself, in a sentence: the network. */
  note: z.string().nullable(),
  error: errorShape.nullable(),
});
export type Job = z.infer<typeof job>;
export type JobError = ErrorShape;

export const sortOrder = z.object({ field, descending: z.boolean() });
export type SortOrder = z.infer<typeof sortOrder>;

/** Which events: the same three words wherever a set of events is meant. */
const selection = {
  case: id,
  filter: filterText,
  /** True to see second deliveries of the same eventID as rows of their own. */
  withDuplicates: z.boolean(),
};

const pageRequest = z.object({
  sort: sortOrder,
  offset: count,
  limit: z.number().int().min(0).max(1000),
  columns: z.array(field).max(40),
});
export type PageRequest = z.infer<typeof pageRequest>;

const eventRow = z.object({
  /** The event's number in this case: the key for `events.get`. */
  event: count,
  timeMs: epochMs.nullable(),
  /** One per requested column, in order; null is missing. `terms` fields are joined by U+001F. */
  values: z.array(z.string().nullable()),
  /** A later delivery of an eventID that the case already had. */
  isDuplicate: z.boolean(),
  /** Differs from the first delivery of its eventID; or is that, and a later one differs from it. */
  isConflict: z.boolean(),
});
export type EventRow = z.infer<typeof eventRow>;

const facetRequest = z.object({
  field,
  top: z.number().int().min(1).max(1000),
  /** Count under the whole filter; without it the conditions on the field itself are left out. */
  underWholeFilter: z.boolean().optional(),
});
const facet = z.object({
  field,
  /** Distinct values with at least one event under every *other* condition of the filter. */
  distinct: count,
  /** Events without the field, under the same conditions. */
  missing: count,
  /** The most frequent, most first, ties by text. */
  values: z.array(z.object({ value: z.string(), count })),
});
export type Facet = z.infer<typeof facet>;

const histogram = z.object({
  /** Start of the first bar; bars are `stepMs` wide, aligned to whole steps of UTC. */
  fromMs: epochMs,
  stepMs: z.number().positive(),
  /** Three counts a bar. `failed` wins over read and write; unknown read-only counts as write. */
  read: z.array(count),
  write: z.array(count),
  failed: z.array(count),
});
export type Histogram = z.infer<typeof histogram>;

const histogramRequest = z.object({
  /** At most so many bars; the step is the smallest of a fixed list of round steps that fits. */
  maxBars: z.number().int().min(1).max(2000),
  /** A step asked for by the person instead (`count --every 1h`). */
  stepMs: z.number().int().positive().optional(),
});

const eventDetail = z.object({
  row: eventRow,
  /** The record as AWS wrote it: a slice of the delivered bytes, decoded. */
  recordJson: z.string(),
  object: z.object({
    key: z.string(),
    source: z.string(),
    sha256: z.string(),
    sizeBytes: count,
    status: fileStatus,
    /** Zero-based index of the record in the file. */
    position: count,
    records: count,
    deliveredMs: epochMs.nullable(),
    /** How far the file is proven; null when the case was never checked with it in it. */
    proof: z
      .object({
        verdict,
        how: proof.nullable(),
        sentence: z.string(),
        settle: z.string().nullable(),
        /** The digest that decided. */
        byKey: z.string().nullable(),
      })
      .nullable(),
  }),
  /** Every other delivery of the same eventID. */
  otherDeliveries: z.array(
    z.object({ event: count, objectKey: z.string(), position: count, differs: z.boolean().nullable() }),
  ),
});
export type EventDetail = z.infer<typeof eventDetail>;

const ledgerRow = z.object({
  object: count,
  key: z.string(),
  source: z.string(),
  status: fileStatus,
  /** Why it could not be read whole, in a sentence; null when it was. */
  reason: z.string().nullable(),
  shape: z.string().nullable(),
  sizeBytes: count,
  sha256: z.string().nullable(),
  records: count,
  account: z.string().nullable(),
  region: z.string().nullable(),
  deliveredMs: epochMs.nullable(),
  /** When the source says that the file was last changed. */
  modifiedMs: epochMs.nullable(),
  /** When Spoor looked at it. */
  seenAtMs: epochMs,
});
export type LedgerRow = z.infer<typeof ledgerRow>;

export const ledgerSorts = ['key', 'sizeBytes', 'records', 'status', 'deliveredMs'] as const;
/** `status` is in the order of {@link fileStatuses}; what has no time of delivery comes last in either direction. */
const ledgerSort = z.object({ by: z.enum(ledgerSorts), descending: z.boolean() });
export type LedgerSort = z.infer<typeof ledgerSort>;

/** What a file is written to for. A new case is never written over another. */
export const saveWants = ['new-case', 'export', 'filters-export', 'report', 'bundle', 'support'] as const;
/** What a person is asked to choose, and what for: the dialog says so. */
export const pickWants = [
  ...(['import', 'folder', 'case', 'filters', 'keys', 'certificates'] as const),
  ...(['rules', 'rules-folder', 'rule-values'] as const),
  ...saveWants,
] as const;
const pickResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('granted'), grants: z.array(grant) }),
  z.object({ kind: z.literal('cancelled') }),
  /** The host has no native dialog: the page lets the person browse these roots with `host.browse`. */
  z.object({ kind: z.literal('browse'), roots: z.array(grant) }),
]);
export type PickResult = z.infer<typeof pickResult>;
export type PickWant = (typeof pickWants)[number];

function call<P extends z.ZodType, R extends z.ZodType>(params: P, result: R) {
  return { kind: 'call', params, result } as const;
}
function stream<P extends z.ZodType, R extends z.ZodType>(params: P, result: R) {
  return { kind: 'stream', params, result } as const;
}
const nothing = z.object({});
const ofCase = z.object({ case: id });
/** Of a device that a profile names; null where none was asked for. */
const mfaCode = z
  .string()
  .regex(/^\d{6,8}$/)
  .nullable();
const startedJob = z.object({ job: id });

export const api = {
  'app.info': call(nothing, z.object({ name: z.string(), version: z.string() })),

  'host.pick': call(z.object({ want: z.enum(pickWants), suggestedName: z.string().max(200) }), pickResult),
  'host.browse': call(
    z.object({ grant: id }),
    z.object({ entries: z.array(grant), isTruncated: z.boolean() }),
  ),
  /** A file to be written inside a granted folder. */
  'host.place': call(
    z.object({ folder: id, name: z.string().min(1).max(200) }),
    z.object({ grant, exists: z.boolean() }),
  ),

  'cases.recent': call(nothing, z.array(z.object({ grant, openedAtMs: epochMs, exists: z.boolean() }))),
  'cases.forget': call(z.object({ grant: id }), nothing),
  /** A new case in the granted place, or else named `name` (numbered if need be) in Spoor's own folder. */
  'cases.create': call(z.object({ grant: id.optional(), name: z.string().max(120).optional() }), caseInfo),
  /** `read` opens it read-only; `write` falls back to read-only, with the reason, where it must. */
  'cases.open': call(z.object({ grant: id, access: z.enum(['write', 'read']) }), caseInfo),
  /** Makes and opens the sample case: in the granted place, or else anew in Spoor's own folder. The job fills it. */
  'cases.sample': call(z.object({ grant: id.optional() }), z.object({ case: caseInfo, job: id })),
  'cases.opened': call(nothing, z.array(caseInfo)),
  'cases.close': call(ofCase, nothing),
  'cases.watch': stream(ofCase, caseInfo),

  'import.start': call(z.object({ case: id, grants: z.array(id).min(1).max(1000) }), startedJob),
  /** `indexAll` brings in what event selectors left out, and drops them. */
  'reindex.start': call(z.object({ case: id, indexAll: z.boolean().optional() }), startedJob),
  /** Brings what makes the search of records faster up to date. A case with a page gets it by itself. */
  'skipIndex.start': call(ofCase, startedJob),
  /** How many events it knows, and its size in the case. */
  'skipIndex.size': call(ofCase, z.object({ events: count, bytes: count })),
  'export.start': call(
    z.object({
      ...selection,
      sort: sortOrder,
      columns: z.array(field).min(1).max(40),
      /** `UTC` or an IANA name such as Europe/Vienna. */
      zone: z.string().max(64),
      /** Prefix cells that a spreadsheet would run as a formula. */
      formulaGuard: z.boolean(),
      target: id,
      overwrite: z.boolean(),
    }),
    startedJob,
  ),

  'jobs.list': call(nothing, z.array(job)),
  /** Every change of a job, at most ten a second each; starts with all that there are. */
  'jobs.watch': stream(nothing, job),
  'jobs.cancel': call(z.object({ job: id }), nothing),
  'jobs.dismiss': call(z.object({ job: id }), nothing),
  /** Jobs of a case that an engine was ended in the middle of, the newest first. */
  'jobs.unfinished': call(ofCase, z.array(unfinishedJob)),
  /** Does the rest of such a job, as a job of its own. */
  'jobs.goOn': call(z.object({ case: id, unfinished: id }), startedJob),
  /** Leaves such a job as it is: it is not told of again. */
  'jobs.giveUp': call(z.object({ case: id, unfinished: id }), nothing),

  /** Gathers what helps to find a fault, for a person to read. Nothing of it is kept unless it is saved. */
  'support.prepare': call(nothing, supportBundle),
  /** Writes exactly what was shown as a zip. */
  'support.save': call(z.object({ bundle: id, target: id, overwrite: z.boolean() }), exportResult),

  /** Everything the review desk shows of one filter, answered together and from the same revision. */
  'events.view': call(
    z.object({
      ...selection,
      histogram: histogramRequest.nullable(),
      facets: z.array(facetRequest).max(30),
      page: pageRequest.nullable(),
    }),
    z.object({
      revision: count,
      /** Events in the case under the same `withDuplicates`. */
      total: count,
      matched: count,
      /**
       * Events that a search in their records has yet to tell about (`events.search`): until it is zero, they are in
       * no number and no row of this answer.
       */
      undecided: count,
      /** Null when not asked for, or when no matching event has a time. */
      histogram: histogram.nullable(),
      /** Matching events without a readable time: they are in no bar. */
      undated: count,
      facets: z.array(facet),
      rows: z.array(eventRow),
      elapsedMs: z.number(),
    }),
  ),
  /**
   * Searches the records for what columns cannot answer of a filter. Ends when every event is decided; what it found
   * is remembered, also when it is cancelled. A first value at once, then a few each second.
   */
  'events.search': stream(
    z.object(selection),
    z.object({
      /** Events searched, of those that had to be. */
      done: count,
      total: count,
    }),
  ),
  'events.page': call(
    z.object({ ...selection, page: pageRequest }),
    z.object({ revision: count, matched: count, rows: z.array(eventRow) }),
  ),
  /** Values that nobody, or one actor, had before, or that few events have. Searches records first where the filter asks. */
  'rare.list': call(z.object({ ...selection, ...rareChoice.shape }), rareList),
  /** What is new, gone, more and less between two periods. Searches records first likewise. */
  'compare.periods': call(z.object({ ...selection, ...compareChoice.shape }), periodComparison),
  'events.get': call(z.object({ case: id, event: count }), eventDetail),
  /** Where an event stands in the order of the table; null when the filter leaves it out. */
  'events.position': call(
    z.object({ ...selection, sort: sortOrder, event: count }),
    z.object({ offset: count.nullable() }),
  ),
  /** Values of a field for completion: those that contain `text`, most frequent first. */
  'events.values': call(
    z.object({ case: id, field, text: z.string().max(500), limit: z.number().int().min(1).max(200) }),
    z.array(z.object({ value: z.string(), count })),
  ),
  /** Paths that records of the case have, for completion: those that begin with `prefix`, then those that contain it. */
  'events.paths': call(
    z.object({ case: id, prefix: z.string().max(500), limit: z.number().int().min(1).max(200) }),
    foundPaths,
  ),
  /** Values at a path, likewise: those that contain `text`, most frequent first. */
  'events.pathValues': call(
    z.object({
      case: id,
      path: z.string().max(500),
      text: z.string().max(500),
      limit: z.number().int().min(1).max(200),
    }),
    foundValues,
  ),

  /** The filters that Spoor brings along and those that this person keeps, for every case. */
  'filters.list': call(nothing, filterList),
  'filters.watch': stream(nothing, filterList),
  'filters.save': call(filterDraft, savedFilter),
  'filters.remove': call(z.object({ id }), nothing),
  /** To a place among the person's own, from zero. */
  'filters.move': call(z.object({ id, to: count }), nothing),
  'filters.export': call(z.object({ target: id, overwrite: z.boolean() }), z.object({ filters: count })),
  'filters.import': call(z.object({ file: id, onSameName }), filterImport),

  /** The profiles of the shared AWS config on this machine. */
  's3.profiles': call(nothing, z.array(profileInfo)),
  /** Signs in and tries the place step by step. The connection it names lives as long as the engine. */
  's3.connect': call(
    z.object({
      place: bucketPlace,
      signIn,
      mfaCode,
      /** A PEM file with the certificate of a private authority. */
      caFile: id.nullable(),
    }),
    connectResult,
  ),
  /** Signs in to a source as the case remembers it, where that needs no typed keys. */
  's3.reconnect': call(z.object({ case: id, source: count, mfaCode }), connectResult),
  /** What trails lie there, more of it with every value; the last is complete. */
  's3.discover': stream(z.object({ connection: id }), discovery),
  /** How much a sync would bring, more exact with every value; the last is complete. */
  's3.estimate': stream(z.object({ case: id.nullable(), connection: id, choice: syncChoice }), syncEstimate),
  'sync.start': call(
    z.object({
      case: id,
      connection: id,
      choice: syncChoice,
      /** Event selectors as `get-event-selectors` prints them: which events to index. Null: all. */
      selectorsJson: z.string().max(1_000_000).nullable(),
      /** Requests side by side, at most; 16 when left out. */
      concurrency: z.number().int().min(1).max(64).optional(),
    }),
    startedJob,
  ),
  /** Syncs a source again as it was chosen; `connection` where the sign-in is not known any more. */
  'sync.again': call(z.object({ case: id, source: count, connection: id.nullable() }), startedJob),
  'sync.history': call(ofCase, z.array(syncRecord)),
  /** A job that goes on until it is cancelled. */
  'follow.start': call(
    z.object({ case: id, source: count, connection: id.nullable(), by: followBy }),
    startedJob,
  ),
  'jobs.pause': call(z.object({ job: id }), nothing),
  'jobs.resume': call(z.object({ job: id }), nothing),
  'jobs.answer': call(
    z.object({
      job: id,
      answer: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('mfa'), code: z.string().regex(/^\d{6,8}$/) }),
        z.object({ kind: z.literal('signIn'), connection: id }),
      ]),
    }),
    nothing,
  ),
  'trails.list': call(ofCase, z.object({ trails: z.array(trailInfo), publicKeys: z.array(publicKeyInfo) })),

  /** Checks the whole case offline; `keys` is a file of public keys, for this check only. */
  'verify.start': call(z.object({ case: id, choice: verifyChoice, keys: id.nullable() }), startedJob),
  /** The last check of the case. */
  'verify.latest': call(ofCase, z.object({ verification: verification.nullable() })),
  /** What the last check said of objects that it was asked about, exceptions first, the worst before the others. */
  'verify.objects': call(
    z.object({
      case: id,
      kind: z.enum(['digest', 'log']).nullable(),
      verdict: verdict.nullable(),
      /** Leaves out what is proven. */
      exceptionsOnly: z.boolean(),
      /** In the key. */
      text: z.string().max(500),
      offset: count,
      limit: z.number().int().min(1).max(1000),
    }),
    z.object({ total: count, rows: z.array(verifiedObject) }),
  ),
  /** What `aws cloudtrail validate-logs` would print of the case, for procedures that read that. */
  'verify.text': stream(
    z.object({
      case: id,
      trailArn: z.string().min(1).max(300),
      /** Whose logs; the trail's own where null. */
      account: z.string().max(20).nullable(),
      region: z.string().max(40),
      bucket: z.string().max(63).nullable(),
      fromMs: epochMs,
      untilMs: epochMs,
      isVerbose: z.boolean(),
      keys: id.nullable(),
    }),
    z.object({ stream: z.enum(['out', 'error']), text: z.string() }),
  ),
  /** What lies in the case, by account, region and hour of delivery; cells get wider to be at most `maxCells` a row. */
  'coverage.map': call(
    z.object({
      case: id,
      fromMs: epochMs.nullable(),
      untilMs: epochMs.nullable(),
      maxCells: z.number().int().min(1).max(2000),
    }),
    coverageMap,
  ),
  'coverage.cell': call(
    z.object({
      case: id,
      account: z.string().max(20),
      region: z.string().max(40),
      fromMs: epochMs,
      untilMs: epochMs,
      limit: z.number().int().min(1).max(1000),
    }),
    coverageDetail,
  ),
  /** Whether the evidence is complete for the times, accounts and regions that a filter leaves. */
  'coverage.evidence': call(
    z.object({ case: id, filter: filterText, fromMs: epochMs.nullable(), untilMs: epochMs.nullable() }),
    evidence,
  ),
  /** What the trails recorded at a time, from what they said of themselves and from the events of the case. */
  'logging.at': call(
    z.object({ case: id, atMs: epochMs, account: z.string().max(20), region: z.string().max(40) }),
    z.object({ trails: z.array(loggingState) }),
  ),
  'logging.could': call(loggableQuestion.extend({ case: id }), loggableAnswer),
  /** Checks the chain, and shows a part of it, newest first. */
  'custody.page': call(
    z.object({ case: id, offset: count, limit: z.number().int().min(1).max(1000) }),
    z.object({ check: custodyCheck, rows: z.array(custodyRow) }),
  ),
  /** Writes what the last check found. */
  'report.start': call(
    z.object({ case: id, format: z.enum(['html', 'json']), target: id, overwrite: z.boolean() }),
    startedJob,
  ),
  /** Writes files of the case as a zip that keeps what S3 knew of them; the filter is about files. */
  'bundle.start': call(
    z.object({ case: id, filter: filterText, target: id, overwrite: z.boolean() }),
    startedJob,
  ),

  /**
   * Chooses rules and runs them over the case: files and folders of Sigma rules, the metric filters of the CIS
   * benchmark, or both. Rules that were run before look at new events only. The choice is remembered: what an import
   * brings is looked at by itself.
   */
  'detect.start': call(
    z.object({
      case: id,
      sigma: z.array(id).max(1000),
      /** A YAML file with what the placeholders of the rules stand for. */
      values: id.nullable(),
      cis: z.boolean(),
      /** Leaves out rules of a lower level. */
      minLevel: level.nullable(),
    }),
    startedJob,
  ),
  /** The rules that were chosen last, with what became of everything that was loaded; null before the first time. */
  'detect.rules': call(ofCase, z.object({ run: ruleRun.nullable() })),
  /** What rules found, by rule and actor: the worst first, then the latest. `counts` is of all of them, by level. */
  'findings.page': call(
    findingChoice.extend({ case: id, offset: count, limit: z.number().int().min(1).max(1000) }),
    z.object({ total: count, counts: levelCounts, rows: z.array(finding) }),
  ),
  /** How the findings stand, again whenever that changes. */
  'findings.watch': stream(ofCase, findingsSummary),
  /** For the timeline: bars with events of findings that are neither suppressed nor false positives. */
  'findings.marks': call(
    z.object({
      case: id,
      minLevel: level.nullable(),
      /** Start of the first bar. */
      fromMs: epochMs,
      stepMs: z.number().positive(),
      bars: z.number().int().min(1).max(2000),
    }),
    z.object({ bars: z.array(findingBar) }),
  ),
  /** Keeps what a person says of a finding; a rule that changes is asked about anew. */
  'findings.mark': call(findingName.extend({ case: id, ...findingMark.shape }), finding),
  /** Hides findings of a rule, these and later ones, until it is lifted. Both are in custody. */
  'findings.suppress': call(
    z.object({
      case: id,
      rule: z.string().max(1000),
      actor: suppressedActor,
      reason: z.string().trim().min(1).max(2000),
    }),
    suppression,
  ),
  'findings.lift': call(z.object({ case: id, suppression: count }), suppression),
  /** All that there ever were, those that hold first. */
  'findings.suppressions': call(ofCase, z.object({ suppressions: z.array(suppression) })),
  /** The metric filters that Spoor brings along: an alarm can be asked for by their id. */
  'alarms.rules': call(nothing, z.array(alarmRule)),
  /** When an alarm on a metric filter would have rung. Searches records first where the filter asks. */
  'alarms.simulate': call(
    z.object({
      case: id,
      source: alarmSource,
      alarm: alarmSettings,
      /** Null: from the first event of the case, to the last one and until the alarm is quiet after it. */
      fromMs: epochMs.nullable(),
      untilMs: epochMs.nullable(),
    }),
    alarmAnswer,
  ),
  /** Reads a pattern of CloudWatch Logs; with a case also how many events lack an operand of its `!=`. */
  'cloudwatch.check': call(z.object({ case: id.nullable(), pattern: filterText }), patternCheck),

  'ledger.page': call(
    z.object({
      case: id,
      status: fileStatus.nullable(),
      /** In the key or the reason; six hexadecimal digits or more also where the SHA-256 begins with them. */
      text: z.string().max(500),
      /** Without it: in the order of import, which also decides between equals. */
      sort: ledgerSort.optional(),
      offset: count,
      limit: z.number().int().min(1).max(1000),
    }),
    z.object({ total: count, counts: fileCounts, rows: z.array(ledgerRow) }),
  ),
} as const;

export type Api = typeof api;
export type MethodName = keyof Api;
export type CallName = { [M in MethodName]: Api[M]['kind'] extends 'call' ? M : never }[MethodName];
export type StreamName = Exclude<MethodName, CallName>;
export type Params<M extends MethodName> = z.infer<Api[M]['params']>;
export type Result<M extends MethodName> = z.infer<Api[M]['result']>;

/** What a transport gives its user, and what the engine gives its transports. */
export interface Client {
  call<M extends CallName>(method: M, params: Params<M>, signal?: AbortSignal): Promise<Result<M>>;
  stream<M extends StreamName>(method: M, params: Params<M>, signal?: AbortSignal): AsyncIterable<Result<M>>;
}
