import type { ColumnField } from '../../contract/fields.ts';
import type { CancelFlag } from './cancellation.ts';
import { Best } from './compare-best.ts';
import type { Matches } from './matches.ts';
import { type GroupedRows, groupRows, Tallies } from './rare-counts.ts';
import {
  type RareAnswer,
  type RareLine,
  type RareQuestion,
  type Surprise,
  surprises,
} from './rare-question.ts';
import { type ColumnStore, firstRowAt } from './store.ts';
import type { TextReader } from './texts.ts';
import { timeAt } from './times.ts';

/** A line while it is one of many: codes and rows instead of texts and times. Actor 0 is nobody in particular. */
interface Candidate {
  /** Number in `surprises`. */
  readonly surprise: number;
  /** Number in the fields asked for. */
  readonly field: number;
  readonly code: number;
  readonly actor: number;
  readonly actors: number;
  readonly count: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/**
 * Values that are new or rare among the matches, ranked: first the greater surprise (new or rare at all, then only in
 * this actor's hands, then in the hands of an actor who is new or rare in everything), then fewer events, then the
 * field of which fewer values are such a surprise (one new region says more than one of three hundred new addresses),
 * then the earlier first event, the order of the fields asked for, and the code points of value and actor.
 *
 * Takes time by events × fields, and memory by events plus distinct values: candidates beyond `limit` are counted only.
 */
export function findRare(
  question: RareQuestion,
  matches: Matches,
  store: ColumnStore,
  reader: TextReader,
  cancelFlag: CancelFlag,
): RareAnswer {
  const { sinceMs, scope, limit } = question;
  const undated = matches.rank(store.undatedCount);
  // An event without a time says neither that a value was there before nor that it came later.
  const skipped = sinceMs === null ? 0 : undated;
  const rows = matches.slice(skipped, matches.count);
  const fromRow = sinceMs === null ? 0 : firstRowAt(store, sinceMs);
  const actorColumn = store.columns.actor;
  const ofActors = new Tallies(actorColumn.codeCount, fromRow, store.undatedCount);
  ofActors.addAll(actorColumn.codes, rows, cancelFlag);
  const byActor = groupRows(actorColumn.codes, actorColumn.codeCount, rows, cancelFlag);
  const isSurprise = surpriseOf(question);
  const compare = comparator(question.fields, store, reader);
  const perField = question.fields.map((field, number) =>
    findInField(
      { field, number, fromRow, rows, byActor, ofActors, isSurprise, scope, best: new Best(limit, compare) },
      store,
      cancelFlag,
    ),
  );
  const totals = { anyone: 0, actor: 0, 'new-actor': 0 };
  for (const { found } of perField)
    for (const [at, surprise] of surprises.entries()) totals[surprise] += found[at] ?? 0;
  const foundLike = ({ field, surprise }: Candidate) => perField[field]?.found[surprise] ?? 0;
  const ranked = perField
    .flatMap(({ best }) => best.items())
    .sort(
      (a, b) => a.surprise - b.surprise || a.count - b.count || foundLike(a) - foundLike(b) || compare(a, b),
    );
  const lines = ranked.slice(0, limit).map((one) => lineOf(one, question.fields, store, reader));
  return { revision: store.revision, matched: matches.count, undated, totals, lines };
}

type IsSurprise = (tallies: Tallies, code: number) => boolean;

function surpriseOf({ sinceMs, fewerThan }: RareQuestion): IsSurprise {
  const below = fewerThan ?? Number.POSITIVE_INFINITY;
  return ({ counts, isKnown }, code) => {
    const count = counts[code] ?? 0;
    return count > 0 && count < below && (sinceMs === null || isKnown[code] === 0);
  };
}

interface FieldWork {
  readonly field: ColumnField;
  readonly number: number;
  readonly fromRow: number;
  readonly rows: Uint32Array;
  readonly byActor: GroupedRows;
  readonly ofActors: Tallies;
  readonly isSurprise: IsSurprise;
  readonly scope: RareQuestion['scope'];
  readonly best: Best<Candidate>;
}

/** @returns how many candidates of each surprise there are, and the best of them */
function findInField(
  work: FieldWork,
  store: ColumnStore,
  cancelFlag: CancelFlag,
): { readonly found: readonly number[]; readonly best: Best<Candidate> } {
  const { field, number, rows, isSurprise, scope, best } = work;
  const { codes, codeCount } = store.columns[field];
  const found = surprises.map(() => 0);
  const add = (candidate: Candidate) => {
    found[candidate.surprise] = (found[candidate.surprise] ?? 0) + 1;
    best.add(candidate);
  };
  const overall = new Tallies(codeCount, work.fromRow, store.undatedCount);
  overall.addAll(codes, rows, cancelFlag);
  const actors = new Uint32Array(codeCount);
  const lastActor = new Uint32Array(codeCount);
  forEachActor(work, store, cancelFlag, (actor, pairs) => {
    const surprise = surpriseIndex(isSurprise(work.ofActors, actor) ? 'new-actor' : 'actor');
    for (const code of pairs.found) {
      if ((pairs.counts[code] ?? 0) === 0) continue;
      actors[code] = (actors[code] ?? 0) + 1;
      lastActor[code] = actor;
      if (scope === 'anyone' || field === 'actor' || !isSurprise(pairs, code)) continue;
      if (scope === 'both' && isSurprise(overall, code)) continue;
      add({ surprise, field: number, code, actor, actors: 1, ...spanOf(pairs, code) });
    }
  });
  if (scope !== 'actor' || field === 'actor')
    for (const code of overall.found) {
      if (!isSurprise(overall, code)) continue;
      const count = actors[code] ?? 0;
      const actor = count === 1 ? (lastActor[code] ?? 0) : 0;
      const span = spanOf(overall, code);
      add({ surprise: surpriseIndex('anyone'), field: number, code, actor, actors: count, ...span });
    }
  return { found, best };
}

/** Tells of each actor what it did with the values of a field. Events without an actor are nobody's. */
function forEachActor(
  { field, fromRow, byActor: { rows, starts } }: FieldWork,
  store: ColumnStore,
  cancelFlag: CancelFlag,
  use: (actor: number, pairs: Tallies) => void,
): void {
  const { codes, codeCount } = store.columns[field];
  const pairs = new Tallies(codeCount, fromRow, store.undatedCount);
  for (let actor = 1; actor < starts.length - 1; actor += 1) {
    const own = rows.subarray(starts[actor], starts[actor + 1]);
    if (own.length === 0) continue;
    pairs.addAll(codes, own, cancelFlag);
    use(actor, pairs);
    pairs.reset();
  }
}

function surpriseIndex(surprise: Surprise): number {
  return surprises.indexOf(surprise);
}

function spanOf({ counts, firstRows, lastRows }: Tallies, code: number) {
  return { count: counts[code] ?? 0, firstRow: firstRows[code] ?? 0, lastRow: lastRows[code] ?? 0 };
}

/** The whole order but for what is known only when all fields have been counted. */
function comparator(
  fields: readonly ColumnField[],
  store: ColumnStore,
  reader: TextReader,
): (a: Candidate, b: Candidate) => number {
  const compareTexts = (field: ColumnField | undefined, a: number, b: number) => {
    const { codeTexts } = store.columns[field ?? 'actor'];
    return reader.compare(codeTexts[a] ?? 0, codeTexts[b] ?? 0);
  };
  return (a, b) =>
    a.surprise - b.surprise ||
    a.count - b.count ||
    firstMsOf(a, store) - firstMsOf(b, store) ||
    a.field - b.field ||
    compareTexts(fields[a.field], a.code, b.code) ||
    compareTexts('actor', a.actor, b.actor);
}

/** Lines without a time come last. */
function firstMsOf({ firstRow }: Candidate, { times, undatedCount }: ColumnStore): number {
  return firstRow < undatedCount ? Number.MAX_SAFE_INTEGER : timeAt(times, firstRow);
}

function lineOf(
  { surprise, field: number, code, actor, actors, count, firstRow, lastRow }: Candidate,
  fields: readonly ColumnField[],
  store: ColumnStore,
  reader: TextReader,
): RareLine {
  const field = fields[number] ?? 'name';
  const timeOf = (row: number) => (row < store.undatedCount ? null : timeAt(store.times, row));
  return {
    surprise: surprises[surprise] ?? 'anyone',
    field,
    value: reader.read(store.columns[field].codeTexts[code] ?? 0),
    actor: actor === 0 ? null : reader.read(store.columns.actor.codeTexts[actor] ?? 0),
    actors,
    count,
    firstMs: timeOf(firstRow),
    lastMs: timeOf(lastRow),
  };
}
