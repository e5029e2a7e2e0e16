import type { Discovery, TrailPlace } from '../../contract/s3.ts';
import type { BucketSettings } from '../case/bucket-settings.ts';
import { appendCustody } from '../case/custody.ts';
import { sealFiles, sealInterrupted } from '../case/evidence-seal.ts';
import { endImport, startImport } from '../case/index-upkeep.ts';
import { hasObjects } from '../case/known-files.ts';
import { hasVersion } from '../case/s3-objects.ts';
import { beginSync, endSync } from '../case/syncs.ts';
import { type Bucket, BucketError } from '../sources/s3/bucket.ts';
import { asAppError } from '../sources/s3/bucket-failure.ts';
import { placesOf, windowOf } from '../sources/s3/choose.ts';
import { bucketFromSpec, type ConnectionSpec } from '../sources/s3/connection-spec.ts';
import { discover } from '../sources/s3/discover.ts';
import { type Fetched, fetchInOrder } from '../sources/s3/fetch-in-order.ts';
import type { Gate } from '../sources/s3/gate.ts';
import { type ListedItem, type ListedTrailObject, listObjects } from '../sources/s3/list-places.ts';
import { Pace } from '../sources/s3/pace.ts';
import type { SourceItem } from '../sources/source-item.ts';
import { Workspace } from '../sources/workspace.ts';
import { Wake } from '../wake.ts';
import { compareDuplicates } from './conflicts.ts';
import { ImportWriter } from './import-writer.ts';
import { Importer } from './importer.ts';
import { type IngestRun, outcomeOfRun } from './ingest-run.ts';
import type { IngestOutcome } from './ingest-task.ts';
import { folderFacts } from './s3-key.ts';
import { SyncLog } from './sync-log.ts';
import type { SyncTalk, SyncTask } from './sync-task.ts';

/** How long to wait before another try when the network is gone; after the last one the sync ends and says so. */
const networkWaitsMs = [1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000];
/** What was fetched cost money and time: little of it may be lost. */
const msPerTransaction = 250;
/** Bytes fetched or being fetched that are not handed on yet. */
const bytesUnderWay = 64 * 1024 * 1024;

/**
 * Brings what was chosen of a bucket into the case: lists, fetches what the case does not have, and imports it in the
 * order of the listing. Run again after any end it goes on where that one stopped.
 *
 * @throws AppError when the bucket cannot be read for good; everything reported as done is in the case
 */
export async function runSync(
  run: IngestRun & { readonly signal: AbortSignal; readonly gate: Gate; readonly wake?: Wake },
  task: SyncTask,
  talk: SyncTalk,
): Promise<IngestOutcome> {
  const { db, clock, isCancelled, task: ingest } = run;
  const { settings, sourceId } = task;
  const startedAt = performance.now();
  const sync = beginSync(db, sourceId, clock(), settings.choice);
  const { place, choice, selectorsJson } = settings;
  const details = {
    sync,
    source: sourceId,
    bucket: place.bucket,
    prefix: place.prefix,
    choice,
    selectorsJson,
  };
  sealInterrupted(db, clock(), ingest.version);
  appendCustody(db, { atMs: clock(), action: 'syncBegun', details: { ...details, version: ingest.version } });
  startImport(db);
  const log = new SyncLog(db, sync, talk.onPlaces);
  const writer = new ImportWriter(db, clock, { listener: log, msPerTransaction });
  const workspace = new Workspace();
  const report = (): void => {
    const { files, bytes, events, duplicates } = writer.counts;
    run.onProgress({ filesDone: files.seen, filesTotal: log.total, bytes, events: events + duplicates });
  };
  const importer = new Importer({ ...run, writer, workspace, onProgress: report });
  const end = (outcome: 'done' | 'cancelled' | 'failed', error: string | null): void => {
    endSync(db, sync, { atMs: clock(), outcome, error });
    const { files, records, events, duplicates } = writer.counts;
    const counts = { ...log.counts, files: { ...files }, records, events, duplicates };
    const more = { outcome, error, ...counts, sealed: sealFiles(db), version: ingest.version };
    appendCustody(db, { atMs: clock(), action: 'synced', details: { ...details, ...more } });
  };
  try {
    writer.beginSource(sourceId);
    const items = new BucketItems(run, task, talk, log, (key, etag) => hasVersion(db, sourceId, key, etag));
    const isNew = !hasObjects(db, sourceId);
    await importer.importSource(
      { kind: 's3', items: () => items.items() },
      { sourceId, isNew, selectorsJson },
    );
    writer.flush();
    report();
    endImport(db);
    writer.counts.conflicts = await compareDuplicates(db, isCancelled);
    end(isCancelled() ? 'cancelled' : 'done', null);
    return outcomeOfRun(writer.counts, startedAt, isCancelled());
  } catch (error) {
    // What was fetched before is whole and in order: it is kept.
    writer.flush();
    endImport(db);
    if (run.signal.aborted) {
      end('cancelled', null);
      return outcomeOfRun(writer.counts, startedAt, true);
    }
    end('failed', error instanceof Error ? error.message : String(error));
    throw asAppError(error);
  } finally {
    workspace.remove();
  }
}

/** The objects of a bucket as items to import, over as many connections as it takes. */
class BucketItems {
  readonly #run: { readonly signal: AbortSignal; readonly gate: Gate; readonly wake?: Wake };
  readonly #task: SyncTask;
  readonly #talk: SyncTalk;
  readonly #log: SyncLog;
  readonly #isInCase: (key: string, etag: string) => boolean;
  /** What was handed on in this run, by key: it may not be committed yet when a connection ends. */
  readonly #given = new Map<string, string>();
  readonly #pace: Pace;

