/** Events in one period, and how long that is. */
export interface Rated {
  readonly count: number;
  readonly lengthMs: number;
}

/**
 * How hard it is to believe that both counts come from one steady rate: the log-likelihood ratio G² of two Poisson
 * counts (Dunning 1993), twice the sum of count × ln(count ÷ expected), where the expected counts share out all events
 * by the lengths of the periods. 0 where the rates are equal; it grows with the difference and with the evidence for it,
 * so that 200 events against 100 outweigh 2 against 1. Counts of zero need no smoothing: their term is 0.
 */
export function logLikelihood(before: Rated, after: Rated): number {
  const rate = (before.count + after.count) / (before.lengthMs + after.lengthMs);
  const term = ({ count, lengthMs }: Rated) =>
    count === 0 ? 0 : count * Math.log(count / (rate * lengthMs));
  // Rounding may leave less than nothing where the rates are equal.
  return Math.max(0, 2 * (term(before) + term(after)));
}

const hourMs = 3_600_000;

/** Events an hour. */
export function ratePerHour({ count, lengthMs }: Rated): number {
  return (count * hourMs) / lengthMs;
}

/** The rate after for one before, half an event added to each count: a new value is not infinitely more. */
export function smoothedRatio(before: Rated, after: Rated): number {
  return ((after.count + 0.5) * before.lengthMs) / ((before.count + 0.5) * after.lengthMs);
}
