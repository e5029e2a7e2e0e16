import { createHash } from 'node:crypto';
import { type TermField, termFields } from '../../../electron/contract/fields.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import type { NewEvent } from '../../../electron/engine/case/event-writer.ts';
import { insertObject, type NewObject } from '../../../electron/engine/case/ledger.ts';
import { upsertSource } from '../../../electron/engine/case/sources.ts';
import type { TermWriter } from '../../../electron/engine/case/terms.ts';

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
    blobId: null,
    sha256: sha256('a'),
    sizeBytes: 10,
    modifiedMs: null,
    account: '111122223333',
    region: 'eu-west-1',
    deliveredMs: null,
    recordCount: 1,
    seenAtMs: 2_000,
    ...overrides,
  };
}

export function addObject(db: Database, sourceId: number, overrides: Partial<NewObject> = {}): number {
  return insertObject(db, anObject(sourceId, overrides));
}

export function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

/** An event without any field but those given, as text. */
export function anEvent(
  objectId: number,
  terms: TermWriter,
  texts: Partial<Record<TermField, string>> = {},
  overrides: Partial<NewEvent> = {},
): NewEvent {
  const ids = Object.fromEntries(
    termFields.map((field) => {
      const text = texts[field];
      return [field, text === undefined ? 0 : terms.idOf(text)];
    }),
    // Object.fromEntries forgets the keys' type; termFields holds each of them exactly once.
  ) as Record<TermField, number>;
  return {
    objectId,
    position: 0,
    timeMs: Date.UTC(2026, 0, 2),
    eventId: null,
    requestId: null,
    duplicateOf: null,
    terms: ids,
    ...overrides,
  };
}
