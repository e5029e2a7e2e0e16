import type { BucketSettings } from './case/bucket-settings.ts';
import { addPublicKeys } from './case/public-keys.ts';
import { newestVersion } from './case/s3-objects.ts';
import { storeTrailAnswers } from './case/trail-answers.ts';
import { trailRegions } from './case/trail-regions.ts';
import type { CaseSession } from './case-session.ts';
import type { Connection, Connections } from './connections.ts';
import type { SyncTask } from './ingest/sync-task.ts';
import type { JobControl, JobOutcome, JobReport } from './jobs.ts';
import { askTrails } from './trails/ask-trails.ts';
import type { Work } from './work.ts';

/** Requests side by side: more bring nothing from S3, which answers each in some tens of milliseconds. */
export const usualConcurrency = 16;

export interface SyncRunOptions {
  readonly work: Work;
  readonly clock: () => number;
}

/** One source being brought up to date, once or again and again. */
export class SyncRun {
  readonly #options: SyncRunOptions;
  readonly #session: CaseSession;
  readonly #source: number;
  readonly #settings: BucketSettings;
  readonly #connections: Connections;
  #connection: Connection;

  constructor(
    options: SyncRunOptions,
    session: CaseSession,
    source: number,
    settings: BucketSettings,
    connection: Connection,
    connections: Connections,
  ) {
    this.#options = options;
    this.#session = session;
    this.#source = source;
    this.#settings = settings;
    this.#connection = connection;
    this.#connections = connections;
  }

  get settings(): BucketSettings {
    return this.#settings;
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** @param keys null for everything that was chosen */
  async sync(
    keys: readonly string[] | null,
    concurrency: number,
    report: (progress: JobReport) => void,
    signal: AbortSignal,
    control: JobControl,
  ): Promise<JobOutcome> {
    const sync: SyncTask = {
      sourceId: this.#source,
      settings: this.#settings,
      connection: await this.#connection.spec(),
      concurrency,
      keys,
    };
    const task = { mode: 'import', sources: [], sync } as const;
    return this.#options.work.ingest(this.#session, task, report, signal, control, {
      renew: () => this.#connection.spec(),
      ask: async (question) => {
        const answer = await control.ask(question);
        if (answer.kind === 'signIn') this.#connection = this.#connections.get(answer.connection);
        return this.#connection.spec();
      },
      onWaiting: (note) => control.show({ note }),
      onPlaces: (places) => control.show({ places: [...places] }),
      onPausable: control.onPausable,
      onWake: control.onWake,
    });
  }

  /** Whether the case has a version of the object. */
  isInCase(key: string): boolean {
    return newestVersion(this.#session.file.db, this.#source, key) !== null;
  }

  /** Keeps what the trails that deliver here say of themselves. Never required: what is denied is kept as such. */
  async askTrails(signal: AbortSignal): Promise<void> {
    const { credentials, place, region, caPem } = this.#connection;
    const { db } = this.#session.file;
    // Another service than AWS's has no trails; nobody may ask them without signing in.
    if (credentials === null || place.endpoint !== null) return;
    const { homes, regions, span } = trailRegions(db, this.#source);
    const { answers, publicKeys } = await askTrails(
      {
        credentials,
        endpoint: null,
        caPem,
        bucket: place.bucket,
        homeRegions: [region, ...homes],
        keyRegions: regions,
        span,
        clock: this.#options.clock,
      },
      signal,
    );
    db.transaction(() => {
      storeTrailAnswers(db, answers);
      addPublicKeys(db, publicKeys, { origin: 'aws', addedAtMs: this.#options.clock() });
    });
  }
}
