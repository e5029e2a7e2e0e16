import type { SelectorCategory } from './selectors.ts';

/** What selectors ask of a record. Null: the record does not say. */
export interface RecordFacts {
  /** `other`: Insights, aggregated events and whatever else no event selector of a trail is about. */
  readonly category: SelectorCategory | 'other' | null;
  readonly eventSource: string | null;
  readonly eventName: string | null;
  readonly eventType: string | null;
  readonly readOnly: boolean | null;
  readonly vpcEndpointId: string | null;
  readonly isFromConsole: string | null;
  /** Undefined: there is an identity, and it has no ARN (a service, for instance). */
  readonly userArn: string | null | undefined;
  /** Undefined: the call did not fail. */
  readonly errorCode: string | null | undefined;
  readonly resources: readonly ResourceName[] | null;
}

export interface ResourceName {
  readonly type: string | null;
  readonly arn: string | null;
  /** `ARNPrefix`: stands for all resources whose ARN begins so, as listing a bucket does. */
  readonly isPrefix: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a record for {@link RecordFacts}; null when it is no object. Derived, not read, are:
 *
 * - the category, where eventCategory is missing (before eventVersion 1.07): from managementEvent, else from an
 *   eventType that only one category has;
 * - the S3 object, where `resources` is missing: from requestParameters.bucketName and key (only the bucket: every
 *   object in it);
 * - the Lambda function, where `resources` is missing: from requestParameters.functionName, which is an ARN, or a
 *   name in the caller's account and the record's region.
 */
export function recordFacts(record: unknown): RecordFacts | null {
  if (!isFields(record)) return null;
  return {
    category: categoryOf(record),
    eventSource: textOf(record.eventSource),
    eventName: textOf(record.eventName),
    eventType: textOf(record.eventType),
    readOnly: booleanOf(record.readOnly),
    vpcEndpointId: textOf(record.vpcEndpointId),
    isFromConsole: booleanText(record.sessionCredentialFromConsole),
    userArn: isFields(record.userIdentity) ? (textOf(record.userIdentity.arn) ?? undefined) : null,
    errorCode:
      record.errorCode === undefined || record.errorCode === null ? undefined : textOf(record.errorCode),
    resources: resourcesOf(record),
  };
}

function categoryOf(record: Fields): RecordFacts['category'] {
  switch (textOf(record.eventCategory) ?? textOf(record.eventType)) {
    case 'Management':
    case 'AwsConsoleSignIn':
    case 'AwsConsoleAction':
      return 'Management';
    case 'Data':
      return 'Data';
    case 'NetworkActivity':
    case 'AwsVpceEvent':
      return 'NetworkActivity';
    case 'AwsCloudTrailInsight':
    case 'AwsAggregatedEvent':
      return 'other';
    default: {
      if (textOf(record.eventCategory) !== null) return 'other';
      const isManagement = booleanOf(record.managementEvent);
      return isManagement === null ? null : isManagement ? 'Management' : 'Data';
    }
  }
}

function resourcesOf(record: Fields): readonly ResourceName[] | null {
  if (Array.isArray(record.resources) && record.resources.length > 0) return record.resources.map(nameOf);
  const parameters = record.requestParameters;
  if (!isFields(parameters)) return null;
  if (record.eventSource === 's3.amazonaws.com') return objectOf(record, parameters);
  return record.eventSource === 'lambda.amazonaws.com' ? functionOf(record, parameters) : null;
}

function nameOf(resource: unknown): ResourceName {
  if (!isFields(resource)) return { type: null, arn: null, isPrefix: false };
  const type = textOf(resource.type);
  const arn = textOf(resource.ARN) ?? textOf(resource.arn);
  return arn === null
    ? { type, arn: textOf(resource.ARNPrefix), isPrefix: true }
    : { type, arn, isPrefix: false };
}

function objectOf(record: Fields, parameters: Fields): readonly ResourceName[] | null {
  const bucket = textOf(parameters.bucketName);
  const partition = partitionOf(record);
  // An access point is named by its ARN: whose bucket it leads to is not said.
  if (bucket === null || bucket.startsWith('arn:') || partition === null) return null;
  const key = textOf(parameters.key);
  const arn = `arn:${partition}:s3:::${bucket}/${key ?? ''}`;
  return [{ type: 'AWS::S3::Object', arn, isPrefix: key === null }];
}

function functionOf(record: Fields, parameters: Fields): readonly ResourceName[] | null {
  const given = textOf(parameters.functionName);
  if (given === null) return null;
  const arn = given.startsWith('arn:') ? given : functionArn(record, given);
  // Without a qualifier: `arn:aws:lambda:REGION:ACCOUNT:function:NAME:VERSION`.
  return arn === null
    ? null
    : [{ type: 'AWS::Lambda::Function', arn: arn.split(':').slice(0, 7).join(':'), isPrefix: false }];
}

function functionArn(record: Fields, given: string): string | null {
  const other = /^(\d{12}):(?:function:)?([^:]+)/.exec(given);
  const identity = isFields(record.userIdentity) ? textOf(record.userIdentity.accountId) : null;
  const account = other?.[1] ?? identity;
  const partition = partitionOf(record);
  const region = textOf(record.awsRegion);
  if (account === null || partition === null || region === null) return null;
  return `arn:${partition}:lambda:${region}:${account}:function:${other?.[2] ?? given}`;
}

/** `aws`, `aws-cn`, `aws-us-gov`; null for a region whose partition is not known here. */
function partitionOf(record: Fields): string | null {
  const region = textOf(record.awsRegion);
  if (region === null || /^(?:us-iso|eu-iso|eusc)/.test(region)) return null;
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Some writers print booleans as text. */
function booleanOf(value: unknown): boolean | null {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : null;
}

function booleanText(value: unknown): string | null {
  const known = booleanOf(value);
  return known === null ? null : String(known);
}
