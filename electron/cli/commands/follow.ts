import { AppError } from '../../contract/errors.ts';
import type { FollowBy } from '../../contract/s3.ts';
import { bucketOptionHelp, bucketOptions, connectFrom } from '../bucket-options.ts';
import { type Arguments, type Command, type ExitCode, UsageError } from '../command.ts';
import { note } from '../output.ts';
import { casePath, openCase, withEngine } from '../session.ts';
import { terminalText } from '../terminal-text.ts';
import { waitForSync } from './sync.ts';

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
    ...bucketOptions,
  },
  optionHelp: {
    'queue URL': 'an SQS queue that the trail’s SNS topic, or the bucket, sends to',
    'every 5m': 'look again after so long a time (1m to 24h)',
    'source N': 'which bucket of the case, by its number in spoor info --json',
    ...bucketOptionHelp,
  },
  example: 'spoor follow review.spoor --queue https://sqs.eu-west-1.amazonaws.com/111122223333/trail',
  notes: 'A message is deleted from the queue only after every file that it names is in the case.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = ''] = args.positionals;
      const by = byFrom(args);
      const info = await openCase(engine, target, 'write');
      const buckets = info.sources.filter(({ kind }) => kind === 's3');
      const wanted = args.text('source');
      const source = wanted === undefined ? buckets[0] : buckets.find(({ id }) => String(id) === wanted);
      if (source === undefined)
        throw new AppError('not-found', `${casePath(target)} has no such bucket to follow.`, {
          advice: 'Sync it first: spoor sync CASE s3://BUCKET/PREFIX',
        });
      if (wanted === undefined && buckets.length > 1)
        throw new UsageError('The case has several buckets: say which with --source.');
      const isSaid = args.text('profile') !== undefined || args.has('anonymous');
      const connection =
        isSaid && source.bucket !== null ? await connectFrom(engine, source.bucket, args) : null;
      const { job } = await engine.call('follow.start', {
        case: info.case,
        source: source.id,
        connection,
        by,
      });
      const enough = new AbortController();
      const telling = tell();
      const ended = await waitForSync(engine, job).finally(() => enough.abort());
      await telling;
      if (ended.error !== null) throw AppError.fromShape(ended.error);
      return 0;

      async function tell(): Promise<void> {
        let said = '';
        try {
          for await (const { id, note: news } of engine.stream('jobs.watch', {}, enough.signal)) {
            if (id !== job || news === null || news === said) continue;
            said = news;
            note(terminalText(news));
          }
        } catch (error) {
          if (!enough.signal.aborted) throw error;
        }
      }
    }),
};

const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000 };

function byFrom(args: Arguments): FollowBy {
  const [queue, every] = [args.text('queue'), args.text('every')];
  if ((queue === undefined) === (every === undefined))
    throw new UsageError('Give either --queue URL or --every 5m.');
  if (queue !== undefined) {
    if (!/^https?:\/\/\S+$/.test(queue)) throw new UsageError('--queue takes the address of an SQS queue.');
    return { kind: 'queue', url: queue };
  }
  const [, count, unit] = /^(\d{1,4})([mh])$/.exec(every ?? '') ?? [];
  const everyMs = Number(count) * (unitsMs[unit ?? ''] ?? Number.NaN);
  if (!(everyMs >= 60_000 && everyMs <= 86_400_000))
    throw new UsageError('--every takes a time from 1m to 24h, such as 5m.');
  return { kind: 'interval', everyMs };
}
