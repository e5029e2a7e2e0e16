import { Agent } from 'node:http';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { syncBucket, syncKeys } from './sync-place.ts';

/**
 * The least that a sync has to do, in a process of its own: list, and fetch every object.
 * `sdk-process.js URL CONCURRENCY`, the numbers as JSON on stdout.
 */
const [endpoint = '', concurrency = '16'] = process.argv.slice(2);
const client = new S3Client({
  endpoint,
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: syncKeys,
  requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo' }) },
});
const startedMs = performance.now();
const keys: string[] = [];
for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: syncBucket })) {
  for (const { Key = '' } of Contents) keys.push(Key);
}
let at = 0;
async function fetchOn(): Promise<void> {
  for (let Key = keys[at++]; Key !== undefined; Key = keys[at++]) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: syncBucket, Key }));
    await Body?.transformToByteArray();
  }
}
await Promise.all(Array.from({ length: Number(concurrency) }, fetchOn));
process.stdout.write(JSON.stringify({ objects: keys.length, ms: performance.now() - startedMs }));
client.destroy();
