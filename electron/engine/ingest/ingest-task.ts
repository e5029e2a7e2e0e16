import type { ImportResult } from '../../contract/api.ts';
import type { ErrorShape } from '../../contract/errors.ts';
import type { JobQuestion, SyncPlaceProgress } from '../../contract/s3.ts';
import type { ConnectionSpec } from '../sources/s3/connection-spec.ts';
import type { SyncTask } from './sync-task.ts';

/** What an ingest thread is to do, to a case that its engine holds open for writing. */
export interface IngestTask {
  readonly casePath: string;
  /** `import` reads the sources; `reindex` makes events, terms and segments anew from the bytes in the case. */
  readonly mode: 'import' | 'reindex';
  /** Paths the person granted. `sample` marks invented data, whatever the path is. */
  readonly sources: readonly {
    readonly kind: 'path';
    readonly path: string;
    readonly sourceKind?: 'sample';
  }[];
  /** Of a reindex: event selectors are dropped, so that every record becomes an event. */
  readonly indexAll?: boolean;
  /** Instead of the sources: what to bring from a bucket. */
  readonly sync?: SyncTask;
  /** Parse threads. */
  readonly threads: number;
  /** Spoor's version, for custody. */
  readonly version: string;
}

export interface IngestProgress {
  /** Files that are committed. */
  readonly filesDone: number;
  /** Null while it is not known. */
  readonly filesTotal: number | null;
  /** Of the committed files, as delivered. */
  readonly bytes: number;
  readonly events: number;
}

export type IngestOutcome = ImportResult & { readonly isCancelled: boolean };

/** What the ingest thread tells the engine. */
export type IngestMessage =
  | { readonly kind: 'progress'; readonly progress: IngestProgress }
  | { readonly kind: 'places'; readonly places: readonly SyncPlaceProgress[] }
  /** A sync waits for the network; null when it goes on. */
  | { readonly kind: 'waiting'; readonly message: string | null }
  /** A sync needs an answer of kind `connection` with the same number. */
  | { readonly kind: 'renew'; readonly id: number }
  | { readonly kind: 'ask'; readonly id: number; readonly question: JobQuestion }
  | { readonly kind: 'done'; readonly outcome: IngestOutcome }
  /** `detail` is for the log only. */
  | { readonly kind: 'failed'; readonly error: ErrorShape; readonly detail: string };

/** What the engine tells the ingest thread. */
export type IngestCommand =
  /** Stop, and keep what is whole. */
  | { readonly kind: 'cancel' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** The machine has slept: do not wait any longer for the network. */
  | { readonly kind: 'wake' }
  | { readonly kind: 'connection'; readonly id: number; readonly connection: ConnectionSpec }
  | { readonly kind: 'noConnection'; readonly id: number; readonly message: string; readonly advice: string };
