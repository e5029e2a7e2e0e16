import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { keyFacts } from '../../electron/engine/ingest/s3-key.ts';
import { hourMs, makeKey, sha256, TestTrail } from '../support/digests.ts';
import { keyListJson, writeTrailFolder } from '../support/trail-folder.ts';

/** Below `folder` and by `/`, as S3 would have them. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/**
 * Writes the digests of a generated trail beside its log files, hour by hour, and the list of their key.
 *
 * @returns how many digests
 */
export function writeDigests(folder: string): number {
  const key = makeKey();
  const places = new Map<string, Map<number, { key: string; hash: string }[]>>();
  for (const name of filesOf(folder)) {
    const { account, region, deliveredMs } = keyFacts(name);
    if (account === null || region === null || deliveredMs === null) continue;
    const hours = places.get(`${account}/${region}`) ?? new Map();
    places.set(`${account}/${region}`, hours);
    const hour = Math.floor(deliveredMs / hourMs);
    const files = hours.get(hour) ?? [];
    hours.set(hour, files);
    files.push({ key: name, hash: sha256(gunzipSync(readFileSync(path.join(folder, name)))) });
  }
  let digests = 0;
  for (const [place, hours] of places) {
    const [account = '', region = ''] = place.split('/');
    const first = Math.min(...hours.keys());
    const last = Math.max(...hours.keys());
    const trail = new TestTrail({ key, account, region, startMs: first * hourMs, logsPerHour: 0 });
    for (let hour = first; hour <= last; hour += 1) {
      trail.write(1, (json) => {
        json.logFiles = (hours.get(hour) ?? []).map((file) => ({
          s3Bucket: trail.bucket,
          s3Object: file.key,
          hashValue: file.hash,
          hashAlgorithm: 'SHA-256',
          newestEventTime: json.digestEndTime,
          oldestEventTime: json.digestStartTime,
        }));
      });
    }
    writeTrailFolder(folder, trail.objects);
    digests += trail.objects.length;
  }
  writeFileSync(path.join(folder, 'public-keys.json'), keyListJson([key]));
  return digests;
}

export function bytesOf(folder: string): number {
  return filesOf(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}
