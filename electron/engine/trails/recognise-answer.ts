import { isDeeperThan, isObject, type JsonObject } from '../ingest/json.ts';
import { describeTrailsShape, isAnswerTo, tagsShape } from './answer-shapes.ts';
import { publicKeysOf } from './public-key-list.ts';
import { type PublicKey, readTrailArn, type TrailOperation } from './trail-answer.ts';

/** What an imported file is that the AWS CLI printed. */
export interface RecognisedAnswer {
  readonly operation: TrailOperation;
  /** Null where the answer does not say, or is about several. */
  readonly trailArn: string | null;
  readonly answer: JsonObject;
  /** Of `list-public-keys`; else none. Which region they are of the answer does not say. */
  readonly publicKeys: readonly PublicKey[];
}

/** More than any trail's answers; a bigger file is something else. */
const maxCharacters = 4 * 1024 * 1024;
const maxDepth = 32;

/** The names at the top of each answer, of which it has the first, or one of the first two for selectors. */
const namesOf: Readonly<Record<TrailOperation, readonly string[]>> = {
  DescribeTrails: ['trailList'],
  GetTrailStatus: [
    'IsLogging',
    'LatestDeliveryError',
    'LatestNotificationError',
    'LatestDeliveryTime',
    'LatestNotificationTime',
    'StartLoggingTime',
    'StopLoggingTime',
    'LatestCloudWatchLogsDeliveryError',
    'LatestCloudWatchLogsDeliveryTime',
    'LatestDigestDeliveryTime',
    'LatestDigestDeliveryError',
    'LatestDeliveryAttemptTime',
    'LatestNotificationAttemptTime',
    'LatestNotificationAttemptSucceeded',
    'LatestDeliveryAttemptSucceeded',
    'TimeLoggingStarted',
    'TimeLoggingStopped',
  ],
  GetEventSelectors: ['TrailARN', 'EventSelectors', 'AdvancedEventSelectors'],
  GetInsightSelectors: ['InsightSelectors', 'TrailARN', 'EventDataStoreArn', 'InsightsDestination'],
  ListTags: ['ResourceTagList', 'NextToken'],
  ListPublicKeys: ['PublicKeyList', 'NextToken'],
};

/** {@link recogniseAnswer} for the text of a file. */
export function recogniseAnswerText(text: string): RecognisedAnswer | null {
  if (text.length > maxCharacters || !/^\ufeff?\s*\{\s*"/.test(text.slice(0, 200))) return null;
  // Most files are logs: a look at the beginning spares them a second parsing.
  if (!Object.values(namesOf).some((names) => names.some((name) => text.includes(`"${name}"`)))) return null;
  try {
    return recogniseAnswer(JSON.parse(text.replace(/^\ufeff/, '')));
  } catch (error) {
    // Not JSON: whoever reads logs will say what is wrong with it.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Recognises what the AWS CLI prints for the six operations (`aws cloudtrail describe-trails`, …). Nothing but the
 * names of the answer may stand at its top, so that no CloudTrail log, digest or notification is taken for one.
 */
export function recogniseAnswer(value: unknown): RecognisedAnswer | null {
  if (!isObject(value) || isDeeperThan(value, maxDepth)) return null;
  // boto3 adds it when a script prints its answer.
  const { ResponseMetadata: _, ...answer } = value;
  const names = Object.keys(answer);
  for (const [operation, known] of entriesOf(namesOf)) {
    const isOfIt =
      names.includes(known[0] ?? '') &&
      names.every((name) => known.includes(name)) &&
      isAnswerTo[operation](answer);
    if (isOfIt) {
      const publicKeys = operation === 'ListPublicKeys' ? (publicKeysOf(answer, null) ?? []) : [];
      return { operation, trailArn: trailOf(operation, answer), answer, publicKeys };
    }
  }
  return null;
}

function trailOf(operation: TrailOperation, answer: JsonObject): string | null {
  const arns = namedArns(operation, answer);
  const [only] = arns;
  return arns.length === 1 && only !== undefined && readTrailArn(only) !== null ? only : null;
}

function namedArns(operation: TrailOperation, answer: JsonObject): readonly string[] {
  if (operation === 'DescribeTrails') {
    return describeTrailsShape.parse(answer).trailList.map(({ TrailARN }) => TrailARN ?? '');
  }
  if (operation === 'ListTags')
    return tagsShape.parse(answer).ResourceTagList.map(({ ResourceId }) => ResourceId);
  return typeof answer.TrailARN === 'string' ? [answer.TrailARN] : [];
}

function entriesOf<Key extends string, Value>(
  record: Readonly<Record<Key, Value>>,
): readonly (readonly [Key, Value])[];
function entriesOf<Value>(record: Readonly<Record<string, Value>>): readonly (readonly [string, Value])[] {
  return Object.entries(record);
}
