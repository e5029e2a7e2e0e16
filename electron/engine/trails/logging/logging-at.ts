import type { LoggingState } from '../../../contract/integrity.ts';
import { selectorWords } from '../../../contract/selectors/words.ts';
import type { Database } from '../../case/driver.ts';
import { allTrailAnswers } from '../../case/trail-answers.ts';
import { partitionOf } from '../../sources/s3/partition.ts';
import { factsOfChanges } from './change-facts.ts';
import { changeRecords } from './change-records.ts';
import { type DigestProof, digestsAt, type LoggingPlace } from './delivered.ts';
import { type TrailState, trailStates } from './replay.ts';
import { factsOfSnapshots } from './snapshot-facts.ts';
import { trailArn, trailKey } from './trail-name.ts';

/** A region has five trails at most; a case may hold anything. */
const mostTrails = 500;

export interface StatesAt {
  /** Of the trails that may record this account and region, by name. */
  readonly states: readonly TrailState[];
  /** The case has more records of changes than are read. */
  readonly isCutShort: boolean;
}

/**
 * What is known of the trails that may have recorded an account and region at a time: from what they said of
 * themselves, from the records of their changes, and from the digests that they delivered.
 *
 * @throws AppError `damaged-case` when the bytes of a record are missing
 */
export function loggingAt(db: Database, place: LoggingPlace): readonly LoggingState[] {
  return statesAt(db, place).states.map(told);
}

/** {@link loggingAt} as it is reckoned with. @param isGlobal of a service without regions, see `globalServices` */
export function statesAt(db: Database, place: LoggingPlace, isGlobal = false): StatesAt {
  return db.snapshot(() => {
    const { records, isCutShort } = changeRecords(db, place.atMs);
    const facts = [...factsOfSnapshots(allTrailAnswers(db)), ...factsOfChanges(records)];
    const states = digestsAt(db, place).reduce(withDigest, trailStates(facts, place.atMs));
    const own = states
      .filter((state) => mayRecord(state, place, isGlobal))
      .toSorted((a, b) => (trailKey(a.trail) < trailKey(b.trail) ? -1 : 1));
    return { states: own.slice(0, mostTrails), isCutShort: isCutShort || own.length > mostTrails };
  });
}

/**
 * What it delivered fills in what is not known of a trail. Where it says that a trail was logging that was stopped
 * before all of the digest's time, one of the two is not the whole story, and it is not known.
 */
function withDigest(states: readonly TrailState[], proof: DigestProof): readonly TrailState[] {
  // An organization's trail belongs to another account than the logs: by name and home region it is the same.
  const isSame = ({ trail }: TrailState) =>
    trail.name === proof.trail.name &&
    trail.homeRegion === proof.trail.homeRegion &&
    (proof.isOrganization || trail.account === proof.trail.account);
  const known = states.find(isSame);
  const state = known ?? blank(proof);
  const isOff = state.exists === false || state.isLogging === false;
  const isContradicted = isOff && (state.sinceMs ?? state.lastMs ?? 0) < proof.startMs;
  const shown: TrailState = {
    ...state,
    ...(isContradicted
      ? { exists: null, isLogging: null, sinceMs: null }
      : { exists: state.exists ?? true, isLogging: state.isLogging ?? true }),
    validates: state.validates ?? true,
    isYetToCome: false,
    evidence: [...state.evidence, proof.evidence],
  };
  return known === undefined ? [...states, shown] : states.map((each) => (each === known ? shown : each));
}

const unknown = {
  exists: null,
  isLogging: null,
  validates: null,
  isMultiRegion: null,
  isOrganization: null,
  hasGlobalEvents: null,
  selectors: null,
} as const;

function blank({ trail, isOrganization }: DigestProof): TrailState {
  return {
    ...unknown,
    ...{ trail, isOrganization, later: unknown, evidence: [] },
    ...{ sinceMs: null, lastMs: null, nextMs: null, isYetToCome: false },
  };
}

function mayRecord(state: TrailState, { account, region }: LoggingPlace, isGlobal: boolean): boolean {
  const { trail, exists, isLogging, isOrganization, isMultiRegion } = state;
  // One of another account that was off is of no interest, unless it is known to be the organization's.
  const mayBeOrganizations =
    isOrganization === null ? exists !== false && isLogging !== false : isOrganization;
  const isAccounts = trail.account === account || mayBeOrganizations;
  const isRegions = trail.homeRegion === region || isMultiRegion !== false || isGlobal;
  return isAccounts && isRegions && partitionOf(trail.homeRegion).id === partitionOf(region).id;
}

/** A state as it is told. */
export function told(state: TrailState): LoggingState {
  const { trail, exists, isLogging, sinceMs, validates, isMultiRegion, isOrganization, selectors } = state;
  return {
    trail: trail.name,
    arn: trailArn(trail),
    homeRegion: trail.homeRegion,
    isLogging: exists === false ? false : isLogging,
    ...{ sinceMs, validates, isMultiRegion, isOrganization },
    selectors: selectors === null ? null : selectorWords(selectors),
    evidence: [...state.evidence],
  };
}
