import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';

let test: TestEngine;

async function caseOnDisk(): Promise<string> {
  const info = await test.newCase();
  await test.engine.call('cases.close', { case: info.case });
  return path.join(info.place, info.name);
}

async function open(file: string) {
  const { token } = await test.engine.grantPath(file, 'file');
  return test.engine.call('cases.open', { grant: token, access: 'write' });
}

describe.each([
  { loaded: 'when it is opened', loadsLate: false },
  { loaded: 'when it is asked about', loadsLate: true },
])('a case that is loaded $loaded', ({ loadsLate }) => {
  beforeEach(async () => {
    test = await startTestEngine(undefined, loadsLate);
  });
  afterEach(async () => {
    await test.stop();
  });

  it('that is asked for twice at once is opened once, for writing', async () => {
    const file = await caseOnDisk();
    const [one, two] = await Promise.all([open(file), open(file)]);
    expect(two.case).toBe(one.case);
    expect(one.access).toBe('write');
    expect(await test.engine.call('cases.opened', {})).toHaveLength(1);
  });

  it('that is opened again while it is being closed is opened for writing', async () => {
    const file = await caseOnDisk();
    let info = await open(file);
    for (let round = 0; round < 5; round += 1) {
      const closing = test.engine.call('cases.close', { case: info.case });
      const [again] = await Promise.all([open(file), closing]);
      expect(again).toMatchObject({ access: 'write', readOnlyReason: null });
      expect(again.case).not.toBe(info.case);
      info = again;
    }
  });

  it('that is being opened when the engine closes is let go of', async () => {
    const file = await caseOnDisk();
    const opening = open(file).then(
      () => 'opened',
      (error: unknown) => error,
    );
    await test.engine.call('cases.opened', {});
    await test.engine.close();
    const outcome = await opening;
    if (outcome !== 'opened') expect(outcome).toMatchObject({ code: 'not-found' });
    expect([existsSync(`${file}-lock`), existsSync(`${file}-wal`)]).toEqual([false, false]);
  });
});
