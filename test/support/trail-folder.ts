import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StoredObject, TestKey } from './digests.ts';

/** Writes objects below a folder as `aws s3 sync` does: without bucket and metadata. */
export function writeTrailFolder(folder: string, objects: readonly StoredObject[]): void {
  for (const { key, bytes } of objects) {
    const file = path.join(folder, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

/** What `aws cloudtrail list-public-keys` prints. */
export function keyListJson(keys: readonly TestKey[]): string {
  const list = keys.map(({ given }) => ({
    Value: Buffer.from(given.der).toString('base64'),
    ValidityStartTime: new Date(given.validFromMs ?? 0).toISOString(),
    ValidityEndTime: new Date(given.validUntilMs ?? 0).toISOString(),
    Fingerprint: given.fingerprint,
  }));
  return JSON.stringify({ PublicKeyList: list });
}
