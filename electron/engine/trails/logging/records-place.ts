import type { LoggableQuestion } from '../../../contract/integrity.ts';
import { globalInUsEast1Ms, globalServices } from './data-calls.ts';
import type { TrailState } from './replay.ts';
import type { Answer } from './selects.ts';

/** Where a call is recorded. */
export interface CallPlace {
  readonly atMs: number;
  readonly account: string;
  readonly region: string;
  /** Of a service without regions; `maybe`: of one that has an address without a region, too. */
  readonly isGlobal: boolean | 'maybe';
}

/** Services without regions record their calls in us-east-1 (elsewhere than in AWS's commercial regions: not known). */
export function callPlace({ atMs, account, region, source }: LoggableQuestion): CallPlace {
  const isCommercial = /^(?!us-gov-|us-iso|eu-iso|eusc-|cn-)[a-z]{2}-/.test(region);
  if (isCommercial && globalServices.has(source))
    return { atMs, account, region: 'us-east-1', isGlobal: true };
  const isGlobal = isCommercial && source === 'sts.amazonaws.com' && region === 'us-east-1';
  return { atMs, account, region, isGlobal: isGlobal ? 'maybe' : false };
}

/** Whether a trail records what is called there, if it is logging and selects it. */
export function recordsPlace(state: TrailState, place: CallPlace, isInOrganization: boolean): Answer {
  return both(ofAccount(state, place, isInOrganization), ofRegion(state, place));
}

function ofAccount(
  { trail, isOrganization }: TrailState,
  { account }: CallPlace,
  isInOrganization: boolean,
): Answer {
  if (trail.account === account) return 'yes';
  if (isOrganization === true) return isInOrganization ? 'yes' : 'unknown';
  return isOrganization === null ? 'unknown' : 'no';
}

function ofRegion(state: TrailState, { region, isGlobal, atMs }: CallPlace): Answer {
  const { trail, isMultiRegion, hasGlobalEvents } = state;
  // A trail of all regions always has the services without one.
  if (isMultiRegion === true) return 'yes';
  const isHome = trail.homeRegion === region;
  if (isGlobal === false) return isHome ? 'yes' : answerOf(isMultiRegion);
  if (isGlobal === 'maybe')
    return isHome ? (hasGlobalEvents === true ? 'yes' : 'unknown') : answerOf(isMultiRegion);
  if (isHome || atMs < globalInUsEast1Ms) {
    return hasGlobalEvents === false && isMultiRegion === null ? 'unknown' : answerOf(hasGlobalEvents);
  }
  return answerOf(isMultiRegion);
}

function answerOf(known: boolean | null): Answer {
  return known === null ? 'unknown' : known ? 'yes' : 'no';
}

function both(a: Answer, b: Answer): Answer {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' && b === 'yes' ? 'yes' : 'unknown';
}
