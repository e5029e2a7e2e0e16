/** What CloudTrail takes a call for, and whether it only reads; null is not known. */
export interface EventKind {
  readonly category: 'Management' | 'Data' | null;
  /** Of a data event: the type of resource that selectors name. */
  readonly resourceType: string | null;
  readonly isReadOnly: boolean;
}

interface DataCalls {
  readonly source: string;
  readonly resourceType: string;
  readonly names: RegExp;
}

/**
 * Calls that are data events, of the services that basic selectors know and of some that advanced ones add.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html and, for
 * S3's, https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const dataCalls: readonly DataCalls[] = [
  {
    source: 's3.amazonaws.com',
    resourceType: 'AWS::S3::Object',
    names:
      /^(?:(?:Get|Put|Head|Delete|Copy|Restore)Object(?:Acl|Tagging|Attributes|LegalHold|LockLegalHold|LockRetention|Retention|Torrent)?|DeleteObjects|ListObjects(?:V2)?|ListObjectVersions|ListParts|ListMultipartUploads|UploadPart(?:Copy)?|(?:Create|Complete|Abort)MultipartUpload|SelectObjectContent|HeadBucket)$/,
  },
  {
    source: 'lambda.amazonaws.com',
    resourceType: 'AWS::Lambda::Function',
    names: /^Invoke(?:Async|WithResponseStream)?$/,
  },
  {
    source: 'dynamodb.amazonaws.com',
    resourceType: 'AWS::DynamoDB::Table',
    names:
      /^(?:(?:Get|Put|Update|Delete|BatchGet|BatchWrite|TransactGet|TransactWrite)Items?|Query|Scan|(?:Batch)?ExecuteStatement|ExecuteTransaction)$/,
  },
  {
    source: 'sqs.amazonaws.com',
    resourceType: 'AWS::SQS::Queue',
    names: /^(?:Send|Receive|Delete)Message(?:Batch)?$/,
  },
  { source: 'sns.amazonaws.com', resourceType: 'AWS::SNS::Topic', names: /^Publish(?:Batch)?$/ },
];

/** Services of which some calls are data events, and not all are listed here. */
const partlyData: ReadonlySet<string> = new Set([
  'bedrock.amazonaws.com',
  'cognito-identity.amazonaws.com',
  'kinesis.amazonaws.com',
  'sagemaker.amazonaws.com',
  'ssmmessages.amazonaws.com',
  'xray.amazonaws.com',
]);

export function eventKind(source: string, name: string): EventKind {
  const isReadOnly =
    /^(?:Get|List|Describe|Head|Lookup|BatchGet|TransactGet|Query|Scan|Select|Search|Receive)/.test(name);
  const data = dataCalls.find((calls) => calls.source === source && calls.names.test(name));
  if (data !== undefined) return { category: 'Data', resourceType: data.resourceType, isReadOnly };
  return { category: partlyData.has(source) ? null : 'Management', resourceType: null, isReadOnly };
}
