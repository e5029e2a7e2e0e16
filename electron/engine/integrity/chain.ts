import { type DigestKey, readDigestKey, writeDigestKey } from './digest-key.ts';
import { type Origin, originText, type TimeWindow } from './evidence.ts';
import { disagrees, type Judged, type ProofGraph } from './proof-graph.ts';
import type { Series, SeriesName, Slot } from './series.ts';
import type { Reason } from './verdicts.ts';

const hourMs = 3_600_000;
/** A year without digests is told as one gap; beyond this many their names are not told one by one. */
const mostNamed = 9000;

/** How a digest is tied to the one before it. */
export type Link =
  /** The one before is there, and is as this one says. */
  | 'held'
  | 'contradicted'
  /** The one before is not in the case. */
  | 'missing'
  /** The one before is from before the time asked for. */
  | 'outside'
  /** A starting digest with nothing older behind it. */
  | 'start'
  /** A starting digest, and there are older ones: logging or validation was off in between. */
  | 'restart'
  /** What an altered digest says about the one before it is not believed. */
  | 'unknown';

/** A digest that is known, or expected, to exist and is not in the case. */
export interface MissingDigest {
  readonly origin: Origin;
  readonly series: SeriesName;
  readonly startMs: number;
  readonly endMs: number;
  readonly reason: Extract<Reason, 'named-by-next' | 'before-the-first' | 'between-neighbours'>;
  /** The digest that names it. */
  readonly by: Judged;
}

/**
 * - `missing`: digests of this time are missing.
 * - `altered`: the digest of this time is not to be believed.
 * - `restart`: a starting digest follows: logging or validation was off.
 * - `stopped`: two digests follow each other by their own words, with time between them.
 * - `before-first`, `after-last`: asked for, and beyond the digests at hand.
 * - `unexplained`: an altered digest follows, nothing is known.
 */
export type GapKind =
  | 'missing'
  | 'altered'
  | 'restart'
  | 'stopped'
  | 'before-first'
  | 'after-last'
  | 'unexplained';

/** A time of which a series proves nothing. */
export interface Gap {
  readonly kind: GapKind;
  readonly fromMs: number;
  readonly toMs: number;
  readonly series: SeriesName;
}

export interface Walk {
  readonly series: Series;
  readonly links: ReadonlyMap<Judged, Link>;
  readonly missing: readonly MissingDigest[];
  readonly gaps: readonly Gap[];
}

/**
 * Walks one series from its newest digest to its oldest. Unlike validate-logs it goes over every digest there is,
 * not along the links: what nobody links to is seen, and a fault ends nothing.
 */
export function walk(graph: ProofGraph, series: Series, window: TimeWindow): Walk {
  return new Walker(graph, series, window).walk();
}

class Walker {
  readonly #graph: ProofGraph;
  readonly #series: Series;
  readonly #window: TimeWindow;
  readonly #links = new Map<Judged, Link>();
  readonly #missing: MissingDigest[] = [];
  readonly #gaps: Gap[] = [];
  /** The origins of `#missing`. */
  readonly #told = new Set<string>();

  constructor(graph: ProofGraph, series: Series, window: TimeWindow) {
    this.#graph = graph;
    this.#series = series;
    this.#window = window;
  }

