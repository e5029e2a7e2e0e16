/** What a call is to CloudTrail. */
export type CallCategory = 'Management' | 'Data';

/** Calls of a service that are data events on one type of resource. */
interface DataCalls {
  readonly resourceType: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

interface ServiceCalls {
  readonly data: readonly DataCalls[];
  /** Every other call of it is a management event; else only those named are known to be. */
  readonly others: 'management' | readonly string[];
}

const s3Objects: DataCalls = {
  resourceType: 'AWS::S3::Object',
  reads: [
    ...['GetObject', 'GetObjectAcl', 'GetObjectAttributes', 'GetObjectLegalHold', 'GetObjectRetention'],
    ...['GetObjectTagging', 'GetObjectTorrent', 'HeadBucket', 'HeadObject', 'ListMultipartUploads'],
    ...['ListObjects', 'ListObjectsV2', 'ListObjectVersions', 'ListParts', 'SelectObjectContent'],
  ],
  writes: [
    ...['AbortMultipartUpload', 'CompleteMultipartUpload', 'CopyObject', 'CreateMultipartUpload'],
    ...['DeleteObject', 'DeleteObjects', 'DeleteObjectTagging', 'PostObject', 'PutObject', 'PutObjectAcl'],
    ...['PutObjectLegalHold', 'PutObjectRetention', 'PutObjectTagging', 'RestoreObject', 'UploadPart'],
    'UploadPartCopy',
  ],
};

const tableItems: DataCalls = {
  resourceType: 'AWS::DynamoDB::Table',
  reads: ['BatchGetItem', 'GetItem', 'Query', 'Scan', 'TransactGetItems'],
  writes: ['BatchWriteItem', 'DeleteItem', 'PutItem', 'TransactWriteItems', 'UpdateItem'],
};

/**
 * The services whose data events are asked about most, as AWS lists them.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html, for S3
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html, for DynamoDB
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html
 */
export const serviceCalls: ReadonlyMap<string, ServiceCalls> = new Map<string, ServiceCalls>([
  ['s3.amazonaws.com', { data: [s3Objects], others: 'management' }],
  [
    'lambda.amazonaws.com',
    {
      data: [
        {
          resourceType: 'AWS::Lambda::Function',
          reads: [],
          writes: ['Invoke', 'InvokeAsync', 'InvokeWithResponseStream'],
        },
      ],
      others: 'management',
    },
  ],
  [
    'dynamodb.amazonaws.com',
    {
      data: [tableItems],
      // What reads streams is a data event of another type; PartiQL is of tables, reading or writing as it says.
      others: [
        ...['CreateBackup', 'CreateGlobalTable', 'CreateTable', 'DeleteBackup', 'DeleteTable', 'ListTables'],
        ...['DescribeContinuousBackups', 'DescribeTable', 'DescribeTimeToLive', 'TagResource'],
        ...['RestoreTableFromBackup', 'RestoreTableToPointInTime', 'UntagResource', 'UpdateTable'],
        ...['UpdateContinuousBackups', 'UpdateTimeToLive'],
      ],
    },
  ],
  [
    'sqs.amazonaws.com',
    {
      data: [
        {
          resourceType: 'AWS::SQS::Queue',
          reads: [],
          writes: ['DeleteMessage', 'DeleteMessageBatch', 'SendMessage', 'SendMessageBatch'],
        },
      ],
      others: ['AddPermission', 'CreateQueue', 'DeleteQueue', 'RemovePermission', 'SetQueueAttributes'],
    },
  ],
  [
    'ssm.amazonaws.com',
    {
      data: [],
      others: [
        ...['CancelCommand', 'CreateDocument', 'DeleteParameter', 'DescribeInstanceInformation'],
        ...['DescribeParameters', 'GetParameter', 'GetParameters', 'GetParametersByPath', 'PutParameter'],
        ...['ResumeSession', 'SendCommand', 'StartSession', 'TerminateSession'],
      ],
    },
  ],
]);

/** Services all of whose calls are management events: AWS's list names no type of data for them. */
export const managementServices: ReadonlySet<string> = new Set(
  [
    ...['access-analyzer', 'account', 'athena', 'autoscaling', 'budgets', 'cloudformation', 'cloudtrail'],
    ...['codebuild', 'codecommit', 'codedeploy', 'codepipeline', 'config', 'ds', 'ecr', 'elasticache'],
    ...['elasticfilesystem', 'elasticloadbalancing', 'iam', 'identitystore', 'inspector2', 'kms', 'macie2'],
    ...['organizations', 'ram', 'rds', 'route53', 'secretsmanager', 'securityhub', 'servicequotas'],
    ...['shield', 'signin', 'sso', 'sts', 'tagging', 'waf', 'wafv2', 'ec2'],
  ].map((name) => `${name}.amazonaws.com`),
);

/** Calls whose name does not tell that they only read (`readOnly` of their records is true). */
export const readingCalls: ReadonlySet<string> = new Set(
  [
    ...['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
    ...['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
    ...['iam:SimulatePrincipalPolicy', 'secretsmanager:BatchGetSecretValue'],
  ].map((call) => call.replace(':', '.amazonaws.com:')),
);

/**
 * Services without regions, whose events are those of us-east-1 since 22 November 2021 (cloudtrail.md d1); before, of
 * every trail's home region that included global services.
 */
export const globalServices: ReadonlySet<string> = new Set(
  ['cloudfront', 'iam', 'organizations', 'route53'].map((name) => `${name}.amazonaws.com`),
);
export const globalInUsEast1Ms = Date.UTC(2021, 10, 22);
