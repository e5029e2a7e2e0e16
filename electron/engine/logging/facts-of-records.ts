import { z } from 'zod';
import type { Database } from '../case/driver.ts';
import { fileBytes, recordPlace } from '../case/records.ts';
import { numberAt } from '../case/row.ts';
import { recordTextAt } from '../ingest/slice-record.ts';
import { selectorsIn } from './facts-of-answers.ts';
import { defaultSelectors, type KnownFact, type TrailFacts } from './known-fact.ts';
import { type TrailName, trailOfArn, trailOfRequest } from './trail-name.ts';

const changes = [
  'CreateTrail',
  'UpdateTrail',
  'PutEventSelectors',
  'StartLogging',
  'StopLogging',
  'DeleteTrail',
] as const;
type Change = (typeof changes)[number];

/** More changes than a company makes in years; a case may hold anything. */
const mostRecords = 5000;

const flag = z.boolean().nullish().catch(null);
const text = z.string().max(2048).nullish().catch(null);
const shape = z.looseObject({
  eventName: z.enum(changes),
  eventTime: z.iso.datetime({ offset: true }),
  awsRegion: z.string().max(64),
  recipientAccountId: z.string().max(20).nullish().catch(null),
  errorCode: z.unknown().optional(),
  requestParameters: z
    .looseObject({
      name: text,
      trailName: text,
      isMultiRegionTrail: flag,
      isOrganizationTrail: flag,
      enableLogFileValidation: flag,
    })
    .nullish()
    .catch(null),
  responseElements: z.looseObject({ trailARN: text }).nullish().catch(null),
});
type ChangeRecord = z.infer<typeof shape>;

export interface RecordedFacts {
  readonly facts: readonly KnownFact[];
  /** There are more such records than were read. */
  readonly isCutShort: boolean;
}

/** Successful changes of trails that the case has records of; each event once, from the bytes as delivered. */
export function factsOfRecords(db: Database): RecordedFacts {
  const rows = db.all(
    `SELECT e.id FROM events AS e
    WHERE e.duplicate_of IS NULL AND e.call_id IN (
      SELECT c.id FROM calls AS c JOIN terms AS n ON n.id = c.name_t JOIN terms AS s ON s.id = c.source_t
      WHERE s.text = 'cloudtrail.amazonaws.com' AND c.error_t IS NULL
        AND n.text IN (${changes.map((name) => `'${name}'`).join(', ')}))
    ORDER BY e.time_ms LIMIT ${mostRecords + 1}`,
  );
  const facts = rows.slice(0, mostRecords).flatMap((row) => {
    const event = numberAt(row, 'id');
    const place = recordPlace(db, event);
    const read = shape.safeParse(JSON.parse(recordTextAt(fileBytes(db, place), place.position)));
    return read.success ? factsOf(read.data, event) : [];
  });
  return { facts, isCutShort: rows.length > mostRecords };
}

function factsOf(record: ChangeRecord, event: number): readonly KnownFact[] {
  const trail = trailOf(record);
  if (trail === null || (record.errorCode !== undefined && record.errorCode !== null)) return [];
  const atMs = Date.parse(record.eventTime);
  const words: Readonly<Record<Change, string>> = {
    CreateTrail: `The trail ${trail.name} was created; it logs after StartLogging.`,
    UpdateTrail: `The trail ${trail.name} was changed.`,
    PutEventSelectors: `What ${trail.name} selects was changed.`,
    StartLogging: `Logging of ${trail.name} was started.`,
    StopLogging: `Logging of ${trail.name} was stopped.`,
    DeleteTrail: `The trail ${trail.name} was deleted.`,
  };
  return [
    {
      ...{ trail, atMs, kind: 'change', facts: changedFacts(record) },
      isCreation: record.eventName === 'CreateTrail',
      evidence: { sentence: words[record.eventName], event, atMs },
    },
  ];
}

function trailOf({ awsRegion, recipientAccountId, requestParameters, responseElements }: ChangeRecord) {
  const byAnswer: TrailName | null = trailOfArn(responseElements?.trailARN ?? '');
  if (byAnswer !== null) return byAnswer;
  const given = requestParameters?.name ?? requestParameters?.trailName ?? '';
  return trailOfRequest(given, recipientAccountId ?? '', awsRegion);
}

function changedFacts({ eventName, requestParameters }: ChangeRecord): Partial<TrailFacts> {
  switch (eventName) {
    case 'CreateTrail':
      return {
        exists: true,
        isLogging: false,
        isMultiRegion: false,
        isOrganization: false,
        validates: false,
        selectors: defaultSelectors,
        ...settings(requestParameters),
      };
    case 'UpdateTrail':
      return { exists: true, ...settings(requestParameters) };
    case 'PutEventSelectors': {
      const selectors = selectorsIn(requestParameters);
      return { exists: true, ...(selectors === null ? {} : { selectors }) };
    }
    case 'StartLogging':
      return { exists: true, isLogging: true };
    case 'StopLogging':
      return { exists: true, isLogging: false };
    case 'DeleteTrail':
      return { exists: false, isLogging: false };
  }
}

function settings(said: ChangeRecord['requestParameters']): Partial<TrailFacts> {
  const { isMultiRegionTrail, isOrganizationTrail, enableLogFileValidation } = said ?? {};
  return {
    ...(typeof isMultiRegionTrail === 'boolean' ? { isMultiRegion: isMultiRegionTrail } : {}),
    ...(typeof isOrganizationTrail === 'boolean' ? { isOrganization: isOrganizationTrail } : {}),
    ...(typeof enableLogFileValidation === 'boolean' ? { validates: enableLogFileValidation } : {}),
  };
}
