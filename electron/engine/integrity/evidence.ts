/** An object of the case as S3 named it; `bucket` is null where nobody knows it (a folder, an archive). */
export interface Place {
  readonly bucket: string | null;
  readonly key: string;
}

/** Where CloudTrail delivered an object, or says that it did. */
export interface Origin {
  readonly bucket: string;
  readonly key: string;
}

/** A digest file of the case. */
export interface DigestObject extends Place {
  /** Its number in the ledger. */
  readonly id: number;
  /** As stored: gzip, or JSON where somebody unpacked it. Null: the case holds other bytes than were imported. */
  readonly bytes: Uint8Array | null;
  /** `x-amz-meta-signature` of the object; null where it was lost (a plain download). */
  readonly signature: string | null;
}

/** What was found when a log file was hashed, see `hashLog`. */
export interface LogHash {
  /** Hexadecimal SHA-256 of the unpacked bytes; null when they could not be had. */
  readonly sha256: string | null;
  readonly problem: UnpackProblem | null;
}

/**
 * Why the stored bytes are not one whole gzip member and nothing else; `not-as-imported`: why nothing can be said of
 * the delivered ones, for the case holds other bytes than those whose SHA-256 is in its ledger.
 */
export const unpackProblems = [
  'not-gzip',
  'damaged',
  'cut-short',
  'rest',
  'too-large',
  'not-as-imported',
] as const;
export type UnpackProblem = (typeof unpackProblems)[number];

/** A log file of the case, hashed beforehand (that is the part worth all cores). */
export interface LogObject extends Place, LogHash {
  /** Its number in the ledger. */
  readonly id: number;
  /** As its name says, or else its folder; null is unknown. */
  readonly account: string | null;
  readonly region: string | null;
  /** When it was delivered, as its name says, or else as S3 did; null is unknown. */
  readonly timeMs: number | null;
}

/** The time asked for; null is without an end on that side. */
export interface TimeWindow {
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

export const allTime: TimeWindow = { fromMs: null, untilMs: null };

/** One text for one origin; bucket names have no slash. */
export function originText(origin: Origin): string {
  return `${origin.bucket}/${origin.key}`;
}
