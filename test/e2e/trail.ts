import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** A record as a test needs it, over an ordinary one. */
export function record(n: number, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.08',
    eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    eventTime: new Date(Date.UTC(2026, 2, 1) + n * 60_000).toISOString().replace('.000Z', 'Z'),
    eventSource: 's3.amazonaws.com',
    eventName: n % 3 === 0 ? 'GetObject' : 'PutObject',
    awsRegion: 'eu-west-1',
    sourceIPAddress: n % 2 === 0 ? '203.0.113.7' : '198.51.100.9',
    userAgent: 'aws-cli/2.15',
    readOnly: n % 3 === 0,
    userIdentity: { type: 'IAMUser', userName: n % 5 === 0 ? 'bob' : 'alice', accountId: '111122223333' },
    requestParameters: { bucketName: 'example-bucket', key: `file-${n}` },
    recipientAccountId: '111122223333',
    ...change,
  };
}

/** Writes a small trail: `count` ordinary events, `extra` records, and one file that is broken. */
export function writeTrail(
  folder: string,
  count: number,
  extra: readonly Record<string, unknown>[] = [],
): string {
  const logs = path.join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const records = [...Array.from({ length: count }, (_, n) => record(n)), ...extra];
  writeFileSync(path.join(logs, 'a.json.gz'), gzipSync(JSON.stringify({ Records: records })));
  writeFileSync(path.join(logs, 'broken.json.gz'), gzipSync('{"Records":[{"eventName":}]}'));
  return logs;
}
