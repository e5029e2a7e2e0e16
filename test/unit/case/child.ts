import { openCase } from '../../../electron/engine/case/case-file.ts';
import { appendCustody } from '../../../electron/engine/case/custody.ts';
import { insertSegment } from '../../../electron/engine/case/segments.ts';
import { EventRows } from '../../support/event-rows.ts';
import { addObject, addSource, context, sha256 } from './builders.ts';

/**
 * A second program, for the tests: opens the case for writing, commits one object of ten events, leaves the
 * next transaction half done (large enough that its pages have reached the disk), and waits to be killed.
 */
const [casePath = ''] = process.argv.slice(2);
const { db } = openCase(casePath, { ...context, access: 'write' });
const sourceId = addSource(db);
const events = new EventRows(db);

function addFile(key: string, count: number): void {
  const objectId = addObject(db, sourceId, { key, sha256: sha256(key), recordCount: count });
  const firstEvent = events.nextId;
  for (let position = 0; position < count; position += 1) {
    events.insert({ objectId, position, eventId: `${key}-${position}` }, { name: `Call${position}` });
  }
  insertSegment(db, { firstEvent, eventCount: count, layout: 1, bytes: new Uint8Array(count) });
}

db.transaction(() => {
  addFile('whole', 10);
  appendCustody(db, { atMs: 1, action: 'imported', details: { file: 'whole' } });
});
db.exec('BEGIN IMMEDIATE');
// Less cache than the transaction needs: its pages spill into the WAL before any commit.
db.exec('PRAGMA cache_size = 10');
addFile('half', 5_000);
process.stdout.write('ready\n');
setInterval(() => undefined, 60_000);
