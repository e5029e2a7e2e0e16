import type { CaseInfo, Job } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type { BucketPlace, JobQuestion, SyncChoice, SyncEstimate, SyncRecord } from '../../contract/s3.ts';
import type { Engine } from '../../engine/index.ts';
import {
  bucketOptionHelp,
  bucketOptions,
  choiceFrom,
  choiceOptionHelp,
  choiceOptions,
  connectFrom,
  placeFrom,
  selectorsFrom,
} from '../bucket-options.ts';
import { type Arguments, type Command, type ExitCode, UsageError } from '../command.ts';
import { note, print } from '../output.ts';
import { casePath, openCase, openOrCreate, waitForJob, withEngine } from '../session.ts';
import { table, terminalJson, terminalText } from '../terminal-text.ts';

export const syncCommand: Command = {
  name: 'sync',
  summary:
    'Brings a trail from its bucket into a case; without an address, what is new of every bucket in it.',
  usage: 'CASE [s3://BUCKET/PREFIX] [options]',
  minPositionals: 1,
  maxPositionals: 2,
  options: {
    ...bucketOptions,
    ...choiceOptions,
    concurrency: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  optionHelp: {
    ...bucketOptionHelp,
    ...choiceOptionHelp,
    'concurrency N': 'requests side by side, at most (default 16)',
    'dry-run': 'say how many files and bytes, and fetch nothing',
    json: 'end with one JSON object of what was done',
  },
  example:
    'spoor sync review.spoor s3://my-trail-bucket --profile audit --since 2026-03-01 --until 2026-03-31',
  notes:
    'Files are kept whole whatever --selectors says; spoor reindex --all brings in what they left out. Cut off, it goes on where it was when it is run again. Exit code 1: something could not be fetched, or an object was changed in place.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = '', address] = args.positionals;
      if (address === undefined) return again(engine, target, args);
      const place = placeFrom(address, args);
      const choice = choiceFrom(args);
      const selectorsJson = selectorsFrom(args);
      const concurrency = args.number('concurrency', 16);
      if (concurrency < 1 || concurrency > 64) throw new UsageError('--concurrency is from 1 to 64.');
      // First the sign-in: a mistyped bucket must not leave an empty case behind.
      const connection = await connectFrom(engine, place, args);
      if (args.has('dry-run')) return estimate(engine, connection, choice, args.has('json'));
      const info = await openOrCreate(engine, target);
      const request = { case: info.case, connection, choice, selectorsJson, concurrency };
      const { job } = await engine.call('sync.start', request);
      return report(engine, info, await waitForSync(engine, job), casePath(target), args.has('json'));
    }),
};

/** Every bucket of the case again, one after the other; the worst outcome counts. */
async function again(engine: Engine, target: string, args: Arguments): Promise<ExitCode> {
  const info = await openCase(engine, target, 'write');
  const buckets = info.sources.filter(({ kind }) => kind === 's3');
  if (buckets.length === 0)
    throw new AppError('not-found', `${casePath(target)} has no bucket to sync again.`, {
      advice: 'Give its address: spoor sync CASE s3://BUCKET/PREFIX',
    });
  let worst: ExitCode = 0;
  for (const { id, label, bucket } of buckets) {
    note(`Syncing ${terminalText(label)}`);
    const connection = await reconnect(engine, args, bucket);
    const { job } = await engine.call('sync.again', { case: info.case, source: id, connection });
    const code = await report(
      engine,
      info,
      await waitForSync(engine, job),
      casePath(target),
      args.has('json'),
    );
    if (code > worst) worst = code;
  }
  return worst;
}

/** As the case remembers it, unless the command says how to sign in. */
async function reconnect(engine: Engine, args: Arguments, place: BucketPlace | null): Promise<string | null> {
  const isSaid =
    args.text('profile') !== undefined || args.has('anonymous') || args.text('mfa-code') !== undefined;
  return isSaid && place !== null ? connectFrom(engine, place, args) : null;
}

