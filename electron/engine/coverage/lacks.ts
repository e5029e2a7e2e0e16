import type { CoverageState } from '../../contract/integrity.ts';
import { worse } from './map.ts';
import type { PlaceFacts } from './place-facts.ts';
import type { Span } from './spans.ts';
import { isNothing, type Lack, lackWords, listed } from './words.ts';

/** Hours without complete evidence, and why. */
export interface Lacking extends Span {
  readonly state: CoverageState;
  readonly lack: Lack;
}

export interface PlaceLacks {
  readonly place: PlaceFacts;
  /** In order, and none of them overlaps another. */
  readonly lacks: readonly Lacking[];
}

export interface LackRange extends Lacking {
  readonly sentence: string;
}

interface Draft extends Span {
  until: number;
  state: CoverageState;
  lack: Lack;
  readonly places: Set<PlaceFacts>;
}

/** A timeline has no room for more; what follows the last one is told as one. */
const mostRanges = 1000;
const mostNamed = 3;

/**
 * Lays the lacks of all places over each other: of hours that several lack the worst is told, and neighbours of one
 * state are one range.
 */
export function joinLacks(all: readonly PlaceLacks[]): {
  readonly ranges: readonly LackRange[];
  /** Hours that any place lacks. */
  readonly lackingHours: number;
} {
  const edges = all
    .flatMap(({ place, lacks }) =>
      lacks.flatMap((lack) => [
        { at: lack.from, place, lack },
        { at: lack.until, place, lack: null },
      ]),
    )
    // An end before the beginning at the same hour: the next lack of the same place must stay.
    .sort((a, b) => a.at - b.at || Number(a.lack !== null) - Number(b.lack !== null));
  const now = new Map<PlaceFacts, Lacking>();
  const drafts: Draft[] = [];
  let lackingHours = 0;
  edges.forEach(({ at, place, lack }, i) => {
    if (lack === null) now.delete(place);
    else now.set(place, lack);
    const until = edges[i + 1]?.at ?? at;
    if (until === at || now.size === 0) return;
    lackingHours += until - at;
    add(drafts, now, { from: at, until });
  });
  return { ranges: drafts.map(rangeOf), lackingHours };
}

function add(drafts: Draft[], now: ReadonlyMap<PlaceFacts, Lacking>, span: Span): void {
  let worst: Lacking | undefined;
  for (const lack of now.values())
    if (worst === undefined || (lack.state !== worst.state && worse(lack.state, worst.state) === lack.state))
      worst = lack;
  if (worst === undefined) return;
  const { state, lack } = worst;
  const last = drafts.at(-1);
  const isNext = last?.until === span.from && last.state === state && last.lack === lack;
  const isFull = drafts.length >= mostRanges;
  let draft = last;
  if (draft === undefined || !(isNext || isFull)) {
    draft = { ...span, state, lack, places: new Set() };
    drafts.push(draft);
  }
  draft.until = span.until;
  if (worse(state, draft.state) !== draft.state) Object.assign(draft, { state, lack });
  for (const [place, own] of now) if (own.lack === lack) draft.places.add(place);
}

function rangeOf({ from, until, state, lack, places }: Draft): LackRange {
  const start = isNothing(lack) ? 'No evidence' : 'The evidence is incomplete';
  return {
    from,
    until,
    state,
    lack,
    sentence: `${start} for ${placeWords([...places])}: ${lackWords[lack]}.`,
  };
}

/** `us-west-1 of 111122223333`, with the account once where it is the same. */
export function placeWords(places: readonly Pick<PlaceFacts, 'account' | 'region'>[]): string {
  const accounts = new Set(places.map(({ account }) => account));
  const [account = ''] = accounts;
  if (accounts.size === 1) {
    const regions = listed(
      places.slice(0, mostNamed).map(({ region }) => region || 'every region'),
      places.length,
    );
    return account === '' ? regions : `${regions} of ${account}`;
  }
  const named = places
    .slice(0, mostNamed)
    .map(({ account: of, region }) => `${region || 'every region'} of ${of || 'any account'}`);
  return listed(named, places.length);
}
