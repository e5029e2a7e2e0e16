import {
  CloudTrailClient,
  type CloudTrailClientConfig,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
  ListTagsCommand,
} from '@aws-sdk/client-cloudtrail';
import type { JsonObject } from '../ingest/json.ts';
import { awsFailureOf } from '../sources/s3/aws-failure.ts';
import { quiet, requestHandlerOptions } from '../sources/s3/http-agents.ts';
import { describeTrailsShape, isAnswerTo } from './answer-shapes.ts';
import { type Asking, answerTo, everyPage, once, type Send } from './ask-answer.ts';
import { keepBody } from './keep-body.ts';
import { keySpan, type TimeSpan, windowsOf } from './key-windows.ts';
import { publicKeysOf } from './public-key-list.ts';
import { type PublicKey, readTrailArn, type TrailAnswer, type TrailOperation } from './trail-answer.ts';

/** Whom to ask, as whom, and about what. */
export interface AskTrails {
  readonly credentials: NonNullable<CloudTrailClientConfig['credentials']>;
  /** Null: AWS's own of each region. Where the bucket is not AWS's there are no trails: do not ask. */
  readonly endpoint: string | null;
  /** Certificates of a private authority, trusted beside the usual ones. */
  readonly caPem: string | null;
  /** Trails that deliver into this bucket are asked for the rest. */
  readonly bucket: string;
  /** Regions that may be home to such a trail: the bucket's, and those that digests name. */
  readonly homeRegions: readonly string[];
  /** Regions whose digests are synced. Keys are asked for there and in the homes of the trails that were found. */
  readonly keyRegions: readonly string[];
  /** What is synced; null asks for no keys. */
  readonly span: TimeSpan | null;
  readonly clock: () => number;
}

export interface TrailsAsked {
  /** In the order of asking; a denial is one, too, with its problem. */
  readonly answers: readonly TrailAnswer[];
  readonly publicKeys: readonly PublicKey[];
}

interface Region extends Asking {
  readonly client: CloudTrailClient;
}

const maxAnswerBytes = 8 * 1024 * 1024;
const maxTrails = 100;
const maxAttempts = 3;

/**
 * Asks CloudTrail what its trails are and how its digests can be verified. Needs permissions that a reader of the
 * bucket may not have: whatever is not answered is a problem in `answers`, and nothing stops the rest.
 *
 * @throws the signal's reason when it is aborted
 */
export async function askTrails(options: AskTrails, signal: AbortSignal): Promise<TrailsAsked> {
  const asked = await Promise.all(
    [...new Set(options.homeRegions)].map((region) =>
      inRegion(options, region, signal, (place) => askHome(place, options.bucket)),
    ),
  );
  const homes = asked.filter(({ hasTrails }) => hasTrails).map(({ region }) => region);
  const { span } = options;
  const keyRegions = span === null ? [] : [...new Set([...options.keyRegions, ...homes])];
  const keys = await Promise.all(
    keyRegions.map((region) =>
      inRegion(options, region, signal, (place) =>
        askKeys(place, keySpan(span ?? { sinceMs: 0, untilMs: 0 })),
      ),
    ),
  );
  return {
    answers: [...asked.flatMap(({ answers }) => answers), ...keys],
    publicKeys: keys.flatMap(({ answer, region }) => publicKeysOf(answer, region) ?? []),
  };
}

async function inRegion<T>(
  options: AskTrails,
  region: string,
  signal: AbortSignal,
  ask: (place: Region) => Promise<T>,
): Promise<T> {
  const client = new CloudTrailClient({
    credentials: options.credentials,
    region,
    maxAttempts,
    logger: quiet,
    requestHandler: requestHandlerOptions({ caPem: options.caPem, timeoutMs: 30_000 }),
    ...(options.endpoint === null ? {} : { endpoint: options.endpoint }),
  });
  const lastBody = keepBody(client.middlewareStack, maxAnswerBytes);
  try {
    return await ask({ client, region, signal, clock: options.clock, lastBody });
  } finally {
    client.destroy();
  }
}

