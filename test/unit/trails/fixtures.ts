import type { TrailAnswer } from '../../../electron/engine/trails/trail-answer.ts';

export const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main';

export const answers = {
  DescribeTrails: {
    trailList: [
      {
        Name: 'main',
        S3BucketName: 'corp-logs',
        S3KeyPrefix: 'audit',
        SnsTopicARN: 'arn:aws:sns:eu-west-1:111122223333:trail',
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        HomeRegion: 'eu-west-1',
        TrailARN: arn,
        LogFileValidationEnabled: true,
        CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:trail:*',
        KmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012',
        HasCustomEventSelectors: true,
        HasInsightSelectors: true,
        IsOrganizationTrail: false,
      },
    ],
  },
  GetTrailStatus: {
    IsLogging: true,
    LatestDeliveryTime: 1_772_323_200.5,
    StartLoggingTime: 1_700_000_000,
    LatestDigestDeliveryError: 'AccessDenied',
    TimeLoggingStopped: '',
  },
  GetEventSelectors: {
    TrailARN: arn,
    EventSelectors: [
      {
        ReadWriteType: 'All',
        IncludeManagementEvents: true,
        DataResources: [],
        ExcludeManagementEventSources: ['kms.amazonaws.com'],
      },
    ],
  },
  GetInsightSelectors: {
    TrailARN: arn,
    InsightSelectors: [
      { InsightType: 'ApiCallRateInsight' },
      { InsightType: 'ApiErrorRateInsight', EventCategories: ['Management', 'Data'] },
    ],
  },
  ListTags: { ResourceTagList: [{ ResourceId: arn, TagsList: [{ Key: 'owner', Value: 'security' }] }] },
  ListPublicKeys: {
    PublicKeyList: [
      {
        Value: 'MAkCAgDvAgMBAAE=',
        ValidityStartTime: 1_772_000_000,
        ValidityEndTime: 1_774_592_000,
        Fingerprint: '7f3f401420072e50a65a141430817ab3',
      },
    ],
  },
} as const;

export function anAnswer(operation: keyof typeof answers, overrides: Partial<TrailAnswer> = {}): TrailAnswer {
  const isAboutRegion = operation === 'DescribeTrails' || operation === 'ListPublicKeys';
  return {
    operation,
    takenAtMs: 1_000,
    origin: 'aws',
    region: 'eu-west-1',
    trailArn: isAboutRegion ? null : arn,
    fileName: null,
    answer: answers[operation],
    problem: null,
    ...overrides,
  };
}
