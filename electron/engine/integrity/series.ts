import { endOf } from './digest-file.ts';
import { readDigestKey } from './digest-key.ts';
import { disagrees, type Judged, type ProofGraph } from './proof-graph.ts';

const hourMs = 3_600_000;

/** The digests of one trail for one account and region; backfill digests are a series of their own. */
export interface SeriesName {
  readonly account: string | null;
  readonly region: string | null;
  readonly trail: string | null;
  readonly homeRegion: string | null;
  readonly organization: string | null;
  readonly isBackfill: boolean;
}

/** What stands at one end of an hour: usually one file, more when there are copies or forgeries. */
export interface Slot {
  readonly startMs: number;
  readonly endMs: number;
  /** The one that proves most. */
  readonly best: Judged;
  readonly all: readonly Judged[];
}

export interface Series {
  readonly name: SeriesName;
  /** Newest first. */
  readonly slots: readonly Slot[];
}

/**
 * What a digest file says about its series, with the bucket and prefix left out: both may change. Of an altered
 * one the name counts before the content.
 */
export function seriesOf(one: Judged): SeriesName {
  const { digest, place } = one.file;
  const named = (one.standing === 'void' ? readDigestKey(place.key) : null) ?? one.file.named;
  return {
    account: named?.account ?? digest?.account ?? null,
    region: named?.region ?? null,
    trail: named?.trail ?? null,
    homeRegion: named?.homeRegion ?? null,
    organization: named?.organization ?? null,
    isBackfill: named?.isBackfill ?? false,
  };
}

/**
 * Sorts digests into series by name, and joins series of which one goes on where the other ended: a trail that
 * became the organization's is delivered to other folders, and its chain goes on.
 */
export function findSeries(graph: ProofGraph): readonly Series[] {
  const members = new Map<string, { readonly name: SeriesName; readonly list: Judged[] }>();
  const joined = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let next = joined.get(root); next !== undefined; next = joined.get(root)) root = next;
    return root;
  };
  for (const one of graph.all) {
    const name = seriesOf(one);
    const key = keyOf(name);
    const group = members.get(key);
    if (group === undefined) members.set(key, { name, list: [one] });
    else group.list.push(one);
  }
  for (const one of graph.all) {
    if (one.standing === 'void') continue;
    for (const target of graph.previousOf(one)) {
      if (target.standing === 'void' || disagrees(graph.relation(one, target))) continue;
      if (!isContinued(seriesOf(one), seriesOf(target))) continue;
      const newer = rootOf(keyOf(seriesOf(one)));
      const older = rootOf(keyOf(seriesOf(target)));
      if (newer !== older) joined.set(older, newer);
    }
  }
  const roots = new Map<string, Judged[]>();
  for (const [key, { list }] of members) {
    const root = rootOf(key);
    const known = roots.get(root);
    if (known === undefined) roots.set(root, list);
    else for (const one of list) known.push(one);
  }
  return Array.from(roots, ([root, list]) => ({
    name: members.get(root)?.name ?? { ...noName },
    slots: slotsOf(list),
  }));
}

const noName: SeriesName = {
  account: null,
  region: null,
  trail: null,
  homeRegion: null,
  organization: null,
  isBackfill: false,
};

function keyOf(name: SeriesName): string {
  return JSON.stringify([
    name.account,
    name.region,
    name.trail,
    name.homeRegion,
    name.organization,
    name.isBackfill,
  ]);
}

/** Of one trail, and only the organization changed: nothing that a forged link says may mix two trails. */
function isContinued(newer: SeriesName, older: SeriesName): boolean {
  return keyOf({ ...newer, organization: null }) === keyOf({ ...older, organization: null });
}

const rank = { proven: 0, broken: 1, pending: 2, void: 3 } as const;

function slotsOf(list: readonly Judged[]): readonly Slot[] {
  const byEnd = new Map<number, Judged[]>();
  for (const one of list) {
    const { endMs } = timeOf(one);
    const slot = byEnd.get(endMs);
    if (slot === undefined) byEnd.set(endMs, [one]);
    else slot.push(one);
  }
  const slots: Slot[] = [];
  for (const all of byEnd.values()) {
    all.sort((a, b) => rank[a.standing] - rank[b.standing]);
    const [best] = all;
    if (best !== undefined) slots.push({ ...timeOf(best), best, all });
  }
  return slots.sort((a, b) => b.endMs - a.endMs);
}

/**
 * The time that a digest covers. Of an altered one only the name is believed: digests come every hour.
 */
export function timeOf(one: Judged): { readonly startMs: number; readonly endMs: number } {
  const { digest, place } = one.file;
  const named = one.standing === 'void' ? (readDigestKey(place.key)?.endMs ?? null) : null;
  if (named !== null) return { startMs: named - hourMs, endMs: named };
  const endMs = endOf(one.file) ?? 0;
  return { startMs: Math.min(digest?.startMs ?? endMs - hourMs, endMs), endMs };
}
