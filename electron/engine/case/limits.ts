/**
 * What one case can hold. Whoever writes checks these before, and says so by name (`too-large`): reaching one
 * inside SQLite or a typed array would be a crash or a wrong number.
 */
export const caseLimits = {
  /** Largest file whose bytes are kept. SQLite ends a value at 1,000,000,000 bytes; the row needs some of them. */
  objectBytes: 999_000_000,
  /** Event, object and term ids are unsigned 32-bit numbers in the columns, 0 meaning missing. */
  events: 0xffff_fffe,
  objects: 0xffff_fffe,
  terms: 0xffff_fffe,
  /** UTF-16 units of an object's key. S3 ends keys at 1,024 bytes; nested archives add their own path. */
  keyLength: 8_192,
} as const;
