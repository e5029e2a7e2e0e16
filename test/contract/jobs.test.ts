import { afterEach, describe, expect, it } from 'vitest';
import type { Client, Job } from '../../electron/contract/api.ts';
import { createDispatcher } from '../../electron/engine/dispatcher.ts';
import { Jobs } from '../../electron/engine/jobs.ts';
import { memoryLog, stubHandlers } from './stub-handlers.ts';
import { type Reached, transports } from './transports.ts';

describe.each(transports)('the jobs over $name', ({ reach }) => {
  const log = memoryLog();
  const open: Reached[] = [];

  async function serve(): Promise<{ jobs: Jobs; client: Client }> {
    const jobs = new Jobs(() => 1, log);
    const handlers = stubHandlers({
      'jobs.watch': (_, signal) => jobs.watch(signal),
      'jobs.dismiss': async ({ job }) => {
        jobs.dismiss(job);
        return {};
      },
    });
    const reached = await reach(createDispatcher(handlers, log), log);
    open.push(reached);
    return { jobs, client: reached.client };
  }

  const start = (jobs: Jobs, run: () => Promise<{ isCancelled: boolean }>): string =>
    jobs.start({ kind: 'reindex', case: 'c', title: 'Rebuilding', unit: 'files', run });

  /** What a window is told of a job until it is in the wanted state. */
  async function until(watched: AsyncIterator<Job>, state: Job['state']): Promise<Job> {
    for (;;) {
      const { value, done } = await watched.next();
      if (done) throw new Error('The stream ended.');
      if (value.state === state) return value;
    }
  }

  const watch = (client: Client): AsyncIterator<Job> =>
    client.stream('jobs.watch', {})[Symbol.asyncIterator]();

  afterEach(async () => {
    for (const reached of open.splice(0)) await reached.close();
  });

  it('a job that one window dismisses is taken from every other, and told to none that comes later', async () => {
    const { jobs, client } = await serve();
    const watched = watch(client);
    const job = start(jobs, async () => ({ isCancelled: false }));
    await until(watched, 'done');
    await client.call('jobs.dismiss', { job });
    expect(await until(watched, 'dismissed')).toMatchObject({ id: job, endedAtMs: 1 });
    const other = start(jobs, async () => ({ isCancelled: false }));
    expect((await until(watch(client), 'done')).id).toBe(other);
  });

  it('a job that runs is not dismissed', async () => {
    const { jobs, client } = await serve();
    let finish = () => {};
    const job = start(jobs, async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return { isCancelled: false };
    });
    const watched = watch(client);
    await until(watched, 'running');
    await client.call('jobs.dismiss', { job });
    finish();
    expect((await until(watched, 'done')).id).toBe(job);
  });
});
