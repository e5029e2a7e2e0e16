import type { CaseInfo, Job } from '../../../electron/contract/api.ts';
import type { BucketPlace, SignIn, SyncChoice } from '../../../electron/contract/s3.ts';
import type { Engine } from '../../../electron/engine/index.ts';
import { endOf } from '../../support/engine.ts';
import { placeAt, reader } from '../s3/place.ts';

export const everything: SyncChoice = {
  accounts: null,
  regions: null,
  kinds: ['CloudTrail'],
  sinceDay: null,
  untilDay: null,
};

export const keys: Extract<SignIn, { kind: 'keys' }> = {
  kind: 'keys',
  accessKeyId: reader.accessKeyId,
  secretAccessKey: reader.secretAccessKey,
  sessionToken: null,
};

export async function connect(
  engine: Engine,
  url: string,
  signIn: SignIn = keys,
  change: Partial<BucketPlace> = {},
): Promise<string> {
  const place = placeAt(url, change);
  const result = await engine.call('s3.connect', { place, signIn, mfaCode: null, caFile: null });
  if (result.kind !== 'connected') throw new Error(`Not connected: ${JSON.stringify(result)}`);
  return result.connection;
}

/** Syncs and waits for the end. */
export async function sync(
  engine: Engine,
  info: CaseInfo,
  connection: string,
  request: { choice?: SyncChoice; selectorsJson?: string | null } = {},
): Promise<Job> {
  const { choice = everything, selectorsJson = null } = request;
  const { job } = await engine.call('sync.start', { case: info.case, connection, choice, selectorsJson });
  return endOf(engine, job);
}

/** A job once it satisfies something, or has ended. */
export async function when(engine: Engine, id: string, isSo: (job: Job) => boolean): Promise<Job> {
  const enough = new AbortController();
  for await (const job of engine.stream('jobs.watch', {}, enough.signal)) {
    if (job.id !== id || !(isSo(job) || job.endedAtMs !== null)) continue;
    enough.abort();
    return job;
  }
  throw new Error('The list of jobs ended before the job did.');
}
