import { beforeEach, describe, expect, it } from 'vitest';
import { useHost } from '../../../renderer/state/host.ts';
import { useJobs } from '../../../renderer/state/jobs.ts';
import { Restarter } from '../../../renderer/state/restart.ts';
import { useToasts } from '../../../renderer/state/toasts.ts';
import { makeJob } from '../../contract/make-job.ts';

const lost = new Error('lost');
let attempts: number;
let nowMs: number;

beforeEach(() => {
  attempts = 0;
  nowMs = 0;
  useHost.setState({ failure: lost, isRestarting: false });
  useJobs.setState({ jobs: [] });
  useToasts.setState({ toasts: [] });
});

/** @param worksAt the attempt that succeeds */
function restarter(worksAt: number): Restarter {
  const reconnect = async (): Promise<void> => {
    attempts += 1;
    expect(useHost.getState().isRestarting).toBe(true);
    useHost.setState({ failure: attempts >= worksAt ? null : lost });
  };
  return new Restarter(reconnect, { clock: () => nowMs, pause: async () => {} });
}

describe('an engine that has stopped', () => {
  it('is started again by itself, and the person is told what was stopped with it', async () => {
    const running = { ...makeJob('e'), kind: 'export', title: 'Exporting to a.csv' } as const;
    useJobs.setState({ jobs: [running, { ...makeJob('i'), kind: 'import', title: 'Importing logs' }] });
    await restarter(1).onLost();
    expect(attempts).toBe(1);
    const { toasts } = useToasts.getState();
    expect(toasts).toMatchObject([{ stays: true, title: expect.stringContaining('started again') }]);
    // The import is offered by the new engine itself.
    expect(toasts[0]?.text).toMatch(/Exporting to a\.csv/);
    expect(toasts[0]?.text).not.toMatch(/Importing logs/);
  });

  it('is tried again while the old process is still going, and given up in the end', async () => {
    await restarter(3).onLost();
    expect(attempts).toBe(3);
    attempts = 0;
    useHost.setState({ failure: lost });
    await restarter(100).onLost();
    expect(attempts).toBe(5);
    expect(useHost.getState()).toMatchObject({ failure: lost, isRestarting: false });
    expect(useToasts.getState().toasts).toHaveLength(1);
  });

  it('that stops again and again is left to the person, until a minute has passed', async () => {
    const restarts = restarter(1);
    for (let nth = 0; nth < 5; nth += 1) await restarts.onLost();
    expect(attempts).toBe(3);
    nowMs = 61_000;
    await restarts.onLost();
    expect(attempts).toBe(4);
  });
});
