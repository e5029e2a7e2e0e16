import type { JobQuestion, SyncPlaceProgress } from '../../contract/s3.ts';
import type { BucketSettings } from '../case/bucket-settings.ts';
import type { ConnectionSpec } from '../sources/s3/connection-spec.ts';

/** What of a bucket is to be brought into the case. */
export interface SyncTask {
  /** The source in the case, with these settings. */
  readonly sourceId: number;
  readonly settings: BucketSettings;
  readonly connection: ConnectionSpec;
  /** Requests side by side, at most. */
  readonly concurrency: number;
  /** Only these keys, as a notification named them; null for everything that was chosen. */
  readonly keys: readonly string[] | null;
}

/** How a running sync talks with whoever started it. */
export interface SyncTalk {
  /** Newer keys, when the ones it has are about to expire. */
  readonly renew: () => Promise<ConnectionSpec>;
  /** Waits for a person to sign in again. Rejects when the sync is cancelled. */
  readonly ask: (question: JobQuestion) => Promise<ConnectionSpec>;
  /** Tells of a wait for the network, in a sentence; null when it is over. */
  readonly onWaiting: (message: string | null) => void;
  readonly onPlaces: (places: readonly SyncPlaceProgress[]) => void;
}
