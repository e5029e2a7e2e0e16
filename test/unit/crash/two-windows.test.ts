import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import { json, record, writeFiles } from '../ingest/builders.ts';

let desk: TestEngine;
beforeEach(async () => {
  desk = await startTestEngine();
});
afterEach(() => desk.stop());

it('two cases are worked on side by side, and what stops or fails in one leaves the other alone', async () => {
  const { engine } = desk;
  for (const name of ['one', 'two'])
    writeFiles(path.join(desk.folder, name), { 'a.json': json({ Records: [record(1), record(2)] }) });
  const [one, two] = [await desk.newCase('one'), await desk.newCase('two')];
  const startIn = async (id: string, name: string): Promise<string> => {
    const { token } = await engine.grantPath(path.join(desk.folder, name));
    return (await engine.call('import.start', { case: id, grants: [token] })).job;
  };
  const [first, second] = await Promise.all([startIn(one.case, 'one'), startIn(two.case, 'two')]);
  await engine.call('cases.close', { case: one.case });
  expect(await endOf(engine, second)).toMatchObject({
    state: 'done',
    case: two.case,
    importResult: { events: 2 },
  });
  expect(['done', 'cancelled']).toContain((await endOf(engine, first)).state);
  expect(await engine.call('cases.opened', {})).toMatchObject([{ case: two.case, events: 2 }]);
  // Of an unfinished job only its own case is told.
  expect(await engine.call('jobs.unfinished', { case: two.case })).toEqual([]);
});
