import { z } from 'zod';
import type { ChangeRecord, TrailChange } from './change-records.ts';
import { trailChanges } from './change-records.ts';
import { type KnownFact, type SaidFacts, usualSelectors } from './known-fact.ts';
import { readEventSelectors } from './read-selectors.ts';
import { type TrailName, trailOfArn, trailOfRequest } from './trail-name.ts';

/** Undefined: not said. Null: said in a way that cannot be read. */
const flag = z
  .unknown()
  .optional()
  .transform((given) =>
    typeof given === 'boolean' ? given : (given ?? undefined) === undefined ? undefined : null,
  );
const text = z.string().max(2048).nullish().catch(null);
const settings = z
  .looseObject({
    name: text,
    trailName: text,
    trailARN: text,
    isMultiRegionTrail: flag,
    isOrganizationTrail: flag,
    includeGlobalServiceEvents: flag,
    enableLogFileValidation: flag,
    logFileValidationEnabled: flag,
    /** CloudTrail leaves out what is too long. */
    omitted: flag,
  })
  .nullish()
  .catch(null);
const shape = z.looseObject({
  eventName: z.enum(trailChanges),
  errorCode: z.union([z.null(), z.literal('')]).optional(),
  requestParameters: settings,
  responseElements: settings,
});
type Said = z.infer<typeof shape>;

/** What successful changes say; one whose trail cannot be told says nothing. */
export function factsOfChanges(records: readonly ChangeRecord[]): readonly KnownFact[] {
  return records.flatMap((given) => {
    const read = shape.safeParse(given.record);
    const trail = read.success ? trailOf(read.data, given) : null;
    return read.success && trail !== null ? [factOf(read.data, trail, given)] : [];
  });
}

/** The response names it by its ARN; StartLogging, StopLogging and DeleteTrail have no response. */
function trailOf({ requestParameters: asked, responseElements }: Said, { account, region }: ChangeRecord) {
  const answered = trailOfArn(responseElements?.trailARN ?? '');
  const place = { account: account ?? '', region: region ?? '' };
  return answered ?? trailOfRequest(asked?.name ?? asked?.trailName ?? '', place);
}

function factOf(said: Said, trail: TrailName, { event, atMs }: ChangeRecord): KnownFact {
  const { eventName } = said;
  const { rank, sentence } = changeWords(trail.name)[eventName];
  return {
    trail,
    atMs,
    kind: 'change',
    rank,
    isCreation: eventName === 'CreateTrail',
    facts: saidFacts(said),
    evidence: { sentence, event, atMs },
  };
}

function changeWords(
  name: string,
): Readonly<Record<TrailChange, { readonly rank: KnownFact['rank']; readonly sentence: string }>> {
  return {
    CreateTrail: { rank: 0, sentence: `${name} was created; a new trail logs only once it is started.` },
    UpdateTrail: { rank: 1, sentence: `Settings of ${name} were changed.` },
    PutEventSelectors: { rank: 1, sentence: `What ${name} selects was changed.` },
    PutInsightSelectors: { rank: 1, sentence: `Which insights ${name} looks for was changed.` },
    StartLogging: { rank: 2, sentence: `Logging of ${name} was started.` },
    StopLogging: { rank: 2, sentence: `Logging of ${name} was stopped.` },
    DeleteTrail: { rank: 3, sentence: `${name} was deleted.` },
  };
}

function saidFacts(said: Said): SaidFacts {
  switch (said.eventName) {
    case 'CreateTrail':
      return {
        exists: true,
        isLogging: false,
        selectors: usualSelectors,
        ...settingsOf(said, usualSettings),
      };
    case 'UpdateTrail':
      return { exists: true, ...settingsOf(said, {}) };
    case 'PutEventSelectors':
      return { exists: true, selectors: selectorsOf(said) };
    case 'PutInsightSelectors':
      return { exists: true };
    case 'StartLogging':
      return { exists: true, isLogging: true };
    case 'StopLogging':
      return { exists: true, isLogging: false };
    case 'DeleteTrail':
      return { ...unknownSettings, exists: false, isLogging: false, selectors: null };
  }
}

const unknownSettings: SaidFacts = {
  validates: null,
  isMultiRegion: null,
  isOrganization: null,
  hasGlobalEvents: null,
};

/** The defaults of CreateTrail stand for what was left out. */
const usualSettings: SaidFacts = {
  validates: false,
  isMultiRegion: false,
  isOrganization: false,
  hasGlobalEvents: true,
};

/** As AWS answered, else as it was asked to; of a request that is not whole anything may be missing. */
function settingsOf(said: Said, leftOut: SaidFacts): SaidFacts {
  const { requestParameters: asked, responseElements: answered } = said;
  const isWhole = asked !== null && asked !== undefined && asked.omitted === undefined;
  const validates = answered?.logFileValidationEnabled ?? asked?.enableLogFileValidation;
  const isMultiRegion = answered?.isMultiRegionTrail ?? asked?.isMultiRegionTrail;
  const isOrganization = answered?.isOrganizationTrail ?? asked?.isOrganizationTrail;
  const hasGlobalEvents = answered?.includeGlobalServiceEvents ?? asked?.includeGlobalServiceEvents;
  return {
    ...(isWhole ? leftOut : unknownSettings),
    ...(validates === undefined ? {} : { validates }),
    ...(isMultiRegion === undefined ? {} : { isMultiRegion }),
    ...(isOrganization === undefined ? {} : { isOrganization }),
    ...(hasGlobalEvents === undefined ? {} : { hasGlobalEvents }),
  };
}

/** It succeeded, so what cannot be read here replaced what was known before. */
function selectorsOf({ requestParameters: asked, responseElements: answered }: Said) {
  return readEventSelectors(answered ?? null) ?? readEventSelectors(asked ?? null);
}