  constructor(
    run: { readonly signal: AbortSignal; readonly gate: Gate; readonly wake?: Wake },
    task: SyncTask,
    talk: SyncTalk,
    log: SyncLog,
    isInCase: (key: string, etag: string) => boolean,
  ) {
    this.#run = run;
    this.#task = task;
    this.#talk = talk;
    this.#log = log;
    this.#isInCase = isInCase;
    this.#pace = new Pace({ most: task.concurrency });
  }

  async *items(): AsyncGenerator<SourceItem, void, undefined> {
    let { connection } = this.#task;
    for (let failures = 0; ; ) {
      const before = this.#given.size;
      try {
        yield* this.#itemsOver(connection);
        return;
      } catch (error) {
        if (!(error instanceof BucketError)) throw error;
        if (this.#given.size > before) failures = 0;
        if (error.fault === 'signIn') {
          const { message, advice } = error;
          connection = await this.#talk.ask({
            kind: 'signIn',
            message,
            advice,
            place: this.#task.settings.place,
          });
          continue;
        }
        const waitMs = networkWaitsMs[failures];
        if (error.fault !== 'network' || waitMs === undefined) throw error;
        failures += 1;
        this.#talk.onWaiting(`${error.message} Trying again in ${Math.ceil(waitMs / 1000)} s.`);
        const { signal, wake = new Wake() } = this.#run;
        // Another network, perhaps: what failed over the last one is no reason to wait long.
        if (await wake.pause(waitMs, signal)) failures = 0;
        this.#talk.onWaiting(null);
      }
    }
  }

  async *#itemsOver(connection: ConnectionSpec): AsyncGenerator<SourceItem, void, undefined> {
    const { signal, gate } = this.#run;
    const { settings, keys } = this.#task;
    const bucket = bucketFromSpec(connection, {
      renew: this.#talk.renew,
      onRetry: (why) => {
        if (why === 'throttled') this.#pace.throttled();
      },
    });
    try {
      const listing =
        keys === null ? listChosen(bucket, settings, this.#log, signal) : listKeys(bucket, keys, signal);
      const listed = this.#log.counted(this.#new(listing));
      const isKnown = this.#isInCase;
      const options = { bytesUnderWay, isKnown, pace: this.#pace, gate };
      for await (const fetched of fetchInOrder(bucket, listed, options, signal)) {
        const item = fetched.kind === 'problem' ? fetched : fetched.object;
        this.#given.set(item.key, versionOf(item));
        this.#log.onHandedOn(item.place);
        yield itemOf(fetched);
      }
    } finally {
      bucket.close();
    }
  }

  /** What was handed on over an earlier connection is left out: it has been counted. */
  async *#new(listed: AsyncIterable<ListedItem>): AsyncGenerator<ListedItem, void, undefined> {
    for await (const item of listed) {
      if (this.#given.get(item.key) !== versionOf(item)) yield item;
    }
  }
}

/** What tells an item from another at the same key. */
function versionOf(item: ListedItem): string {
  return item.kind === 'problem' ? item.message : item.etag;
}

const nowhere: TrailPlace = {
  root: '',
  organization: null,
  account: '',
  region: '',
  kind: 'CloudTrail',
  firstDay: null,
  lastDay: null,
};

async function* listChosen(
  bucket: Bucket,
  { place, choice }: BucketSettings,
  log: SyncLog,
  signal: AbortSignal,
): AsyncGenerator<ListedItem, void, undefined> {
  const { prefix } = place;
  let found: Pick<Discovery, 'places' | 'problems'> = { places: [], problems: [] };
  for await (const discovery of discover(bucket, prefix, signal)) found = discovery;
  for (const message of found.problems)
    yield { kind: 'problem', place: nowhere, key: prefix === '' ? '/' : prefix, message, advice: '' };
  const places = placesOf(found, choice);
  log.begin(places);
  yield* listObjects(bucket, places, windowOf(choice, prefix), signal);
}

/** Objects that a notification named. What is not there any more is left out: whoever asked looks into the case. */
async function* listKeys(
  bucket: Bucket,
  keys: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<ListedItem, void, undefined> {
  for (const key of keys) {
    const place = { ...nowhere, ...folderFacts(key) };
    try {
      const { objects } = await bucket.list({ prefix: key, byFolder: false }, signal);
      const object = objects.find((listed) => listed.key === key);
      if (object !== undefined) yield { ...object, kind: 'object', place };
    } catch (error) {
      if (!(error instanceof BucketError) || error.fault !== 'denied') throw error;
      yield { kind: 'problem', place, key, message: error.message, advice: error.advice };
    }
  }
}

function itemOf(fetched: Fetched<ListedTrailObject>): SourceItem {
  switch (fetched.kind) {
    case 'known':
      return { kind: 'known', key: fetched.object.key, sizeBytes: fetched.object.sizeBytes };
    case 'fetched': {
      const { bytes, facts, object } = fetched;
      const from = { kind: 'bytes', bytes, modifiedMs: facts.lastModifiedMs } as const;
      return { kind: 'file', key: object.key, from, sizeBytes: bytes.length, facts };
    }
    case 'failed': {
      const { key, sizeBytes } = fetched.object;
      const reason = sentence(fetched);
      return { kind: 'problem', key, status: 'notFetched', reason, sizeBytes };
    }
    case 'problem': {
      return {
        kind: 'problem',
        key: fetched.key,
        status: 'notFetched',
        reason: sentence(fetched),
        sizeBytes: 0,
      };
    }
  }
}

function sentence({ message, advice }: { readonly message: string; readonly advice: string }): string {
  return advice === '' ? message : `${message} ${advice}`;
}
