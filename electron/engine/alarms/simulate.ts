import type { AlarmInterval, AlarmSettings, AlarmSimulation } from '../../contract/detect.ts';

/** Many alarms ring and go quiet every few minutes for years: so many intervals are told, the others counted. */
export const maxIntervals = 1000;

export interface AlarmSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

type State = 'alarm' | 'ok' | 'insufficient';

/** A period with events in it, by its number since 1970. */
interface DataPoint {
  readonly period: number;
  readonly count: number;
  readonly isBreaching: boolean;
}

/**
 * When an alarm on a metric filter would have rung: the metric is 1 for each event, its statistic the sum, and it has no
 * default value, so that a period without events is a missing data point. Periods lie on CloudWatch's grid, whole
 * multiples since 1970. At the end of each the latest `evaluationPeriods` are looked at:
 *
 * - `notBreaching` and `breaching` fill in what is missing;
 * - `ignore` keeps the state unless what is there decides it, whatever the missing ones would have been;
 * - `missing` rings as well where all that is there is breaching, and the oldest of it is `datapointsToAlarm` periods
 *   old; with nothing there the alarm has insufficient data.
 *
 * CloudWatch also looks at some older data points where the latest are missing, and does not say how many: a real
 * alarm may stay a few periods longer than is told here. Nor does this know of late deliveries.
 *
 * @param timesMs of the events, ascending
 * @param span what is simulated, from the period with its start to that with its end; events outside are left out
 */
export function simulateAlarm(
  timesMs: ArrayLike<number>,
  settings: AlarmSettings,
  span: AlarmSpan,
): AlarmSimulation {
  const periodMs = settings.periodSeconds * 1000;
  const first = Math.floor(span.fromMs / periodMs);
  const last = Math.floor(span.untilMs / periodMs);
  const track = new Track(settings);
  const window = new Window(settings);
  const walkGap = (from: number, until: number): void => {
    let period: number | null = from;
    while (period !== null && period <= until) {
      track.at(period, window.stateAt(period), window);
      period = window.nextChange(period);
    }
  };
  let next = first;
  for (const point of dataPoints(timesMs, periodMs, settings)) {
    if (point.period < first) continue;
    if (point.period > last) break;
    walkGap(next, point.period - 1);
    window.add(point);
    track.at(point.period, window.stateAt(point.period), window);
    next = point.period + 1;
  }
  walkGap(next, last);
  return track.end();
}

function* dataPoints(
  timesMs: ArrayLike<number>,
  periodMs: number,
  settings: AlarmSettings,
): Generator<DataPoint, void, undefined> {
  let at = 0;
  while (at < timesMs.length) {
    const period = Math.floor((timesMs[at] ?? 0) / periodMs);
    const from = at;
    while (at < timesMs.length && Math.floor((timesMs[at] ?? 0) / periodMs) === period) at += 1;
    yield { period, count: at - from, isBreaching: isBreaching(at - from, settings) };
  }
}

function isBreaching(count: number, { comparison, threshold }: AlarmSettings): boolean {
  switch (comparison) {
    case '>=':
      return count >= threshold;
    case '>':
      return count > threshold;
    case '<=':
      return count <= threshold;
    case '<':
      return count < threshold;
  }
}

/** The data points among the latest periods, and the state that they make. */
class Window {
  readonly #settings: AlarmSettings;
  readonly #points: DataPoint[] = [];
  #start = 0;
  #breaching = 0;
  #state: State = 'insufficient';

  constructor(settings: AlarmSettings) {
    this.#settings = settings;
  }

  add(point: DataPoint): void {
    this.#points.push(point);
    if (point.isBreaching) this.#breaching += 1;
  }

  *points(): Generator<DataPoint, void, undefined> {
    for (let at = this.#start; at < this.#points.length; at += 1) {
      const point = this.#points[at];
      if (point !== undefined) yield point;
    }
  }

  latest(): DataPoint | undefined {
    return this.#points.at(-1);
  }

  /** The next period at which the state can be another one without a new data point; null: never again. */
  nextChange(period: number): number | null {
    const oldest = this.#points[this.#start];
    if (oldest === undefined) return null;
    const { evaluationPeriods, datapointsToAlarm } = this.#settings;
    const oldEnough = oldest.period + datapointsToAlarm - 1;
    return oldEnough > period ? oldEnough : oldest.period + evaluationPeriods;
  }

  /** To be asked for each period with a data point, and in a gap for each {@link nextChange}. */
  stateAt(period: number): State {
    this.#forget(period - this.#settings.evaluationPeriods);
    this.#state = this.#decide(period);
    return this.#state;
  }

  #decide(period: number): State {
    const { evaluationPeriods, datapointsToAlarm, treatMissingData } = this.#settings;
    const present = this.#points.length - this.#start;
    const breaching = this.#breaching;
    if (breaching >= datapointsToAlarm) return 'alarm';
    switch (treatMissingData) {
      case 'notBreaching':
        return 'ok';
      case 'breaching':
        return breaching + evaluationPeriods - present >= datapointsToAlarm ? 'alarm' : 'ok';
      case 'ignore':
        return present - breaching > evaluationPeriods - datapointsToAlarm ? 'ok' : this.#state;
      case 'missing': {
        const oldest = this.#points[this.#start];
        if (oldest === undefined) return 'insufficient';
        return present === breaching && period - oldest.period + 1 >= datapointsToAlarm ? 'alarm' : 'ok';
      }
    }
  }

  /** Lets go of the data points up to a period. */
  #forget(upTo: number): void {
    for (;;) {
      const oldest = this.#points[this.#start];
      if (oldest === undefined || oldest.period > upTo) break;
      if (oldest.isBreaching) this.#breaching -= 1;
      this.#start += 1;
    }
    if (this.#start < 4096) return;
    this.#points.splice(0, this.#start);
    this.#start = 0;
  }
}

/** Makes intervals of the states as they come. */
class Track {
  readonly #settings: AlarmSettings;
  readonly #periodMs: number;
  readonly #intervals: AlarmInterval[] = [];
  #total = 0;
  #openSince: number | null = null;
  #worst: DataPoint | null = null;

  constructor(settings: AlarmSettings) {
    this.#settings = settings;
    this.#periodMs = settings.periodSeconds * 1000;
  }

  at(period: number, state: State, window: Window): void {
    if (state !== 'alarm') {
      if (this.#openSince !== null) this.#close((period + 1) * this.#periodMs);
      return;
    }
    if (this.#openSince === null) {
      this.#openSince = (period + 1) * this.#periodMs;
      for (const point of window.points()) this.#weigh(point);
    } else {
      const latest = window.latest();
      if (latest?.period === period) this.#weigh(latest);
    }
  }

  end(): AlarmSimulation {
    if (this.#openSince !== null) this.#close(null);
    return { intervals: this.#intervals, total: this.#total };
  }

  #weigh(point: DataPoint): void {
    const isHighBad = this.#settings.comparison === '>' || this.#settings.comparison === '>=';
    const isWorse = (other: DataPoint): boolean =>
      isHighBad ? point.count > other.count : point.count < other.count;
    if (this.#worst === null || isWorse(this.#worst)) this.#worst = point;
  }

  #close(untilMs: number | null): void {
    const worst = this.#worst;
    this.#total += 1;
    if (this.#openSince !== null && this.#intervals.length < maxIntervals)
      this.#intervals.push({
        fromMs: this.#openSince,
        untilMs,
        worst: worst === null ? null : { fromMs: worst.period * this.#periodMs, count: worst.count },
      });
    this.#openSince = null;
    this.#worst = null;
  }
}
