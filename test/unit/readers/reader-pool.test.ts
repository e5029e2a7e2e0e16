import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeCancelFlag } from '../../../electron/engine/columns/cancellation.ts';
import { ReaderPool } from '../../../electron/engine/readers/reader-pool.ts';
import { makePassControl } from '../../../electron/engine/search/pass.ts';
import { workersDir } from '../../support/engine.ts';

test('threads that cannot open the case end nothing but the search that needs them', async () => {
  const casePath = path.join(workersDir, 'no-such-case.spoor');
  const pool = new ReaderPool({ casePath, workersDir, threads: 2 });
  pool.warm();
  // Long enough for the idle threads to die: an error that nobody listens to would end this process.
  await pause(500);
  const pass = {
    conditions: [],
    ranges: new Uint32Array(0),
    control: makePassControl(),
    cancelFlag: makeCancelFlag(),
  };
  await expect(pool.run([{ kind: 'search', pass }], () => undefined)).rejects.toThrow(/no-such-case/);
  await pool.close();
});
