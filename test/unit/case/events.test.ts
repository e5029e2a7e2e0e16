import { expect, test } from 'vitest';
import { fieldNames } from '../../../electron/contract/fields.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import { lastEventOf } from '../../../electron/engine/case/event-writer.ts';
import {
  deliveriesOf,
  eventsWithId,
  eventsWithRequest,
  hasConflict,
  setConflict,
  uncomparedDuplicates,
} from '../../../electron/engine/case/events.ts';
import { packId } from '../../../electron/engine/case/id-codec.ts';
import {
  clearIndex,
  endImport,
  isIndexWhole,
  markIndexWhole,
  startImport,
} from '../../../electron/engine/case/index-upkeep.ts';
import { fileBytes, recordPlace } from '../../../electron/engine/case/records.ts';
import { insertSegment, segmentsAfter } from '../../../electron/engine/case/segments.ts';
import { summarize } from '../../../electron/engine/case/summary.ts';
import { EventRows } from '../../support/event-rows.ts';
import { addBytes, addObject, addSource, sha256 } from './builders.ts';
import { codeOf, messageOf, newCase } from './fixtures.ts';

const guid = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';

/** Two files: three events, then a duplicate of the first and an undated one. */
function caseWithEvents(): { db: Database; path: string } {
  const { db, path } = newCase();
  const sourceId = addSource(db);
  const events = new EventRows(db);
  db.transaction(() => {
    addBytes(db, sha256('a'), Buffer.from('bytes of a'));
    const first = addObject(db, sourceId, { key: 'a.json.gz', isKept: true, recordCount: 3 });
    const place = { account: '111122223333', region: 'eu-west-1' };
    events.insert(
      { objectId: first, timeMs: 1_627_486_528_250, eventId: packId(guid), requestId: packId('R1') },
      { ...place, name: 'GetObject' },
    );
    events.insert(
      { objectId: first, timeMs: 5_000, position: 1, eventId: 'odd Id' },
      { ...place, name: 'PutObject' },
    );
    events.insert({ objectId: first, timeMs: 7_000, position: 2 });
    insertSegment(db, { firstEvent: 1, eventCount: 3, layout: 1, bytes: new Uint8Array([1]) });
    const second = addObject(db, sourceId, {
      key: 'b.json.gz',
      sha256: sha256('b'),
      status: 'partly',
      reason: 'cut off',
    });
    events.insert(
      { objectId: second, timeMs: 1, eventId: packId(guid), duplicateOf: 1 },
      { account: '444455556666' },
    );
    events.insert({ objectId: second, timeMs: null, position: 1 }, { account: '444455556666' });
    insertSegment(db, { firstEvent: 4, eventCount: 2, layout: 1, bytes: new Uint8Array([2]) });
  });
  return { db, path };
}

test('the view shows every field of the contract as text', () => {
  const { db } = caseWithEvents();
  const row = db.get('SELECT * FROM events_as_text WHERE event = 1') ?? {};
  expect(fieldNames.filter((field) => !(field in row))).toEqual([]);
  expect(row).toMatchObject({
    event: 1,
    time: '2021-07-28T15:35:28.250Z',
    time_ms: 1_627_486_528_250,
    name: 'GetObject',
    account: '111122223333',
    error: null,
    id: guid,
    request: 'R1',
    object: 'a.json.gz',
    source_label: 'logs',
    position: 0,
    is_duplicate: 0,
    is_conflict: 0,
  });
});

test('the view shows missing values as NULL, odd ids as they are, and duplicates', () => {
  const { db } = caseWithEvents();
  const rows = db.all(
    'SELECT event, time, id, name, is_duplicate FROM events_as_text WHERE event > 1 ORDER BY event',
  );
  expect(rows).toEqual([
    expect.objectContaining({
      event: 2,
      time: '1970-01-01T00:00:05.000Z',
      id: 'odd Id',
      name: 'PutObject',
      is_duplicate: 0,
    }),
    expect.objectContaining({
      event: 3,
      time: '1970-01-01T00:00:07.000Z',
      id: null,
      name: null,
      is_duplicate: 0,
    }),
    expect.objectContaining({ event: 4, id: guid, is_duplicate: 1 }),
    expect.objectContaining({ event: 5, time: null, id: null, is_duplicate: 0 }),
  ]);
});

test('a conflict shows in the view at both deliveries, and is counted once', () => {
  const { db, path } = caseWithEvents();
  setConflict(db, 4, true);
  const conflicts = db.all('SELECT event FROM events_as_text WHERE is_conflict').map((row) => row.event);
  expect({ conflicts, counted: summarize(db, path).conflicts }).toEqual({ conflicts: [1, 4], counted: 1 });
  expect([1, 2, 4].map((event) => hasConflict(db, event))).toEqual([true, false, true]);
});

test('the view looks up only the columns that are asked for', () => {
  const { db } = caseWithEvents();
  const plan = db.all('EXPLAIN QUERY PLAN SELECT name, count(*) FROM events_as_text GROUP BY name');
  expect(plan.filter((row) => String(row.detail).includes('SEARCH terms'))).toHaveLength(1);
  expect(plan.filter((row) => String(row.detail).includes('objects'))).toEqual([]);
});

test('the head of a case counts duplicates apart and knows times, accounts, regions, sources and files', () => {
  const { db, path } = caseWithEvents();
  expect(summarize(db, path)).toEqual({
    events: 4,
    duplicates: 1,
    conflicts: 0,
    undated: 1,
    firstTimeMs: 5_000,
    lastTimeMs: 1_627_486_528_250,
    accounts: ['111122223333', '444455556666'],
    regions: ['eu-west-1'],
    sources: [{ id: 1, kind: 'folder', label: 'logs', addedAtMs: 1_000, files: 2, bucket: null }],
    files: {
      seen: 2,
      read: 1,
      partly: 1,
      empty: 0,
      notCloudTrail: 0,
      damaged: 0,
      tooLarge: 0,
      notFetched: 0,
      alreadyPresent: 0,
    },
    sizeBytes: expect.any(Number),
  });
});

