import type { ArchiveFormat } from '../sources/archive-format.ts';
import type { RecognisedAnswer } from '../trails/recognise-answer.ts';
import type { EventBatch } from './event-batch.ts';
import type { ContentReading } from './read-records.ts';

/** A path as the system has it: bytes when they are no UTF-8. */
export type SystemPath = string | Uint8Array;

/** Where a parse thread finds the bytes of a file. */
export type FileRef =
  | { readonly kind: 'file'; readonly path: SystemPath }
  | ZipMemberRef
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly modifiedMs: number | null };

/** A member of a zip file, as its central directory describes it. */
export interface ZipMemberRef {
  readonly kind: 'zipMember';
  readonly path: SystemPath;
  /** Of the member's local header. */
  readonly offset: number;
  /** 0 stored, 8 deflated. */
  readonly method: 0 | 8;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  readonly crc32: number;
  readonly modifiedMs: number | null;
}

export interface FileTask {
  readonly key: string;
  readonly from: FileRef;
  /** SHA-256 of what the case has under this source and key: equal bytes need no second reading. */
  readonly known: readonly Uint8Array[];
}

/** What a parse thread says of one file. */
export type FileAnswer =
  | {
      readonly kind: 'read';
      readonly reading: ContentReading;
      /** Null when not even the bytes could be read. */
      readonly sha256: Uint8Array | null;
      readonly sizeBytes: number;
      readonly modifiedMs: number | null;
      /** Null when they are not to be kept (too large, or nothing a trail delivers). */
      readonly bytes: Uint8Array | null;
      /** So many of the batch's next events are this file's. */
      readonly events: number;
      /** Records that the source's event selectors keep out of the index. */
      readonly leftOut: number;
      /** What the AWS CLI printed of a trail, when the file is that. */
      readonly trailAnswer: RecognisedAnswer | null;
    }
  | {
      readonly kind: 'unchanged';
      readonly sha256: Uint8Array;
      readonly sizeBytes: number;
      readonly modifiedMs: number | null;
    }
  /** `bytes` where the archive does not lie in a file of its own. */
  | {
      readonly kind: 'archive';
      readonly format: ArchiveFormat;
      readonly bytes: Uint8Array | null;
      readonly sizeBytes: number;
    };

export interface BatchAnswer {
  /** One per task, in order. */
  readonly files: readonly FileAnswer[];
  readonly events: EventBatch;
}
