import type { LoggingEvidence } from '../../../contract/integrity.ts';
import type { Selectors } from '../../../contract/selectors/selectors.ts';
import type { TrailName } from './trail-name.ts';

/** What can be known of a trail at a time. */
export interface TrailFacts {
  readonly exists: boolean;
  readonly isLogging: boolean;
  readonly validates: boolean;
  readonly isMultiRegion: boolean;
  readonly isOrganization: boolean;
  readonly hasGlobalEvents: boolean;
  readonly selectors: Selectors;
}

/** Null: it became something that cannot be read. Left out: nothing is said of it. */
export type SaidFacts = { readonly [Name in keyof TrailFacts]?: TrailFacts[Name] | null };

/** One thing that the case says of a trail. */
export interface KnownFact {
  readonly trail: TrailName;
  readonly atMs: number;
  /** `change`: it became so then. `state`: it was so then; since when is not said. */
  readonly kind: 'change' | 'state';
  /**
   * Of changes within one second, which records do not tell apart, what must have come first: a trail is created
   * before it is set, set before it is started or stopped, and deleted at last.
   */
  readonly rank: 0 | 1 | 2 | 3;
  readonly isCreation: boolean;
  readonly facts: SaidFacts;
  readonly evidence: LoggingEvidence;
}

/** A trail that was never told what to select: all management events, no data events (cloudtrail.md d9). */
export const usualSelectors: Selectors = {
  kind: 'basic',
  trailArn: null,
  selectors: [
    {
      readWriteType: 'All',
      includeManagementEvents: true,
      excludeManagementEventSources: [],
      dataResources: [],
    },
  ],
};
