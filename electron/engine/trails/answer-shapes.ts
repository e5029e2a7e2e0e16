import { z } from 'zod';
import type { TrailOperation } from './trail-answer.ts';

/**
 * The answers of CloudTrail's API as JSON, which the AWS CLI prints, too. Only what Spoor reads is named; objects
 * within may have more, which is kept.
 */

const text = z.string().max(8192).nullish();
const flag = z.boolean().nullish();
/** Seconds of the epoch (the API, the AWS CLI 1) or an ISO time (the AWS CLI 2), as milliseconds. */
const time = z.union([
  z
    .number()
    .min(0)
    .max(8.64e12)
    .transform((seconds) => Math.round(seconds * 1000)),
  z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso)),
]);

export const trailShape = z.looseObject({
  Name: z.string().min(1).max(256),
  TrailARN: text,
  S3BucketName: text,
  S3KeyPrefix: text,
  SnsTopicARN: text,
  SnsTopicName: text,
  IsMultiRegionTrail: flag,
  HomeRegion: text,
  LogFileValidationEnabled: flag,
  CloudWatchLogsLogGroupArn: text,
  KmsKeyId: text,
  IsOrganizationTrail: flag,
});
export type Trail = z.infer<typeof trailShape>;

export const describeTrailsShape = z.looseObject({ trailList: z.array(trailShape).max(1000) });

export const trailStatusShape = z.looseObject({
  IsLogging: z.boolean(),
  LatestDeliveryError: text,
  LatestDigestDeliveryError: text,
  LatestDeliveryTime: time.nullish(),
  StartLoggingTime: time.nullish(),
});

/** What stands in the selectors is read by `selectorsOf`, which says what is wrong with it. */
export const eventSelectorsShape = z.looseObject({
  TrailARN: text,
  EventSelectors: z.array(z.looseObject({})).max(500).nullish(),
  AdvancedEventSelectors: z.array(z.looseObject({})).max(500).nullish(),
});

export const insightSelectorsShape = z.looseObject({
  TrailARN: text,
  InsightSelectors: z
    .array(
      z.looseObject({
        InsightType: z.string().max(256),
        EventCategories: z.array(z.string().max(256)).max(20).nullish(),
      }),
    )
    .max(20),
});

export const tagsShape = z.looseObject({
  ResourceTagList: z
    .array(
      z.looseObject({
        ResourceId: z.string().max(2048),
        TagsList: z
          .array(z.looseObject({ Key: z.string().max(512), Value: z.string().max(1024).nullish() }))
          .max(500)
          .nullish(),
      }),
    )
    .max(1000),
  NextToken: text,
});

/** Base64 of DER, in one line or in several, or that between the marks of PEM. */
export function keyBody(text: string): string {
  return text.replace(/-----(?:BEGIN|END) (?:RSA )?PUBLIC KEY-----/g, '').replace(/\s/g, '');
}

export const publicKeysShape = z.looseObject({
  PublicKeyList: z
    .array(
      z.looseObject({
        // As AWS gives it, or as somebody wrote it into a bundle.
        Value: z
          .string()
          .min(1)
          .max(16_384)
          .refine((key) => /^[A-Za-z\d+/]+={0,2}$/.test(keyBody(key))),
        ValidityStartTime: time,
        ValidityEndTime: time,
        Fingerprint: z.string().regex(/^[\da-fA-F]{16,128}$/),
      }),
    )
    .max(10_000),
  NextToken: text,
});

/** Whether a value has the form of an answer to the operation. */
export const isAnswerTo: Readonly<Record<TrailOperation, (answer: unknown) => boolean>> = {
  DescribeTrails: (answer) => describeTrailsShape.safeParse(answer).success,
  GetTrailStatus: (answer) => trailStatusShape.safeParse(answer).success,
  GetEventSelectors: (answer) => {
    const { success, data } = eventSelectorsShape.safeParse(answer);
    return success && (Array.isArray(data.EventSelectors) || Array.isArray(data.AdvancedEventSelectors));
  },
  GetInsightSelectors: (answer) => insightSelectorsShape.safeParse(answer).success,
  ListTags: (answer) => tagsShape.safeParse(answer).success,
  ListPublicKeys: (answer) => publicKeysShape.safeParse(answer).success,
};
