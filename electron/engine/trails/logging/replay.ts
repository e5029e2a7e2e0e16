import type { LoggingEvidence } from '../../../contract/integrity.ts';
import { isSameJson } from '../../ingest/json.ts';
import type { KnownFact, TrailFacts } from './known-fact.ts';
import { type TrailName, trailKey } from './trail-name.ts';

type Values = { readonly [Name in keyof TrailFacts]: TrailFacts[Name] | null };

/** A trail at a time; null is not known. */
export interface TrailState extends Values {
  readonly trail: TrailName;
  /** Since when it logs, or does not. */
  readonly sinceMs: number | null;
  /** The last that is known of it until the time, and the next after it. */
  readonly lastMs: number | null;
  readonly nextMs: number | null;
  /** What was seen of it later only; it is likely, and nothing proves that it was so at the time. */
  readonly later: Values;
  /** It was created later, and nothing is known of it before. */
  readonly isYetToCome: boolean;
  readonly evidence: readonly LoggingEvidence[];
}

/** What is known of each trail at a time, from all that the case says of it before and after. */
export function trailStates(facts: readonly KnownFact[], atMs: number): readonly TrailState[] {
  const byTrail = new Map<string, KnownFact[]>();
  for (const fact of facts.toSorted(inOrder)) {
    const known = byTrail.get(trailKey(fact.trail));
    if (known === undefined) byTrail.set(trailKey(fact.trail), [fact]);
    else known.push(fact);
  }
  return Array.from(byTrail.values(), (own) => stateAt(own, atMs)).filter((state) => state !== null);
}

/** A state that was asked within the second of a change is taken to be what came of it. */
function inOrder(a: KnownFact, b: KnownFact): number {
  return a.atMs - b.atMs || Number(a.kind === 'state') - Number(b.kind === 'state') || a.rank - b.rank;
}

/**
 * What was said last holds until something else is said. It does not hold up to what contradicts it: a state that
 * differs, a trail created that was there already, or one changed that was deleted. Then something happened that the
 * case has no record of, at a time that nobody tells, and in between it is not known.
 */
function stateAt(facts: readonly KnownFact[], atMs: number): TrailState | null {
  const [first] = facts;
  if (first === undefined) return null;
  const cited = new Set<KnownFact>();
  const exists = valueAt(facts, 'exists', atMs);
  const isBroken = exists.isContradicted;
  const isYetToCome = first.isCreation && first.atMs > atMs;
  const values = valuesOf((name) => {
    const { value, before, after, isContradicted } = valueAt(facts, name, atMs);
    const isSaid = name !== 'exists' || value !== true;
    if (before !== undefined && isSaid) cited.add(before);
    if (after !== undefined && (isContradicted || (before === undefined && isSaid))) cited.add(after);
    return isBroken ? null : value;
  });
  const later = valuesOf((name) => {
    const { before, after } = valueAt(facts, name, atMs);
    return before === undefined && after?.kind === 'state' ? (after.facts[name] ?? null) : null;
  });
  const turned = facts.findLast((fact) => fact.atMs <= atMs && fact.facts.isLogging !== undefined);
  const isTurn = turned?.kind === 'change' && values.isLogging !== null;
  const start = facts
    .slice(0, turned === undefined ? 0 : facts.indexOf(turned) + 1)
    .findLast((fact) => fact.kind === 'change' && fact.facts.isLogging !== undefined);
  const isStillSo = start !== undefined && start.facts.isLogging === values.isLogging;
  return {
    ...values,
    ...(isYetToCome ? { exists: false, isLogging: false } : {}),
    trail: first.trail,
    sinceMs: isTurn ? turned.atMs : values.isLogging !== null && isStillSo ? start.atMs : null,
    lastMs: facts.findLast((fact) => fact.atMs <= atMs)?.atMs ?? null,
    nextMs: facts.find((fact) => fact.atMs > atMs)?.atMs ?? null,
    later,
    isYetToCome,
    evidence: facts.filter((fact) => cited.has(fact)).map(({ evidence }) => evidence),
  };
}

interface Known<Name extends keyof TrailFacts> {
  readonly value: TrailFacts[Name] | null;
  readonly before: KnownFact | undefined;
  readonly after: KnownFact | undefined;
  readonly isContradicted: boolean;
}

function valueAt<Name extends keyof TrailFacts>(
  facts: readonly KnownFact[],
  name: Name,
  atMs: number,
): Known<Name> {
  const told = facts.filter((fact) => fact.facts[name] !== undefined);
  const before = told.findLast((fact) => fact.atMs <= atMs);
  const after = told.find((fact) => fact.atMs > atMs);
  const value = before?.facts[name] ?? null;
  const isUnclear = before !== undefined && isTornWithin(told, before, name);
  const isContradicted =
    before !== undefined && after !== undefined && value !== null && contradicts(after, name, value);
  return { value: isUnclear || isContradicted ? null : value, before, after, isContradicted };
}

/** Records tell seconds only: of two that differ within one, which came last is not known. */
function isTornWithin(told: readonly KnownFact[], last: KnownFact, name: keyof TrailFacts): boolean {
  const same = told.filter((fact) => fact.atMs === last.atMs && fact.kind === 'change');
  if (last.kind !== 'change') return false;
  const isRemade = same.some(({ isCreation }) => isCreation) && same.some(({ rank }) => rank === 3);
  return (
    isRemade ||
    same.some((fact) => fact.rank === last.rank && !isSameJson(fact.facts[name], last.facts[name]))
  );
}

function contradicts(after: KnownFact, name: keyof TrailFacts, value: unknown): boolean {
  if (after.kind === 'state') return !isSameJson(after.facts[name], value);
  // What is changed was there before, and what is created was not.
  return name === 'exists' && value === after.isCreation;
}

function valuesOf(read: <Name extends keyof TrailFacts>(name: Name) => TrailFacts[Name] | null): Values {
  return {
    exists: read('exists'),
    isLogging: read('isLogging'),
    validates: read('validates'),
    isMultiRegion: read('isMultiRegion'),
    isOrganization: read('isOrganization'),
    hasGlobalEvents: read('hasGlobalEvents'),
    selectors: read('selectors'),
  };
}
