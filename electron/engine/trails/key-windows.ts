/** From when till when, in milliseconds of the epoch. */
export interface TimeSpan {
  readonly sinceMs: number;
  readonly untilMs: number;
}

const hourMs = 3_600_000;
const windowMs = 90 * 24 * hourMs;

/**
 * The time whose keys verify the digests of `span`: two hours more, because a digest is signed after its hour, and
 * perhaps with the next key (aws-cli since 1.44.44, cloudtrail.md c3).
 */
export function keySpan({ sinceMs, untilMs }: TimeSpan): TimeSpan {
  return { sinceMs, untilMs: untilMs + 2 * hourMs };
}

/** The span in pieces of 90 days, for an API that finds it too long. */
export function windowsOf({ sinceMs, untilMs }: TimeSpan): readonly TimeSpan[] {
  const count = Math.max(1, Math.ceil((untilMs - sinceMs) / windowMs));
  return Array.from({ length: count }, (_, at) => ({
    sinceMs: sinceMs + at * windowMs,
    untilMs: Math.min(sinceMs + (at + 1) * windowMs, untilMs),
  }));
}
