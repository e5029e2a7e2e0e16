import { existsSync } from 'node:fs';
import type { CaseInfo, Job } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type { Engine } from '../../engine/index.ts';
import {
  choiceFrom,
  choiceHelp,
  choiceOptions,
  placeFrom,
  placeHelp,
  placeOptions,
  selectorsFrom,
  signInHelp,
  signInOptions,
} from '../bucket-options.ts';
import { type Arguments, type Command, type ExitCode, UsageError } from '../command.ts';
import { note } from '../output.ts';
import { casePath, openCase, openOrCreate, withEngine } from '../session.ts';
import { signIn, signInAgain } from '../sign-in.ts';
import { printEstimate, reportSync } from '../sync-report.ts';
import { waitForSync } from '../sync-wait.ts';
import { terminalText } from '../terminal-text.ts';

/** What only an address goes with: a bucket of the case is synced as it was chosen. */
const withAddressOnly = Object.keys({
  ...placeOptions,
  ...choiceOptions,
  concurrency: null,
  'dry-run': null,
});

export const syncCommand: Command = {
  name: 'sync',
  summary:
    'Brings a trail from its bucket into a case; without an address, what is new of every bucket in it.',
  usage: 'CASE [s3://BUCKET/PREFIX] [options]',
  minPositionals: 1,
  maxPositionals: 2,
  options: {
    ...signInOptions,
    ...placeOptions,
    ...choiceOptions,
    concurrency: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  optionHelp: {
    ...signInHelp,
    ...placeHelp,
    ...choiceHelp,
    'concurrency N': 'requests side by side, at most (default 16)',
    'dry-run': 'say how many files and bytes, and fetch nothing',
    json: 'end with one JSON object of what was done',
  },
  example:
    'spoor sync review.spoor s3://my-trail-bucket --profile audit --since 2026-03-01 --until 2026-03-31',
  notes: [
    'Makes the case where there is none. Keys come from the environment or a profile, never from an option.',
    'Files are kept whole whatever --selectors says; spoor reindex --all brings in what they left out.',
    'Cut off, it goes on where it was when it is run again. Without an address each bucket is synced as it was',
    'chosen, and --json prints one object a line for each of them. Exit code 1: cancelled, something could not',
    'be fetched, or an object was changed in place.',
  ].join('\n'),
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = '', address] = args.positionals;
      return address === undefined ? syncAgain(engine, target, args) : sync(engine, target, address, args);
    }),
};

async function sync(engine: Engine, target: string, address: string, args: Arguments): Promise<ExitCode> {
  const place = placeFrom(address, args);
  const choice = choiceFrom(args);
  const concurrency = args.number('concurrency', 16);
  if (concurrency < 1 || concurrency > 64) throw new UsageError('--concurrency is from 1 to 64.');
  const selectorsJson = selectorsFrom(args);
  const isJson = args.has('json');
  // First the sign-in: a mistyped bucket must not leave an empty case behind.
  const connection = await signIn(engine, place, args);
  if (args.has('dry-run')) {
    const known = existsSync(casePath(target)) ? (await openCase(engine, target, 'read')).case : null;
    return printEstimate(engine, { case: known, connection, choice }, isJson);
  }
  const info = await openOrCreate(engine, target);
  const request = { case: info.case, connection, choice, selectorsJson, concurrency };
  const { job } = await engine.call('sync.start', request);
  const ended = await waitForSync(engine, job, { signIn: () => signIn(engine, place, args) });
  return reportSync(engine, info, ended, casePath(target), isJson);
}

/** Every bucket of the case again, one after the other; the worst outcome counts. */
async function syncAgain(engine: Engine, target: string, args: Arguments): Promise<ExitCode> {
  const unfit = withAddressOnly.find((name) => args.has(name) || args.text(name) !== undefined);
  if (unfit !== undefined)
    throw new UsageError(
      `--${unfit} goes with an address: without one, a bucket is synced as it was chosen before.`,
    );
  const info = await openCase(engine, target, 'write');
  const buckets = info.sources.filter(({ kind }) => kind === 's3');
  if (buckets.length === 0)
    throw new AppError('not-found', `${casePath(target)} has no bucket to sync again.`, {
      advice: 'Give its address: spoor sync CASE s3://BUCKET/PREFIX',
    });
  let worst: ExitCode = 0;
  for (const bucket of buckets) {
    if (buckets.length > 1) note(`Syncing ${terminalText(bucket.label)}`);
    const ended = await bringNew(engine, info, bucket, args);
    const code = await reportSync(engine, info, ended, casePath(target), args.has('json'));
    if (code > worst) worst = code;
    // Whoever cancels means all of it.
    if (ended.state === 'cancelled') break;
  }
  return worst;
}

async function bringNew(
  engine: Engine,
  { case: id }: CaseInfo,
  source: CaseInfo['sources'][number],
  args: Arguments,
): Promise<Job> {
  const again = (): Promise<string> => signInAgain(engine, id, source, args);
  const connection = await again();
  const { job } = await engine.call('sync.again', { case: id, source: source.id, connection });
  return waitForSync(engine, job, { signIn: again });
}
