import type { JsonObject } from './json.ts';

/** What every CloudTrail record has some of, and little else has; each makes a record together with another word. */
const strongWords = [
  'eventName',
  'eventSource',
  'eventVersion',
  'eventID',
  'insightDetails',
  'eventCategory',
] as const;
const weakWords = [
  'eventTime',
  'eventType',
  'awsRegion',
  'userIdentity',
  'requestParameters',
  'responseElements',
  'sourceIPAddress',
  'recipientAccountId',
  'requestID',
  'managementEvent',
  'summary',
] as const;

/**
 * Whether an object is a CloudTrail record. Records in the wild lack eventName, eventTime, eventID or
 * userIdentity, so no single key is asked for: two of CloudTrail's own words are, one of them a strong one.
 *
 * Notifications of S3, SQS and DynamoDB streams use the same words; their eventSource begins with `aws:`.
 */
export function isRecord(value: JsonObject): boolean {
  const source = value.eventSource;
  // The usual record, at the price of two lookups.
  if (value.eventName !== undefined && typeof source === 'string') return !source.startsWith('aws:');
  if (typeof source === 'string' && source.startsWith('aws:')) return false;
  let strong = 0;
  for (const word of strongWords) if (value[word] !== undefined) strong += 1;
  if (strong === 0) return false;
  if (strong > 1) return true;
  for (const word of weakWords) if (value[word] !== undefined) return true;
  return false;
}

/** A digest file: it proves log files and holds no events. */
export function isDigest(value: JsonObject): boolean {
  return typeof value.digestS3Object === 'string' && value.digestEndTime !== undefined;
}

/** What an object is that is no CloudTrail record, as far as it can be told. */
export function foreignReason(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'A value is no CloudTrail record.';
  const source = Reflect.get(value, 'eventSource');
  if (typeof source === 'string' && source.startsWith('aws:')) {
    return `It holds ${source === 'aws:s3' ? 'S3 notifications' : 'notifications of another service'}, no CloudTrail records.`;
  }
  if (Reflect.get(value, 'messageType') === 'CONTROL_MESSAGE') return controlReason;
  if (Reflect.has(value, 'detail-type')) return 'The EventBridge event is not about a CloudTrail record.';
  return 'It is JSON without CloudTrail records.';
}

export const controlReason = 'It is a control message of CloudWatch Logs, without records.';