async function askHome(place: Region, bucket: string) {
  const { client, region, signal } = place;
  // A shadow is the same trail seen from another region; status and selectors are asked of its home.
  const trails = await askOne(place, 'DescribeTrails', null, () =>
    client.send(new DescribeTrailsCommand({ includeShadowTrails: false }), { abortSignal: signal }),
  );
  const read = describeTrailsShape.safeParse(trails.answer);
  const arns = (read.success ? read.data.trailList : [])
    .filter(({ S3BucketName }) => S3BucketName === bucket)
    .map(({ TrailARN }) => TrailARN ?? '')
    .filter((arn) => readTrailArn(arn) !== null)
    .slice(0, maxTrails);
  const answers = [trails];
  for (const arn of arns) answers.push(...(await askTrail(place, arn)));
  return { answers, region, hasTrails: arns.length > 0 };
}

async function askTrail(place: Region, arn: string): Promise<readonly TrailAnswer[]> {
  const { client, signal } = place;
  const abort = { abortSignal: signal };
  return [
    await askOne(place, 'GetTrailStatus', arn, () =>
      client.send(new GetTrailStatusCommand({ Name: arn }), abort),
    ),
    await askOne(place, 'GetEventSelectors', arn, () =>
      client.send(new GetEventSelectorsCommand({ TrailName: arn }), abort),
    ),
    await askInsights(place, arn),
    await answerTo(
      place,
      { operation: 'ListTags', trailArn: arn },
      () =>
        everyPage(place, 'ResourceTagList', (page) =>
          client.send(new ListTagsCommand({ ResourceIdList: [arn], ...page }), abort),
        ),
      isAnswerTo.ListTags,
    ),
  ];
}

async function askOne(place: Region, operation: TrailOperation, trailArn: string | null, send: Send) {
  return answerTo(place, { operation, trailArn }, () => once(place, send), isAnswerTo[operation]);
}

/** A trail without insights is answered with an error; for us it is an answer like that of a trail that has none left. */
async function askInsights(place: Region, arn: string): Promise<TrailAnswer> {
  const { client, signal } = place;
  const none: JsonObject = { TrailARN: arn, InsightSelectors: [] };
  const ask = async () => {
    try {
      return await once(place, () =>
        client.send(new GetInsightSelectorsCommand({ TrailName: arn }), { abortSignal: signal }),
      );
    } catch (error) {
      if (awsFailureOf(error).code === 'InsightNotEnabledException') return none;
      throw error;
    }
  };
  return answerTo(
    place,
    { operation: 'GetInsightSelectors', trailArn: arn },
    ask,
    isAnswerTo.GetInsightSelectors,
  );
}

async function askKeys(place: Region, span: TimeSpan): Promise<TrailAnswer> {
  const ask = async () => {
    try {
      return await keysOf(place, span);
    } catch (error) {
      // How long a span may be is not documented. If it is too long, it says so.
      const isTooLong =
        awsFailureOf(error).code === 'InvalidTimeRangeException' && windowsOf(span).length > 1;
      if (!isTooLong) throw error;
    }
    const lists: unknown[] = [];
    for (const window of windowsOf(span)) {
      const { PublicKeyList: list } = await keysOf(place, window);
      if (Array.isArray(list)) lists.push(...list);
    }
    return { PublicKeyList: lists };
  };
  return answerTo(place, { operation: 'ListPublicKeys', trailArn: null }, ask, isAnswerTo.ListPublicKeys);
}

async function keysOf(place: Region, { sinceMs, untilMs }: TimeSpan): Promise<JsonObject> {
  const { client, signal } = place;
  return everyPage(place, 'PublicKeyList', (page) =>
    client.send(
      new ListPublicKeysCommand({ StartTime: new Date(sinceMs), EndTime: new Date(untilMs), ...page }),
      { abortSignal: signal },
    ),
  );
}
