import type { LoggingEvidence, LoggingState } from '../../contract/integrity.ts';
import { selectorWords } from '../../contract/selectors/words.ts';
import type { Database } from '../case/driver.ts';
import { allTrailAnswers } from '../case/trail-answers.ts';
import { partitionOf } from '../sources/s3/partition.ts';
import { factsOfAnswers } from './facts-of-answers.ts';
import { digestsAt } from './facts-of-digests.ts';
import { factsOfRecords } from './facts-of-records.ts';
import { trailKey } from './trail-name.ts';
import { type TrailState, trailStates } from './trail-state.ts';

export interface LoggingPlace {
  readonly atMs: number;
  readonly account: string;
  readonly region: string;
}

export interface StatesAt {
  /** Of the trails that may record this account and region. */
  readonly states: readonly TrailState[];
  /** More changes of trails lie in the case than were read. */
  readonly isCutShort: boolean;
}

/** What the trails of an account and region recorded at a time. */
export function loggingAt(db: Database, place: LoggingPlace): readonly LoggingState[] {
  return statesAt(db, place).states.map(told);
}

/** What is known of the trails that may have recorded an account and region at a time. */
export function statesAt(db: Database, place: LoggingPlace): StatesAt {
  return db.snapshot(() => {
    const { facts, isCutShort } = factsOfRecords(db);
    const states = new Map(
      trailStates([...factsOfAnswers(allTrailAnswers(db)), ...facts], place.atMs).map((state) => [
        trailKey(state.trail),
        state,
      ]),
    );
    for (const { trail, isOrganization, endMs } of digestsAt(db, place)) {
      // An organization's trail belongs to another account than the logs: the same name and home region is the same.
      const known = [...states.values()].find(
        (state) =>
          state.trail.name === trail.name &&
          state.trail.homeRegion === trail.homeRegion &&
          (isOrganization || state.trail.account === trail.account),
      );
      const sentence = `A digest of ${trail.name} covers this time: it was logging, and validation was on.`;
      const proof: LoggingEvidence = { sentence, event: null, atMs: endMs };
      const state = known ?? { ...blank, trail, isOrganization };
      states.set(trailKey(state.trail), withDigest(state, proof));
    }
    return { states: [...states.values()].filter((state) => mayRecord(state, place)), isCutShort };
  });
}

const blank: Omit<TrailState, 'trail'> = {
  exists: null,
  isLogging: null,
  validates: null,
  isMultiRegion: null,
  isOrganization: null,
  selectors: null,
  sinceMs: null,
  evidence: [],
};

/** What the trail delivered outweighs what is missing in what is told of it, and not what is told. */
function withDigest(state: TrailState, proof: LoggingEvidence): TrailState {
  return {
    ...state,
    exists: state.exists ?? true,
    isLogging: state.isLogging ?? true,
    validates: state.validates ?? true,
    evidence: [...state.evidence, proof],
  };
}

function mayRecord(state: TrailState, { account, region }: LoggingPlace): boolean {
  const isAccounts = state.trail.account === account || state.isOrganization !== false;
  const isRegions = state.trail.homeRegion === region || state.isMultiRegion !== false;
  return isAccounts && isRegions;
}

export function told(state: TrailState): LoggingState {
  const { trail, exists, isLogging, sinceMs, validates, isMultiRegion, isOrganization, selectors } = state;
  const { account, homeRegion, name } = trail;
  return {
    trail: name,
    arn: `arn:${partitionOf(homeRegion).id}:cloudtrail:${homeRegion}:${account}:trail/${name}`,
    homeRegion,
    isLogging: exists === false ? false : isLogging,
    sinceMs,
    validates,
    isMultiRegion,
    isOrganization,
    selectors: selectors === null ? null : selectorWords(selectors),
    evidence: [...state.evidence],
  };
}
