import type { Params } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type {
  ConnectResult,
  Discovery,
  FollowBy,
  ProfileInfo,
  SyncChoice,
  SyncEstimate,
  SyncRecord,
} from '../contract/s3.ts';
import { parseSelectors } from '../contract/selectors/parse.ts';
import { type BucketSettings, bucketSettingsOf, upsertBucket } from './case/bucket-settings.ts';
import { hasVersion } from './case/s3-objects.ts';
import { syncHistory } from './case/syncs.ts';
import type { CaseSession } from './case-session.ts';
import { type Connection, Connections } from './connections.ts';
import { followByClock, followByQueue } from './follow-source.ts';
import type { Jobs } from './jobs.ts';
import { withAppErrors } from './sources/s3/bucket-failure.ts';
import { windowOf } from './sources/s3/choose.ts';
import { discover } from './sources/s3/discover.ts';
import { estimate } from './sources/s3/estimate.ts';
import { listProfiles } from './sources/s3/profiles.ts';
import { SyncRun, usualConcurrency } from './sync-run.ts';
import { requireWritable, type Work } from './work.ts';

export interface BucketsOptions {
  readonly jobs: Jobs;
  readonly work: Work;
  readonly clock: () => number;
}

/** Everything that has to do with a trail's bucket. Loaded when first needed: the AWS SDK is large. */
export class Buckets {
  readonly #connections = new Connections();
  readonly #options: BucketsOptions;
  /** What each source of a case was last reached by, in this run. */
  readonly #reachedBy = new Map<string, Connection>();

  constructor(options: BucketsOptions) {
    this.#options = options;
  }

  profiles(): Promise<ProfileInfo[]> {
    return listProfiles();
  }

  connect(
    { place, signIn, mfaCode }: Params<'s3.connect'>,
    caPem: string | null,
    signal: AbortSignal,
  ): Promise<ConnectResult> {
    return this.#connections.connect({ place, signIn, mfaCode, caPem }, signal);
  }

  /** @throws AppError `not-allowed` where the keys were typed in */
  reconnect(
    { file }: CaseSession,
    source: number,
    mfaCode: string | null,
    signal: AbortSignal,
  ): Promise<ConnectResult> {
    const { place, signIn, caPem } = bucketSettingsOf(file.db, source);
    if (signIn === null) throw keysWereTyped(place.bucket);
    return this.#connections.connect({ place, signIn, mfaCode, caPem }, signal);
  }

  async *discover(token: string, signal: AbortSignal): AsyncGenerator<Discovery, void, undefined> {
    const connection = this.#connections.get(token);
    const bucket = connection.bucket();
    try {
      yield* withAppErrors(discover(bucket, connection.place.prefix, signal));
    } finally {
      bucket.close();
    }
  }

  async *estimate(
    session: CaseSession | null,
    token: string,
    choice: SyncChoice,
    signal: AbortSignal,
  ): AsyncGenerator<SyncEstimate, void, undefined> {
    const connection = this.#connections.get(token);
    const source = session === null ? null : sourceAt(session, connection);
    const isKnown = (key: string, etag: string): boolean =>
      session !== null && source !== null && hasVersion(session.file.db, source, key, etag);
    const bucket = connection.bucket();
    try {
      const { prefix } = connection.place;
      yield* withAppErrors(estimate({ bucket, prefix, choice, isKnown }, signal));
    } finally {
      bucket.close();
    }
  }

  /** @returns the job */
  sync(session: CaseSession, request: SyncRequest): string {
    const { connection: token, choice, selectorsJson, concurrency = usualConcurrency } = request;
    requireWritable(session);
    const connection = this.#connections.get(token);
    // A day that is none, or selectors that are none, are mistakes and no sync.
    windowOf(choice, connection.place.prefix);
    if (selectorsJson !== null) parseSelectors(selectorsJson);
    const { place, signIn, caPem } = connection;
    const settings = { place, signIn, caPem, choice, selectorsJson };
    const source = upsertBucket(session.file.db, settings, this.#options.clock());
    return this.#start(session, source, settings, connection, concurrency);
  }

  /** @returns the job */
  async again(session: CaseSession, source: number, token: string | null): Promise<string> {
    requireWritable(session);
    const settings = bucketSettingsOf(session.file.db, source);
    const connection = await this.#connectionOf(session, source, settings, token);
    return this.#start(session, source, settings, connection, usualConcurrency);
  }

  /** @returns the job, which goes on until it is cancelled */
  async follow(session: CaseSession, source: number, token: string | null, by: FollowBy): Promise<string> {
    requireWritable(session);
    const settings = bucketSettingsOf(session.file.db, source);
    const connection = await this.#connectionOf(session, source, settings, token);
    const name = `s3://${settings.place.bucket}/${settings.place.prefix}`;
    return this.#options.jobs.start({
      kind: 'follow',
      case: session.id,
      title: `Following ${name}`,
      unit: 'files',
      unfinished: { casePath: session.file.path, wayOn: { kind: 'follow', source, by } },
      run: (report, signal, control) => {
        const run = new SyncRun(this.#options, session, source, settings, connection, this.#connections);
        return by.kind === 'interval'
          ? followByClock(run, by.everyMs, report, signal, control)
          : followByQueue(run, by.url, report, signal, control);
      },
    });
  }

