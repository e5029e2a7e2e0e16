import { readFile } from 'node:fs/promises';
import { AppError } from '../contract/errors.ts';
import type { Buckets } from './buckets.ts';
import { publicKeyInfos } from './case/public-keys.ts';
import { newestTrailAnswers } from './case/trail-answers.ts';
import type { Cases } from './cases.ts';
import type { Handlers } from './dispatcher.ts';
import type { Grants } from './grants.ts';
import type { Jobs } from './jobs.ts';
import { trailInfos } from './trails/trail-infos.ts';
import type { Work } from './work.ts';

export interface BucketHandlerParts {
  readonly cases: Cases;
  readonly grants: Grants;
  readonly jobs: Jobs;
  readonly work: Work;
  readonly clock: () => number;
}

/** A file of certificates is some kilobytes; nothing larger is read. */
const maxPemBytes = 1024 * 1024;

/** The part of the contract that is about buckets. The AWS SDK is loaded when the first of these is called. */
export function bucketHandlers({ cases, grants, jobs, work, clock }: BucketHandlerParts) {
  let loaded: Promise<Buckets> | undefined;
  const buckets = (): Promise<Buckets> => {
    loaded ??= load();
    return loaded;
  };
  const load = async (): Promise<Buckets> => {
    // A notice to developers about the version of Node, which would end on a person's terminal.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    const { Buckets: Loaded } = await import('./buckets.ts');
    return new Loaded({ jobs, work, clock });
  };
  const pemOf = async (grant: string | null): Promise<string | null> => {
    if (grant === null) return null;
    const file = grants.pathOf(grant, 'file');
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw new AppError('unreadable', `${file} cannot be read.`, { cause });
    });
    if (bytes.length <= maxPemBytes && bytes.includes('-----BEGIN CERTIFICATE-----'))
      return bytes.toString('latin1');
    throw new AppError('unreadable', `${file} holds no certificate.`, {
      advice: 'Choose a PEM file: it has lines that read BEGIN CERTIFICATE.',
    });
  };

  const handlers = {
    's3.profiles': async () => (await buckets()).profiles(),
    's3.connect': async (params, signal) =>
      (await buckets()).connect(params, await pemOf(params.caFile), signal),
    's3.reconnect': async ({ case: id, source, mfaCode }, signal) =>
      (await buckets()).reconnect(cases.get(id), source, mfaCode, signal),
    's3.discover': async function* ({ connection }, signal) {
      yield* (await buckets()).discover(connection, signal);
    },
    's3.estimate': async function* ({ case: id, connection, choice }, signal) {
      const session = id === null ? null : cases.get(id);
      yield* (await buckets()).estimate(session, connection, choice, signal);
    },
    'sync.start': async ({ case: id, ...request }) => ({
      job: (await buckets()).sync(cases.get(id), request),
    }),
    'sync.again': async ({ case: id, source, connection }) => ({
      job: await (await buckets()).again(cases.get(id), source, connection),
    }),
    'sync.history': async ({ case: id }) => (await buckets()).history(cases.get(id)),
    'follow.start': async ({ case: id, source, connection, by }) => ({
      job: await (await buckets()).follow(cases.get(id), source, connection, by),
    }),
    'trails.list': async ({ case: id }) => {
      const { db } = cases.get(id).file;
      return { trails: trailInfos(newestTrailAnswers(db)), publicKeys: publicKeyInfos(db) };
    },
  } satisfies Partial<Handlers>;

  return {
    handlers,
    buckets,
    /** Forgets every sign-in. */
    async close(): Promise<void> {
      (await loaded)?.dispose();
    },
  };
}
