import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../../electron/engine/case/driver.ts';
import { couldBeLogged } from '../../../electron/engine/trails/logging/could-be-logged.ts';
import { loggingAt } from '../../../electron/engine/trails/logging/logging-at.ts';
import { sharedData, startTestEngine, type TestEngine } from '../../support/engine.ts';

const session = path.join(
  sharedData,
  'Permiso-io-tools__CloudConsoleCartographer/Tests/Sessions',
  '36183de174d0f85bf7790212e14a1b45fb1dbe0ea347fb9d33c112bc01b70ce8/InputEvents.json',
);
const attacks = path.join(sharedData, 'DataDog__stratus-red-team/docs/detonation-logs');
const hasData = existsSync(session) && existsSync(attacks);
if (!hasData) process.stderr.write(`Real records of trails are not tested: ${sharedData} is not there.\n`);

describe.skipIf(!hasData)('trails in real records', () => {
  let test: TestEngine;
  const open: Database[] = [];
  beforeAll(async () => {
    test = await startTestEngine();
  });
  afterAll(async () => {
    for (const db of open) db.close();
    await test.stop();
  });
  const imported = async (name: string, file: string): Promise<Database> => {
    const info = await test.newCase(name);
    await test.importInto(info, file);
    const db = Database.open(path.join(info.place, info.name), { readOnly: true });
    open.push(db);
    return db;
  };

  it('a trail made in the console, all within one second and in no order, logs until it is stopped', async () => {
    const db = await imported('console', session);
    const place = { account: '200802171337', region: 'us-east-2' };
    const stateAt = (time: string) => loggingAt(db, { ...place, atMs: Date.parse(`2023-12-22T${time}Z`) });
    expect(stateAt('02:14:50')).toMatchObject([
      {
        ...{ trail: 'myTrailName', isLogging: true, sinceMs: Date.parse('2023-12-22T02:14:39Z') },
        ...{ validates: true, isMultiRegion: true, isOrganization: false },
        selectors: ['All management events (named “Management events selector”)'],
      },
    ]);
    expect(stateAt('02:15:20')).toMatchObject([{ isLogging: false }]);
    expect(stateAt('02:15:50')).toMatchObject([{ isLogging: false, selectors: null }]);
    const could = (time: string, name: string) =>
      couldBeLogged(db, {
        ...{
          ...place,
          atMs: Date.parse(`2023-12-22T${time}Z`),
          source: 's3',
          name,
          resource: 'randomBucket01',
        },
      }).answer;
    expect(could('02:14:50', 'PutBucketPolicy')).toBe('yes');
    expect(could('02:14:50', 'GetObject')).toBe('no');
    expect(could('02:15:20', 'PutBucketPolicy')).toBe('no');
    expect(could('02:00:00', 'PutBucketPolicy')).toBe('unknown');
  });

  it('attacks on a trail that nothing else is known of: what it selected, that it was stopped, that it is gone', async () => {
    const db = await imported('attacks', attacks);
    const stateAt = (time: string, account: string, region: string) =>
      loggingAt(db, { atMs: Date.parse(`2024-07-31T${time}Z`), account, region });
    const name = (middle: string) => expect.stringContaining(`stratus-red-team-${middle}`);
    expect(stateAt('13:00:00', '958312252124', 'cn-northsouth-2r')).toMatchObject([
      { trail: name('ctes-trail'), isLogging: null, selectors: ['A selector that selects nothing'] },
    ]);
    expect(stateAt('14:00:00', '143434273843', 'apiso-centralnorth-2r')).toMatchObject([
      { trail: name('ct-stop-trail'), isLogging: false, selectors: null },
    ]);
    expect(stateAt('14:00:00', '847129010505', 'megov-westwest-1r')).toMatchObject([
      { trail: name('cloudtraild-trail'), isLogging: false },
    ]);
  });
});
