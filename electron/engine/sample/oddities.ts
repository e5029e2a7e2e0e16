import { gzipSync } from 'node:zlib';
import { isoSeconds } from './caller.ts';
import { customerBucket, homeRegion, moment, organization, production, trailPrefix } from './company.ts';
import { type Delivery, logKey } from './delivery.ts';
import type { Random } from './random.ts';

export interface SampleFile {
  /** The S3 key. */
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** Compresses a log file as it lies in the bucket. */
export function logFile({ key, records }: Delivery): SampleFile {
  return { key, bytes: gzipSync(JSON.stringify({ Records: records })) };
}

/**
 * What real buckets hold besides whole log files, so that the ledger has something to show: files delivered
 * twice, one of them changed on the way, an Insight file, an empty one, one cut short, and one of another service.
 */
export function* oddFiles(whole: readonly Delivery[], random: Random): Generator<SampleFile> {
  const again = (delivery: Delivery): string =>
    delivery.key.replace(/_[^_]+\.json\.gz$/, `_${random.letters(16)}.json.gz`);
  const [cut, ...twice] = pickSome(whole, 13, random);
  for (const delivery of twice) yield logFile({ key: again(delivery), records: delivery.records });
  yield* deliveredLate(whole, again);
  yield insightFile(random);
  const nightMs = moment(3, '02:05');
  const place = { account: production, region: homeRegion };
  yield logFile({ key: logKey(place, nightMs, random), records: [] });
  if (cut !== undefined) {
    const { bytes } = logFile(cut);
    yield { key: again(cut), bytes: bytes.subarray(0, Math.floor(bytes.length * 0.6)) };
  }
  yield accessLog(random);
}

/** One event comes a second time with an addendum: same eventID, other content. */
function* deliveredLate(
  whole: readonly Delivery[],
  again: (delivery: Delivery) => string,
): Generator<SampleFile> {
  for (const delivery of whole) {
    const found = delivery.records.find(({ eventName }) => eventName === 'StopLogging');
    if (found === undefined) continue;
    const addendum = {
      reason: 'DELIVERY_DELAY',
      updatedFields: null,
      originalRequestID: null,
      originalEventID: null,
    };
    yield logFile({ key: again(delivery), records: [{ ...found, addendum }] });
    return;
  }
}

/** What CloudTrail Insights says of the deletions. */
function insightFile(random: Random): SampleFile {
  const [startMs, endMs] = [moment(3, '00:22'), moment(3, '00:30')];
  const sharedEventID = random.guid();
  const record = (state: 'Start' | 'End', atMs: number): Delivery['records'][number] => ({
    eventVersion: '1.11',
    eventTime: isoSeconds(atMs),
    awsRegion: homeRegion,
    eventID: random.guid(),
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: production,
    sharedEventID,
    insightDetails: {
      state,
      eventSource: 's3.amazonaws.com',
      eventName: 'DeleteObject',
      insightType: 'ApiCallRateInsight',
      insightContext: {
        statistics: {
          baseline: { average: 0.02 },
          insight: { average: 158.3 },
          insightDuration: state === 'End' ? 8 : 1,
          baselineDuration: 4320,
        },
      },
    },
    eventCategory: 'Insight',
  });
  const key = logKey({ account: production, region: homeRegion }, endMs, random, 'CloudTrail-Insight');
  return logFile({ key, records: [record('Start', startMs), record('End', endMs)] });
}

/** Somebody put the access log of the bucket into the same place. */
function accessLog(random: Random): SampleFile {
  const lines = Array.from(
    { length: 12 },
    (_, n) =>
      `${random.hex(64)} ${customerBucket} [04/Mar/2026:23:5${n % 10}:12 +0000] 198.51.100.201 - ${random.capitals(16)} REST.GET.OBJECT records/2024/${n}.parquet "GET /records HTTP/1.1" 200 - 52311 52311 31 29 "-" "-" -`,
  );
  const key = `${trailPrefix}/AWSLogs/${organization}/${production}/s3-access/2026-03-04-23-59-12-${random.hex(16).toUpperCase()}`;
  return { key, bytes: new TextEncoder().encode(`${lines.join('\n')}\n`) };
}

function pickSome(whole: readonly Delivery[], count: number, random: Random): Delivery[] {
  const few = whole.filter(({ records }) => records.length >= 3 && records.length <= 40);
  return Array.from({ length: count }, () => few[random.below(few.length)]).flatMap((delivery) =>
    delivery === undefined ? [] : [delivery],
  );
}
