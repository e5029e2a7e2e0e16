import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeKey, type StoredObject, TestTrail } from '../support/digests.ts';

export interface SignedTrail {
  /** The folder to import. */
  readonly logs: string;
  /** The log file that was altered after delivery. */
  readonly altered: StoredObject;
}

/**
 * Writes a folder as a download of a signed trail has it, with its keys and what S3 knew of the files: six hours, of
 * which one log file is altered and one digest, with the files that it names, is gone.
 */
export function writeSignedTrail(folder: string): SignedTrail {
  const key = makeKey();
  const { hours } = new TestTrail({ key, startMs: Date.UTC(2026, 0, 2, 0, 4, 4) }).write(6);
  const [first, , third] = hours;
  const altered = first?.logs[0];
  if (altered === undefined || third === undefined) throw new Error('The trail has too few hours.');
  altered.bytes = gzipSync(
    JSON.stringify({ Records: [{ eventName: 'PutObject', eventTime: '2026-01-02T00:09:04Z' }] }),
  );
  const gone = new Set([third.digest, ...third.logs]);
  const kept = hours.flatMap(({ digest, logs }) => [...logs, digest]).filter((object) => !gone.has(object));
  const logs = path.join(folder, 'signed');
  for (const { key: name, bytes } of kept) {
    const file = path.join(logs, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  writeFileSync(path.join(logs, 'objects.json'), JSON.stringify(kept.map(knownToS3)));
  const { der, fingerprint } = key.given;
  const published = {
    Value: Buffer.from(der).toString('base64'),
    Fingerprint: fingerprint,
    ValidityStartTime: '2025-01-01T00:00:00Z',
    ValidityEndTime: '2027-01-01T00:00:00Z',
  };
  writeFileSync(path.join(logs, 'public-keys.json'), JSON.stringify({ PublicKeyList: [published] }));
  return { logs, altered };
}

function knownToS3({ bucket, key, signature }: StoredObject): Record<string, unknown> {
  return {
    bucket,
    key,
    file: key,
    metadata: signature === null ? {} : { signature, 'signature-algorithm': 'SHA256withRSA' },
    lastModified: '2026-01-02T08:00:00Z',
  };
}
