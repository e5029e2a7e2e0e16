import { beforeEach, expect, test } from 'vitest';
import type { CaseInfo, Grant, Job } from '../../../electron/contract/api.ts';
import { AppError } from '../../../electron/contract/errors.ts';
import { chooseCase, chooseNewCase, importOrOpen, openFromOutside } from '../../../renderer/state/actions.ts';
import { closeCase, openCase, openSample, useCases } from '../../../renderer/state/cases.ts';
import { useHost } from '../../../renderer/state/host.ts';
import { useJobs } from '../../../renderer/state/jobs.ts';
import { useLeaving } from '../../../renderer/state/leaving.ts';
import type { Host } from '../../../renderer/transport/index.ts';
import { makeJob } from '../../contract/make-job.ts';

const grant = (name: string): Grant => ({ token: name, name, kind: 'file', place: '/cases', sizeBytes: 1 });
const noFiles = {
  seen: 0,
  read: 0,
  partly: 0,
  empty: 0,
  notCloudTrail: 0,
  damaged: 0,
  tooLarge: 0,
  notFetched: 0,
  alreadyPresent: 0,
};
const current: CaseInfo = {
  case: 'c',
  name: 'now.spoor',
  place: '/cases',
  access: 'write',
  readOnlyReason: null,
  lost: null,
  needsReindex: false,
  revision: 1,
  events: 0,
  duplicates: 0,
  conflicts: 0,
  undated: 0,
  firstTimeMs: null,
  lastTimeMs: null,
  accounts: [],
  regions: [],
  sources: [],
  files: noFiles,
  sizeBytes: 0,
};
const ended: Job = { ...makeJob('j'), state: 'done', endedAtMs: 1 };

let asked: string[] = [];
/** Picks `other.spoor` for whoever asks, and refuses everything after writing down its name. */
const host: Host = {
  call: async (method, ...rest) => {
    asked.push(method);
    // A cast: the one answer that these tests need, of the type that the contract gives the method.
    if (method === 'host.pick') return { kind: 'granted', grants: [grant('other.spoor')] } as never;
    throw new AppError('not-found', `${method} ${rest.length}`);
  },
  async *stream() {},
  grantDropped: async () => [],
  onOpen: () => () => {},
  onDisconnect: () => () => {},
  reconnect: async () => {},
};

const waysOut: readonly (readonly [string, string, () => unknown])[] = [
  ['a recent case', 'cases.open', () => openCase(grant('other.spoor'))],
  ['a case that is chosen', 'cases.open', chooseCase],
  ['a new case', 'cases.create', chooseNewCase],
  ['a dropped case', 'cases.open', () => importOrOpen([grant('other.spoor')])],
  ['files from outside', 'cases.create', () => openFromOutside([grant('logs.zip')])],
  ['the sample', 'cases.sample', openSample],
];

/** Lets everything run that waits for nothing but promises. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const opened = () => asked.filter((method) => method.startsWith('cases.'));

beforeEach(() => {
  asked = [];
  useHost.setState({ host });
  useCases.setState({ current });
  useJobs.setState({ jobs: [makeJob('j')] });
  useLeaving.setState({ request: null });
});

test.each(waysOut)('%s is opened only once the person lets the running job go', async (_, method, leave) => {
  leave();
  await settled();
  expect(opened()).toEqual([]);
  expect(useLeaving.getState().request).toMatchObject({ caseName: 'now.spoor', verb: 'open' });
  useLeaving.getState().request?.answer(true);
  await settled();
  expect(opened()).toEqual([method]);
  expect(useLeaving.getState().request).toBeNull();
});

test.each(waysOut)('%s is not opened by who would rather stay', async (_, _method, leave) => {
  leave();
  await settled();
  useLeaving.getState().request?.answer(false);
  await settled();
  expect(opened()).toEqual([]);
  expect(useCases.getState().current).toBe(current);
});

test('closing the case asks too, and staying closes nothing', async () => {
  const closing = closeCase();
  await settled();
  expect(useLeaving.getState().request).toMatchObject({ question: 'Close now.spoor?', verb: 'close' });
  useLeaving.getState().request?.answer(false);
  await closing;
  expect(useCases.getState().current).toBe(current);
  expect(opened()).toEqual([]);
});

test.each<readonly [string, readonly Job[]]>([
  ['no job', []],
  ['a job that has ended', [ended]],
  ['a job of another case', [{ ...makeJob('j'), case: 'another' }]],
])('with %s nothing is asked', async (_, jobs) => {
  useJobs.setState({ jobs });
  await openCase(grant('other.spoor'));
  expect(opened()).toEqual(['cases.open']);
});

test('a paused job is asked about like one that runs', async () => {
  useJobs.setState({ jobs: [{ ...makeJob('j'), state: 'paused' }] });
  void openSample();
  await settled();
  expect(useLeaving.getState().request).not.toBeNull();
});

test('opening the case that is open already leaves nothing', async () => {
  await openCase(grant('now.spoor'));
  expect(opened()).toEqual(['cases.open']);
});

test('a second way out takes the place of the first', async () => {
  const first = openSample();
  await settled();
  void openCase(grant('other.spoor'));
  expect(await first).toBeNull();
  expect(useLeaving.getState().request?.question).toBe('Open other.spoor?');
});
