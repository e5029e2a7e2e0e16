const kib = 1024;
const mib = 1024 * kib;

/**
 * How much of hostile or broken input is read, each with the reason for its size. What is beyond a limit gets a
 * row in the ledger that names the limit; nothing is dropped without one.
 */
export const limits = {
  /** CloudTrail delivers at most 50 MB; merged files are larger. SQLite keeps no blob over 1 GB. */
  fileBytes: 512 * mib,
  /** What a file may unpack to: it is held in memory once, in each parse thread. */
  inflatedBytes: 512 * mib,
  /** Deflate reaches 1,032 to 1; real trails 10 to 40, the same record repeated about 300. */
  ratio: 400,
  /** The ratio is of no harm below this size. */
  ratioFreeBytes: 32 * mib,
  /** Gzip inside gzip, as some collectors make it. */
  gzipLayers: 3,
  /** A JSON document up to this size is parsed in one go; of a larger one each record is parsed alone. */
  wholeParseBytes: 16 * mib,
  /** AWS stops at 256 KB (1 MB in Lake); parsing one record must fit into a thread's heap many times over. */
  recordBytes: 64 * mib,
  /** Real records nest about ten levels; page and comparison walk them recursively. */
  jsonDepth: 200,
  /** All events of a file are committed together, at about 200 bytes of memory each. */
  recordsPerFile: 5_000_000,
  /** A longer value is cut in the columns (the record keeps it whole): a column is for reading and comparing. */
  termCharacters: 4096,
  /** The central directory of so many members takes about 200 MB. */
  archiveEntries: 2_000_000,
  /** What all members of an archive may unpack to, as a multiple of its size; zip members that overlap meet it. */
  archiveRatio: 400,
  /** The multiple does no harm below this size. */
  archiveFreeBytes: 1024 * mib,
  /** An archive inside an archive inside an archive is opened; what lies deeper is not. */
  archiveDepth: 3,
  /** A member of a stream that is larger than this waits in a temporary file and not in memory. */
  memberInMemoryBytes: 32 * mib,
  /** Folders inside folders; beyond it a path is too long for most systems. */
  folderDepth: 200,
} as const;

/** What `compressedBytes` may unpack to before it is taken for a bomb. */
export function inflatedLimit(compressedBytes: number): number {
  return Math.min(limits.inflatedBytes, Math.max(limits.ratioFreeBytes, compressedBytes * limits.ratio));
}

/** A number of bytes for a sentence in the ledger. */
export function sizeText(bytes: number): string {
  return bytes >= mib ? `${Math.round(bytes / mib)} MiB` : `${Math.ceil(bytes / kib)} KiB`;
}
