/** Log files with ledger numbers from `first` to `last` are to be hashed. */
export interface HashRequest {
  readonly first: number;
  readonly last: number;
}

/** Of each log file in the range, in the order of the ledger. */
export interface HashReply {
  readonly ids: Uint32Array;
  /** 32 bytes each; zeros where there is none. */
  readonly hashes: Uint8Array;
  /** 0 is none, else one more than the place in `unpackProblems`; {@link noHash} is added where there is no hash. */
  readonly problems: Uint8Array;
  /** As stored, together. */
  readonly bytes: number;
}

export const noHash = 128;
