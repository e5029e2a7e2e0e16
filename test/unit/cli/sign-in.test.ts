import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../electron/cli/command.ts';
import { connected } from '../../../electron/cli/sign-in.ts';
import { waitForSync } from '../../../electron/cli/sync-wait.ts';
import type { Terminal } from '../../../electron/cli/terminal.ts';
import type { ConnectResult } from '../../../electron/contract/s3.ts';
import { trailObjects } from '../../support/bucket-trail.ts';
import { startTestEngine } from '../../support/engine.ts';
import { faults, startFaultS3 } from '../../support/fault-s3.ts';
import { reader } from '../s3/place.ts';
import { connect, everything } from '../sync/sync-desk.ts';

const serial = 'arn:aws:iam::111122223333:mfa/reader';
const done: ConnectResult = {
  kind: 'connected',
  connection: 'token',
  checks: [],
  region: 'us-east-1',
  identity: null,
};

/** Somebody who types these lines and then goes away. */
function typing(...lines: string[]): Terminal & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    ask: async (question) => {
      asked.push(question);
      return lines.shift() ?? null;
    },
  };
}

describe('signing in from the command line', () => {
  const withCode = async (code: string | null): Promise<ConnectResult> =>
    code === '123456' ? done : { kind: 'mfa', serial };

  it('asks on a terminal for the code of a device until there is one', async () => {
    const terminal = typing('one two', '123456');
    expect(await connected(withCode, null, terminal)).toBe('token');
    expect(terminal.asked).toEqual([`Code of ${serial}: `, `Code of ${serial}: `]);
  });

  it('takes the code of the command without asking', async () => {
    expect(await connected(withCode, '123456', null)).toBe('token');
  });

  it.each([null, typing()])('says how to give a code where nobody types one', async (terminal) => {
    await expect(connected(withCode, null, terminal)).rejects.toThrow(UsageError);
    await expect(connected(withCode, null, terminal)).rejects.toThrow('--mfa-code');
  });

  it('shows no escape sequence of a device’s name', async () => {
    const hostile = async (): Promise<ConnectResult> => ({ kind: 'mfa', serial: 'x\u001b[2J' });
    await expect(connected(hostile, null, null)).rejects.toThrow('x\\u001b[2J');
  });
});

describe('a sign-in that expires in mid-sync', () => {
  it('is asked for on a terminal, again where it still does not work, and the sync goes on', async () => {
    const server = await startFaultS3({
      credentials: [reader],
      objects: trailObjects(20),
      rules: [{ operation: 'get', after: 5, fault: faults.expiredToken }],
    });
    const desk = await startTestEngine();
    try {
      const { case: id } = await desk.newCase();
      const request = { case: id, choice: everything, selectorsJson: null };
      const connection = await connect(desk.engine, server.url);
      const { job } = await desk.engine.call('sync.start', { ...request, connection });
      const terminal = typing('', '');
      let tries = 0;
      const ended = await waitForSync(desk.engine, job, {
        terminal,
        signIn: () => {
          tries += 1;
          if (tries === 1) throw new UsageError('Not yet.');
          server.clearRules();
          return connect(desk.engine, server.url);
        },
      });
      expect(ended).toMatchObject({ state: 'done', importResult: { events: 40 } });
      expect(terminal.asked).toHaveLength(2);
    } finally {
      await desk.stop();
      await server.stop();
    }
  });
});