  walk(): Walk {
    const { slots } = this.#series;
    const [newest] = slots;
    const { fromMs, untilMs } = this.#window;
    if (newest !== undefined && untilMs !== null) this.#gap('after-last', newest.endMs, untilMs);
    slots.forEach((slot, i) => {
      this.#step(slot, slots[i + 1] ?? null);
      this.#noteUnlinked(slot, slots[i - 1] ?? null);
    });
    const oldest = slots.at(-1);
    if (oldest !== undefined && fromMs !== null && this.#links.get(oldest.best) !== 'missing') {
      this.#gap('before-first', fromMs, oldest.startMs);
    }
    return { series: this.#series, links: this.#links, missing: this.#missing, gaps: this.#gaps };
  }

  #step(slot: Slot, older: Slot | null): void {
    for (const one of slot.all) this.#links.set(one, this.#linkOf(one, older));
    for (const one of slot.all) if (this.#links.get(one) === 'missing') this.#addNamed(one, older);
    const { best } = slot;
    const link = this.#links.get(best);
    if (best.standing === 'void') this.#stepOverVoid(slot, older);
    else if (link === 'restart' && older !== null) this.#gap('restart', older.endMs, slot.startMs);
    else if (link === 'missing') this.#stepOverMissing(slot, older);
    else if (link === 'held' || link === 'contradicted') this.#stepOverPause(slot, older);
  }

  #linkOf(one: Judged, older: Slot | null): Link {
    const previous = one.file.digest?.previous ?? null;
    if (one.standing === 'void') return 'unknown';
    if (previous === null) return older === null ? 'start' : 'restart';
    const targets = this.#graph.previousOf(one);
    if (targets.length > 0) {
      const isHeld = targets.some((target) => !disagrees(this.#graph.relation(one, target)));
      return isHeld ? 'held' : 'contradicted';
    }
    if (this.#graph.strangersAt(previous).some(({ standing }) => standing === 'void')) return 'contradicted';
    const endMs = readDigestKey(previous.key)?.endMs ?? null;
    const { fromMs } = this.#window;
    return fromMs !== null && endMs !== null && endMs <= fromMs ? 'outside' : 'missing';
  }

  #stepOverVoid(slot: Slot, older: Slot | null): void {
    this.#gap('altered', slot.startMs, slot.endMs);
    const { digest, place } = slot.best.file;
    const named = readDigestKey(place.key) ?? slot.best.file.named;
    if (older === null || older.endMs >= slot.startMs) return;
    const isStart = digest !== null && digest.previous === null;
    if (isStart || named === null) {
      this.#gap('unexplained', older.endMs, slot.startMs);
      return;
    }
    const bucket = digest?.bucket ?? slot.best.file.place.bucket ?? '';
    this.#enumerate({ bucket, like: named, newestMs: slot.startMs, olderMs: older.endMs, by: slot.best });
    this.#gap('missing', older.endMs, slot.startMs);
  }

  #stepOverMissing(slot: Slot, older: Slot | null): void {
    const previous = slot.best.file.digest?.previous ?? null;
    if (previous === null) return;
    const named = readDigestKey(previous.key);
    const endMs = Math.min(named?.endMs ?? slot.startMs, slot.startMs);
    if (older !== null && named !== null) {
      this.#enumerate({
        bucket: previous.bucket,
        like: named,
        newestMs: endMs - hourMs,
        olderMs: this.#trustedBefore(slot, older).endMs,
        by: slot.best,
      });
    }
    this.#gap('missing', older?.endMs ?? this.#window.fromMs ?? endMs - hourMs, slot.startMs);
  }

  /** A digest that is not proven must not make a hole before a proven one look smaller than it may be. */
  #trustedBefore(slot: Slot, older: Slot): Slot {
    if (slot.best.standing === 'pending') return older;
    const trusted = this.#series.slots.find(
      ({ best, endMs }) => endMs <= older.endMs && (best.standing === 'proven' || best.standing === 'broken'),
    );
    return trusted ?? older;
  }

  #addNamed(one: Judged, older: Slot | null): void {
    const { digest } = one.file;
    if (digest === null || digest.previous === null) return;
    const { bucket, key } = digest.previous;
    const endMs = Math.min(readDigestKey(key)?.endMs ?? digest.startMs, digest.startMs);
    const reason = older === null ? 'before-the-first' : 'named-by-next';
    this.#add({ bucket, key }, endMs, reason, one);
  }

  #add(origin: Origin, endMs: number, reason: MissingDigest['reason'], by: Judged): void {
    const text = originText(origin);
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#missing.push({ origin, series: this.#series.name, startMs: endMs - hourMs, endMs, reason, by });
  }

  /** The chain goes on, and there is time between: no digest was made. */
  #stepOverPause(slot: Slot, older: Slot | null): void {
    const ends = this.#graph
      .previousOf(slot.best)
      .flatMap(({ file }) => file.digest?.endMs ?? file.named?.endMs ?? []);
    if (ends.length > 0) this.#gap('stopped', Math.max(...ends, older?.endMs ?? 0), slot.startMs);
  }

  /** Backfill digests come when they are needed, so nothing can be expected of them. */
  #enumerate(hole: {
    readonly bucket: string;
    readonly like: DigestKey;
    readonly newestMs: number;
    readonly olderMs: number;
    readonly by: Judged;
  }): void {
    if (this.#series.name.isBackfill) return;
    const lastMs = Math.max(hole.olderMs, this.#window.fromMs ?? hole.olderMs);
    let count = 0;
    // Half an hour of tolerance: the minute at which digests are made may drift.
    for (let endMs = hole.newestMs; endMs > lastMs + hourMs / 2 && count < mostNamed; endMs -= hourMs) {
      count += 1;
      const origin = { bucket: hole.bucket, key: writeDigestKey({ ...hole.like, endMs }) };
      if (this.#graph.at(origin).length > 0 || this.#graph.strangersAt(origin).length > 0) continue;
      this.#add(origin, endMs, 'between-neighbours', hole.by);
    }
  }

  #gap(kind: GapKind, fromMs: number, toMs: number): void {
    if (this.#series.name.isBackfill) return;
    const from = Math.max(fromMs, this.#window.fromMs ?? fromMs);
    const to = Math.min(toMs, this.#window.untilMs ?? toMs);
    if (from < to) this.#gaps.push({ kind, fromMs: from, toMs: to, series: this.#series.name });
  }

  /** A digest that the next one passes over: of another chain with the same name, or planted. */
  #noteUnlinked(slot: Slot, newer: Slot | null): void {
    if (newer === null) return;
    const link = this.#links.get(newer.best);
    if (link !== 'held' && link !== 'contradicted') return;
    for (const one of slot.all) {
      if (one.standing !== 'void' && this.#graph.nextOf(one).length === 0) one.notes.add('not-linked');
    }
  }
}
