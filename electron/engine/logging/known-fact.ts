import type { LoggingEvidence } from '../../contract/integrity.ts';
import type { Selectors } from '../../contract/selectors/selectors.ts';
import type { TrailName } from './trail-name.ts';

/** What can be known of a trail at a time. */
export interface TrailFacts {
  readonly exists: boolean;
  readonly isLogging: boolean;
  readonly validates: boolean;
  readonly isMultiRegion: boolean;
  readonly isOrganization: boolean;
  readonly selectors: Selectors;
}

/** One thing that the case says of a trail, from a time on. */
export interface KnownFact {
  readonly trail: TrailName;
  readonly atMs: number;
  readonly facts: Partial<TrailFacts>;
  /** `change`: it became so at this time. `state`: it was so when it was asked; since when is not said. */
  readonly kind: 'change' | 'state';
  /** The trail was made at this time. */
  readonly isCreation?: boolean;
  readonly evidence: LoggingEvidence;
}

/** The selectors of a trail that was never given any: all management events, no data (cloudtrail.md d9). */
export const defaultSelectors: Selectors = {
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
