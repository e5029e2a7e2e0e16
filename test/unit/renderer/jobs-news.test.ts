import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Job } from '../../../electron/contract/api.ts';
import { useHost } from '../../../renderer/state/host.ts';
import { tellJobsOf, useJobs, watchJobs } from '../../../renderer/state/jobs.ts';
import { useToasts } from '../../../renderer/state/toasts.ts';
import type { Host } from '../../../renderer/transport/index.ts';
import { makeJob } from '../../contract/make-job.ts';

const inCase = (id: string): Job => ({ ...makeJob(`job-${id}`), case: id, title: `Importing ${id}` });
const over = (job: Job): Job => ({ ...job, state: 'cancelled', endedAtMs: 1 });

/** An engine that works on two cases and tells how both jobs end. */
const host: Host = {
  call: () => Promise.reject(new Error('not asked')),
  async *stream() {
    // A cast: the stream of jobs, the only one that is read here.
    for (const job of [inCase('a'), inCase('b'), over(inCase('a')), over(inCase('b'))]) yield job as never;
  },
  grantDropped: async () => [],
  onOpen: () => () => {},
  onDisconnect: () => () => {},
  reconnect: async () => {},
};

// News goes away by itself, on the page's own clock; not before these tests have ended.
beforeEach(() => void vi.stubGlobal('window', { setTimeout: () => 0, clearTimeout: () => undefined }));
afterEach(() => {
  vi.unstubAllGlobals();
  tellJobsOf(null);
});

async function newsFor(shown: string | null): Promise<number> {
  useToasts.setState({ toasts: [] });
  useHost.setState({ host });
  tellJobsOf(shown);
  await watchJobs(new AbortController().signal);
  return useToasts.getState().toasts.length;
}

it('a window tells the news of its own case only, and lists every job', async () => {
  expect(await newsFor('a')).toBe(1);
  expect(
    useJobs
      .getState()
      .jobs.map(({ title }) => title)
      .sort(),
  ).toEqual(['Importing a', 'Importing b']);
});

it('a window on the start page tells the news of every case', async () => {
  expect(await newsFor(null)).toBe(2);
});