  history(session: CaseSession): SyncRecord[] {
    const isRunning = this.#options.jobs
      .list()
      .some(
        ({ kind, case: id, endedAtMs }) =>
          (kind === 'sync' || kind === 'follow') && id === session.id && endedAtMs === null,
      );
    return syncHistory(session.file.db, isRunning);
  }

  dispose(): void {
    this.#connections.dispose();
    this.#reachedBy.clear();
  }

  #start(
    session: CaseSession,
    source: number,
    settings: BucketSettings,
    connection: Connection,
    concurrency: number,
  ): string {
    this.#reachedBy.set(nameOf(session, source), connection);
    return this.#options.jobs.start({
      kind: 'sync',
      case: session.id,
      title: `Syncing s3://${settings.place.bucket}/${settings.place.prefix}`,
      unit: 'files',
      unfinished: { casePath: session.file.path, wayOn: { kind: 'sync', source } },
      run: async (report, signal, control) => {
        const run = new SyncRun(this.#options, session, source, settings, connection, this.#connections);
        const outcome = await run.sync(null, concurrency, report, signal, control);
        if (outcome.isCancelled) return outcome;
        try {
          await run.askTrails(signal);
        } catch (error) {
          // Cancelled now: what was synced is in the case, and is told.
          if (!signal.aborted) throw error;
          return { ...outcome, isCancelled: true };
        }
        return outcome;
      },
    });
  }

  /** Signs in as it was done before, where that needs nobody. @throws AppError `not-allowed` where it does */
  async #connectionOf(
    session: CaseSession,
    source: number,
    { place, signIn, caPem }: BucketSettings,
    token: string | null,
  ): Promise<Connection> {
    if (token !== null) return this.#connections.get(token);
    const known = this.#reachedBy.get(nameOf(session, source));
    if (known !== undefined) return known;
    const needed = (message: string, advice: string): AppError =>
      new AppError('not-allowed', message, { advice });
    if (signIn === null) throw keysWereTyped(place.bucket);
    const request = { place, signIn, mfaCode: null, caPem };
    const result = await this.#connections.connect(request, AbortSignal.timeout(60_000));
    if (result.kind === 'connected') return this.#connections.get(result.connection);
    if (result.kind === 'mfa') throw needed(`Signing in needs a code of ${result.serial}.`, 'Sign in again.');
    const failed = result.checks.find(({ state }) => state === 'failed');
    throw needed(
      failed?.message ?? `s3://${place.bucket} cannot be reached.`,
      failed?.advice ?? 'Sign in again.',
    );
  }
}

type SyncRequest = Omit<Params<'sync.start'>, 'case'>;

function keysWereTyped(bucket: string): AppError {
  return new AppError('not-allowed', `The keys for s3://${bucket} were typed in, and are kept nowhere.`, {
    advice: 'Sign in again.',
  });
}

function nameOf(session: CaseSession, source: number): string {
  return `${session.id} ${source}`;
}

/** The source that this bucket is in a case already; null when it is new. */
function sourceAt({ file }: CaseSession, { place }: Connection): number | null {
  const row = file.db
    .all("SELECT id FROM sources WHERE kind = 's3'")
    .map(({ id }) => Number(id))
    .find((id) => {
      const known = bucketSettingsOf(file.db, id).place;
      return (
        known.bucket === place.bucket && known.prefix === place.prefix && known.endpoint === place.endpoint
      );
    });
  return row ?? null;
}
