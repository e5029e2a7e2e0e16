import type { LoggingEvidence } from '../../contract/integrity.ts';
import type { KnownFact, TrailFacts } from './known-fact.ts';
import { type TrailName, trailKey } from './trail-name.ts';

/** A trail at a time; null is not known. */
export type TrailState = { readonly [F in keyof TrailFacts]: TrailFacts[F] | null } & {
  readonly trail: TrailName;
  /** Since when it is logging, or is not. */
  readonly sinceMs: number | null;
  readonly evidence: readonly LoggingEvidence[];
};

/** What is known of each trail at a time, from everything that is known of it before and after. */
export function trailStates(known: readonly KnownFact[], atMs: number): readonly TrailState[] {
  const byTrail = new Map<string, KnownFact[]>();
  for (const fact of known.toSorted((a, b) => a.atMs - b.atMs)) {
    const key = trailKey(fact.trail);
    const list = byTrail.get(key);
    if (list === undefined) byTrail.set(key, [fact]);
    else list.push(fact);
  }
  return Array.from(byTrail.values(), (facts) => stateOf(facts, atMs));
}

/**
 * A fact holds from when it was said until something else is said of it. Where the next that is known is no change but
 * a state, and another one, it changed at a time that nobody tells: then it is not known in between.
 */
function stateOf(facts: readonly KnownFact[], atMs: number): TrailState {
  const [first] = facts;
  if (first === undefined) throw new Error('A trail of which nothing is known');
  const evidence = new Map<string, LoggingEvidence>();
  const cite = (fact: KnownFact): void => {
    evidence.set(`${fact.evidence.event} ${fact.evidence.atMs} ${fact.evidence.sentence}`, fact.evidence);
  };
  const creation = facts.find(({ isCreation }) => isCreation === true);
  const isBeforeAll = creation === first && atMs < creation.atMs;
  const knownValue = <F extends keyof TrailFacts>(name: F): TrailFacts[F] | null => {
    const told = facts.filter(({ facts: said }) => said[name] !== undefined);
    const before = told.filter((fact) => fact.atMs <= atMs).at(-1);
    const after = told.find((fact) => fact.atMs > atMs);
    const value = before?.facts[name] ?? null;
    const isContradicted =
      after?.kind === 'state' && JSON.stringify(after.facts[name]) !== JSON.stringify(value);
    if (before !== undefined) cite(before);
    if (after !== undefined && (before === undefined || isContradicted || name === 'isLogging')) cite(after);
    return isContradicted ? null : value;
  };
  if (isBeforeAll && creation !== undefined) cite(creation);
  const values = {
    // Before it was created there was none.
    exists: isBeforeAll ? false : knownValue('exists'),
    isLogging: isBeforeAll ? false : knownValue('isLogging'),
    validates: knownValue('validates'),
    isMultiRegion: knownValue('isMultiRegion'),
    isOrganization: knownValue('isOrganization'),
    selectors: knownValue('selectors'),
  };
  const lastSaid = facts
    .filter((fact) => fact.atMs <= atMs && fact.kind === 'change' && fact.facts.isLogging !== undefined)
    .at(-1);
  const isTold = lastSaid?.facts.isLogging === values.isLogging && values.isLogging !== null;
  return {
    ...values,
    trail: first.trail,
    sinceMs: isTold ? (lastSaid?.atMs ?? null) : null,
    evidence: [...evidence.values()].sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0)),
  };
}
