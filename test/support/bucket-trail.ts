import { gzipSync } from 'node:zlib';
import type { FaultObject } from './fault-s3.ts';

/** A record of a trail, told apart from all others by its number. */
export function recordNumber(n: number, change: Readonly<Record<string, unknown>> = {}): object {
  const second = String(n % 60).padStart(2, '0');
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    eventTime: `2026-03-01T10:${String(Math.floor(n / 60) % 60).padStart(2, '0')}:${second}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: n % 3 === 0 ? 'PutObject' : 'GetObject',
    awsRegion: 'eu-west-1',
    sourceIPAddress: `203.0.113.${n % 250}`,
    userAgent: 'aws-cli/2.15',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName: 'alice',
    },
    readOnly: n % 3 !== 0,
    eventType: 'AwsApiCall',
    eventCategory: 'Data',
    managementEvent: false,
    recipientAccountId: '111122223333',
    ...change,
  };
}

export function logBody(...records: readonly object[]): Uint8Array {
  return gzipSync(JSON.stringify({ Records: records }));
}

/** The key of a log file as CloudTrail names it. */
export function logKey(day: string, n: number, account = '111122223333', region = 'eu-west-1'): string {
  const compact = day.replace(/-/g, '');
  const minute = String(n % 60).padStart(2, '0');
  const unique = String(n).padStart(16, '0');
  const folder = `AWSLogs/${account}/CloudTrail/${region}/${day.replace(/-/g, '/')}`;
  return `${folder}/${account}_CloudTrail_${region}_${compact}T10${minute}Z_${unique}.json.gz`;
}

/** So many log files of two records each, over two regions and two days. */
export function trailObjects(files: number): FaultObject[] {
  return Array.from({ length: files }, (_, n) => {
    const day = n % 2 === 0 ? '2026-03-01' : '2026-03-02';
    const region = n % 4 < 2 ? 'eu-west-1' : 'us-east-1';
    return {
      key: logKey(day, n, '111122223333', region),
      body: logBody(recordNumber(2 * n), recordNumber(2 * n + 1)),
    };
  });
}