/**
 * Waits for the end. A sign-in that expires cannot be renewed from here: the sync is ended, and goes on when it is run
 * again.
 */
export async function waitForSync(engine: Engine, id: string): Promise<Job> {
  const enough = new AbortController();
  const asked = firstQuestion(engine, id, enough.signal);
  const job = await waitForJob(engine, id).finally(() => enough.abort());
  const question = await asked;
  if (question === null) return job;
  const message = question.kind === 'signIn' ? question.message : `A code of ${question.serial} is asked.`;
  throw new AppError('not-allowed', message, {
    advice: 'Sign in again and run it again: it goes on where it was.',
  });
}

/** What the job asks first, if anything; it is ended then. */
async function firstQuestion(engine: Engine, id: string, signal: AbortSignal): Promise<JobQuestion | null> {
  try {
    for await (const { id: of, question } of engine.stream('jobs.watch', {}, signal)) {
      if (of !== id || question === null) continue;
      await engine.call('jobs.cancel', { job: id });
      return question;
    }
    return null;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function report(
  engine: Engine,
  { case: id }: CaseInfo,
  job: Job,
  target: string,
  isJson: boolean,
): Promise<ExitCode> {
  if (job.error !== null) throw AppError.fromShape(job.error);
  const result = job.importResult;
  const [sync] = await engine.call('sync.history', { case: id });
  if (result === null || sync === undefined) throw new Error(`${job.title} ended without a result.`);
  const { listed, fetched, known, notFetched, changed, bytes } = sync;
  const { files, records, events, duplicates, elapsedMs } = result;
  const counts = { listed, fetched, known, notFetched, changed };
  if (isJson) {
    const done = {
      case: target,
      source: sync.label,
      files,
      ...counts,
      records,
      events,
      duplicates,
      bytes,
      elapsedMs,
    };
    await print(`${terminalJson(done)}\n`);
  } else await print(sentences(sync, events, duplicates, elapsedMs));
  if (job.state === 'cancelled') {
    note('Cancelled. What is reported here is in the case; run it again to go on.');
    return 1;
  }
  if (notFetched > 0) note(`${notFetched} files could not be fetched. spoor ledger says of each what to do.`);
  if (changed > 0) note(`${changed} objects were changed in place: both versions are in the case.`);
  return notFetched + changed > 0 ? 1 : 0;
}

function sentences(sync: SyncRecord, events: number, duplicates: number, elapsedMs: number): string {
  const number = (count: number): string => count.toLocaleString('en');
  return [
    `${number(sync.listed)} files listed in ${(elapsedMs / 1000).toFixed(1)} s: ${number(sync.fetched)} fetched, ${number(sync.known)} in the case already, ${number(sync.notFetched)} not fetched, ${number(sync.changed)} changed in place`,
    `${number(events)} new events, ${number(duplicates)} duplicates`,
    '',
  ].join('\n');
}

async function estimate(
  engine: Engine,
  connection: string,
  choice: SyncChoice,
  isJson: boolean,
): Promise<ExitCode> {
  let last: SyncEstimate | null = null;
  for await (const value of engine.stream('s3.estimate', { case: null, connection, choice })) last = value;
  if (last === null) throw new Error('The estimate ended without a value.');
  const { files, bytes, byPlace, requests, problems } = last;
  if (isJson) await print(`${terminalJson({ files, bytes, requests, byPlace, problems })}\n`);
  else {
    const rows = byPlace.map((place) => [
      place.account,
      place.region,
      place.kind,
      place.files.toLocaleString('en'),
      place.bytes.toLocaleString('en'),
    ]);
    await print(table(['account', 'region', 'kind', 'files', 'bytes'], rows));
    await print(
      `${files.toLocaleString('en')} files, ${bytes.toLocaleString('en')} bytes, by ${requests} requests\n`,
    );
  }
  for (const problem of problems) note(terminalText(problem));
  return problems.length > 0 ? 1 : 0;
}
