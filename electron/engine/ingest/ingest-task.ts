import type { ImportResult } from '../../contract/api.ts';
import type { ErrorShape } from '../../contract/errors.ts';

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
  | { readonly kind: 'done'; readonly outcome: IngestOutcome }
  /** `detail` is for the log only. */
  | { readonly kind: 'failed'; readonly error: ErrorShape; readonly detail: string };

/** What the engine tells the ingest thread: stop, and keep what is whole. */
export interface CancelMessage {
  readonly kind: 'cancel';
}
