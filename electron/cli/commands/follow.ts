import type { CaseInfo } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type { FollowBy, SyncRecord } from '../../contract/s3.ts';
import type { Engine } from '../../engine/index.ts';
import { signInHelp, signInOptions } from '../bucket-options.ts';
import { type Arguments, type Command, type ExitCode, UsageError } from '../command.ts';
import { counted, note } from '../output.ts';
import { casePath, openCase, withEngine } from '../session.ts';
import { signInAgain } from '../sign-in.ts';
import { badNews, filesOf } from '../sync-report.ts';
import { waitForSync } from '../sync-wait.ts';

export const followCommand: Command = {
  name: 'follow',
  summary:
    'Keeps a case up to date with its bucket, by a queue of notifications or by the clock, until Ctrl C.',
  usage: 'CASE (--queue URL | --every 5m) [--source N]',
  minPositionals: 1,
  maxPositionals: 1,
  options: {
    queue: { type: 'string' },
    every: { type: 'string' },
    source: { type: 'string' },
    ...signInOptions,
  },
  optionHelp: {
    'queue URL': 'an SQS queue that the trail’s SNS topic, or the bucket, sends to',
    'every 5m': 'look again after so long a time (1m to 24h)',
    'source N': 'which bucket of a case with several, by its id in spoor info --json',
    ...signInHelp,
  },
  example: 'spoor follow review.spoor --queue https://sqs.eu-west-1.amazonaws.com/111122223333/trail',
  notes:
    'A message is deleted from the queue only after every file that it names is in the case. Ctrl C ends it with exit code 0, or 1 when something could not be fetched or an object was changed in place.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = ''] = args.positionals;
      const by = byFrom(args);
      const info = await openCase(engine, target, 'write');
      const source = sourceFrom(info, target, args);
      const signIn = (): Promise<string> => signInAgain(engine, info.case, source, args);
      const connection = await signIn();
      const rounds = await roundsOf(engine, info);
      const { job: id } = await engine.call('follow.start', {
        case: info.case,
        source: source.id,
        connection,
        by,
      });
      const job = await waitForSync(engine, id, {
        signIn,
        onChange: async (say) => {
          for (const sync of await rounds.ended()) say(filesOf(sync));
        },
      });
      if (job.error !== null) throw AppError.fromShape(job.error);
      const all = rounds.all();
      const brought = all.reduce((sum, { fetched }) => sum + fetched, 0);
      note(`Ended. ${counted(brought, 'file')} came in ${counted(all.length, 'round')}.`);
      return badNews(all, casePath(target));
    }),
};

/** The syncs of a case that begin from now on. */
async function roundsOf(engine: Engine, { case: id }: CaseInfo) {
  const newest = async (): Promise<SyncRecord[]> => engine.call('sync.history', { case: id });
  const all: SyncRecord[] = [];
  let last = (await newest())[0]?.sync ?? 0;
  return {
    all: () => all,
    /** Those that have ended since it was asked last. */
    async ended(): Promise<SyncRecord[]> {
      const ended = (await newest())
        .filter(({ sync, outcome }) => sync > last && outcome !== 'running' && outcome !== 'interrupted')
        .reverse();
      last = ended.at(-1)?.sync ?? last;
      all.push(...ended);
      return ended;
    },
  };
}

function sourceFrom(info: CaseInfo, target: string, args: Arguments): CaseInfo['sources'][number] {
  const buckets = info.sources.filter(({ kind }) => kind === 's3');
  const wanted = args.text('source');
  const [first] = buckets;
  if (first === undefined)
    throw new AppError('not-found', `${casePath(target)} has no bucket to follow.`, {
      advice: 'Sync it first: spoor sync CASE s3://BUCKET/PREFIX',
    });
  const list = buckets.map(({ id, label }) => `${id} ${label}`).join(', ');
  if (wanted === undefined && buckets.length > 1)
    throw new UsageError(`The case has several buckets; say with --source which: ${list}.`);
  const source = wanted === undefined ? first : buckets.find(({ id }) => String(id) === wanted);
  if (source === undefined) throw new UsageError(`--source takes the id of a bucket: ${list}.`);
  return source;
}

const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000 };

function byFrom(args: Arguments): FollowBy {
  const [queue, every] = [args.text('queue'), args.text('every')];
  if ((queue === undefined) === (every === undefined))
    throw new UsageError('Give either --queue URL or --every 5m.');
  if (queue !== undefined) {
    if (!/^https?:\/\/[^\s/]+\S*$/.test(queue) || !URL.canParse(queue))
      throw new UsageError('--queue takes the address of an SQS queue.');
    return { kind: 'queue', url: queue };
  }
  const [, count, unit] = /^(\d{1,4})([mh])$/.exec(every ?? '') ?? [];
  const everyMs = Number(count) * (unitsMs[unit ?? ''] ?? Number.NaN);
  if (!(everyMs >= 60_000 && everyMs <= 86_400_000))
    throw new UsageError('--every takes a time from 1m to 24h, such as 5m.');
  return { kind: 'interval', everyMs };
}
