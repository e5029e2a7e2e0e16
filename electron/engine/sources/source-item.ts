import type { FileRef } from '../ingest/file-task.ts';
import type { ObjectFacts } from './s3/bucket.ts';

/**
 * Something a source holds, in the order in which it is to be imported. `temporary` is a file that is
 * to be deleted once the item has been read.
 */
export type SourceItem =
  | {
      readonly kind: 'file';
      readonly key: string;
      readonly from: FileRef;
      readonly sizeBytes: number;
      readonly temporary?: string;
      /** Of an S3 object. */
      readonly facts?: ObjectFacts;
    }
  /** Of a bucket: the case has this version of it, so it was not fetched again. */
  | { readonly kind: 'known'; readonly key: string; readonly sizeBytes: number }
  /** It is there and cannot be read: a row of the ledger and nothing else. */
  | {
      readonly kind: 'problem';
      readonly key: string;
      readonly status: 'damaged' | 'tooLarge' | 'empty' | 'notCloudTrail' | 'notFetched';
      readonly reason: string;
      readonly sizeBytes: number;
    };
