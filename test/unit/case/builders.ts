import { createHash } from 'node:crypto';
import { BlobWriter } from '../../../electron/engine/case/blobs.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import { LedgerWriter, type NewObject } from '../../../electron/engine/case/ledger-writer.ts';
import { upsertSource } from '../../../electron/engine/case/sources.ts';

export const context = { clock: () => Date.UTC(2026, 0, 2, 3, 4, 5), version: '0.1.0' };

export function addSource(db: Database): number {
  return upsertSource(db, { kind: 'folder', label: 'logs', location: '/evidence/logs', addedAtMs: 1_000 });
}

export function anObject(sourceId: number, overrides: Partial<NewObject> = {}): NewObject {
  return {
    sourceId,
    key: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/a.json.gz',
    status: 'read',
    reason: null,
    shape: 'records',
    trailKind: 'management',
    isKept: false,
    sha256: sha256('a'),
    sizeBytes: 10,
    modifiedMs: null,
    account: '111122223333',
    region: 'eu-west-1',
    deliveredMs: null,
    recordCount: 1,
    leftOut: 0,
    seenAtMs: 2_000,
    ...overrides,
  };
}

export function addObject(db: Database, sourceId: number, overrides: Partial<NewObject> = {}): number {
  const ledger = new LedgerWriter(db);
  const id = ledger.add(anObject(sourceId, overrides));
  ledger.flush();
  return id;
}

export function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

export function addBytes(db: Database, hash: Uint8Array, bytes: Uint8Array): void {
  const blobs = new BlobWriter(db);
  blobs.put(hash, bytes);
  blobs.flush();
}