test('the head of an empty case is all zero', () => {
  const { db, path } = newCase();
  expect(summarize(db, path)).toMatchObject({
    events: 0,
    undated: 0,
    firstTimeMs: null,
    lastTimeMs: null,
    accounts: [],
    sources: [],
  });
});

test('the head of a case reads no events', () => {
  const { db } = caseWithEvents();
  const plans = [
    'SELECT count(*) FROM events WHERE is_conflict = 1',
    'SELECT source_id, status, count(*) FROM objects GROUP BY source_id, status',
  ].map((sql) => String(db.get(`EXPLAIN QUERY PLAN ${sql}`)?.detail));
  expect(plans).toEqual([
    expect.stringContaining('INDEX idx_events_conflict'),
    expect.stringContaining('COVERING INDEX idx_objects_source_status'),
  ]);
});

test('a rolled back transaction leaves the totals as they were', () => {
  const { db, path } = caseWithEvents();
  const before = summarize(db, path);
  const failing = () =>
    db.transaction(() => {
      new EventRows(db).insert({ objectId: 1 });
      insertSegment(db, { firstEvent: 6, eventCount: 1, layout: 1, bytes: new Uint8Array(1) });
      throw new Error('cancelled');
    });
  expect(messageOf(failing)).toBe('cancelled');
  expect({ ...summarize(db, path), sizeBytes: before.sizeBytes }).toEqual(before);
});

test('an event is found by its id however the GUID is spelled, by an index', () => {
  const { db } = caseWithEvents();
  expect([guid, guid.toUpperCase(), 'odd Id', 'odd id', 'none'].map((id) => eventsWithId(db, id))).toEqual([
    [1, 4],
    [1, 4],
    [2],
    [],
    [],
  ]);
  expect(eventsWithRequest(db, 'r1')).toEqual([1]);
  const plan = db.get('EXPLAIN QUERY PLAN SELECT id FROM events WHERE event_id IN (?, ?, ?, ?) ORDER BY id');
  expect(plan?.detail).toContain('idx_events_event_id');
});

test('every delivery of an event is listed from each of them', () => {
  const { db } = caseWithEvents();
  setConflict(db, 4, false);
  const both = [
    { event: 1, objectKey: 'a.json.gz', position: 0, differs: null },
    { event: 4, objectKey: 'b.json.gz', position: 0, differs: false },
  ];
  expect([deliveriesOf(db, 1), deliveriesOf(db, 4), deliveriesOf(db, 99)]).toEqual([both, both, []]);
});

test('duplicates wait for their comparison until it is noted', () => {
  const { db } = caseWithEvents();
  expect(uncomparedDuplicates(db, 0, 10)).toEqual([{ event: 4, first: 1 }]);
  setConflict(db, 4, false);
  expect(uncomparedDuplicates(db, 0, 10)).toEqual([]);
});

test('an event leads to its file, its place in it, and the bytes as delivered', () => {
  const { db } = caseWithEvents();
  const place = recordPlace(db, 2);
  expect(place).toMatchObject({
    position: 1,
    object: { key: 'a.json.gz', source: 'logs', status: 'read', records: 3 },
  });
  expect(Buffer.from(fileBytes(db, place)).toString()).toBe('bytes of a');
  expect(codeOf(() => recordPlace(db, 99))).toBe('not-found');
  expect(codeOf(() => fileBytes(db, recordPlace(db, 4)))).toBe('damaged-case');
});

test('an event of a file that is not in the ledger is refused', () => {
  const { db } = caseWithEvents();
  expect(messageOf(() => new EventRows(db).insert({ objectId: 77 }))).toContain('FOREIGN KEY');
});

test('segments are read on from where a reader stands', () => {
  const { db } = caseWithEvents();
  expect([...segmentsAfter(db, 1)]).toEqual([
    { id: 2, firstEvent: 4, eventCount: 2, layout: 1, bytes: new Uint8Array([2]) },
  ]);
});

test('clearing the index leaves the evidence, and says that it is being rebuilt', () => {
  const { db, path } = caseWithEvents();
  clearIndex(db);
  expect(isIndexWhole(db)).toBe(false);
  expect(summarize(db, path)).toMatchObject({
    events: 0,
    duplicates: 0,
    firstTimeMs: null,
    accounts: [],
    files: { seen: 2 },
  });
  expect(
    db.get('SELECT (SELECT count(*) FROM blobs) AS blobs, (SELECT count(*) FROM terms) AS terms'),
  ).toMatchObject({ blobs: 1, terms: 0 });
  expect({ last: lastEventOf(db), next: new EventRows(db).nextId }).toEqual({ last: 0, next: 1 });
  markIndexWhole(db);
  expect(isIndexWhole(db)).toBe(true);
});

test('a first import leaves the index over event ids to its end, a later one keeps it', () => {
  const hasIndex = (db: Database): boolean =>
    db.get("SELECT 1 FROM sqlite_schema WHERE name = 'idx_events_event_id'") !== undefined;
  const { db } = newCase();
  startImport(db);
  expect(hasIndex(db)).toBe(false);
  endImport(db);
  expect(hasIndex(db)).toBe(true);
  const filled = caseWithEvents().db;
  filled.exec('DROP INDEX idx_events_event_id');
  startImport(filled);
  expect(hasIndex(filled)).toBe(true);
});
