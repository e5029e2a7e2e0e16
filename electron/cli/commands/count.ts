import type { Result } from '../../contract/api.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { cloudWatchHelp, cloudWatchOption, filterArgument, noteMissingOperands } from '../filter-argument.ts';
import { isoTime, print } from '../output.ts';
import { searchRecords } from '../search-records.ts';
import { readField } from '../selection-options.ts';
import { openCase, withEngine } from '../session.ts';
import { table, terminalJson } from '../terminal-text.ts';

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const maxBars = 2000;

export const countCommand: Command = {
  name: 'count',
  summary: 'Counts the events that meet a filter, by value and over time.',
  usage: 'CASE [FILTER] [--cloudwatch PATTERN] [--by FIELD] [--top N] [--every 1h] [--json]',
  minPositionals: 1,
  maxPositionals: 2,
  options: {
    by: { type: 'string' },
    top: { type: 'string' },
    every: { type: 'string' },
    ...cloudWatchOption,
    'with-duplicates': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  optionHelp: {
    'by FIELD': 'the most frequent values of a field',
    'top N': 'how many of them (default 20, at most 1000)',
    'every 15m|1h|1d': 'a bar for each so long time',
    ...cloudWatchHelp,
    'with-duplicates': 'count later deliveries of the same eventID as well',
    json: 'print one JSON object',
  },
  example: "spoor count review.spoor 'error:*' --by error --every 1h",
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = ''] = args.positionals;
      const filter = filterArgument(args, 1);
      const by = args.text('by');
      const every = args.text('every');
      const top = Math.min(1000, Math.max(1, args.number('top', 20)));
      const histogram = every === undefined ? null : { maxBars, stepMs: readStep(every) };
      const facets = by === undefined ? [] : [{ field: readField(by), top, underWholeFilter: true }];
      const info = await openCase(engine, target, 'read');
      const selection = { case: info.case, filter, withDuplicates: args.has('with-duplicates') };
      await searchRecords(engine, selection);
      const view = await engine.call('events.view', {
        ...selection,
        histogram,
        facets,
        page: null,
      });
      await print(args.has('json') ? `${terminalJson(asJson(view, every))}\n` : asText(view));
      await noteMissingOperands(engine, info.case, args);
      return 0;
    }),
};

function readStep(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const stepMs = Number(count) * (unitsMs[unit ?? ''] ?? Number.NaN);
  if (!(stepMs > 0)) throw new UsageError('--every takes a length such as 30s, 15m, 1h or 1d.');
  return stepMs;
}

type View = Result<'events.view'>;

function barsOf({ histogram }: View) {
  if (histogram === null) return [];
  return histogram.read.map((read, at) => ({
    time: isoTime(histogram.fromMs + at * histogram.stepMs),
    read,
    write: histogram.write[at] ?? 0,
    failed: histogram.failed[at] ?? 0,
  }));
}

function asJson(view: View, every: string | undefined): Record<string, unknown> {
  const [by] = view.facets;
  return {
    events: view.total,
    matched: view.matched,
    undated: view.undated,
    ...(by === undefined ? {} : { by }),
    ...(every === undefined ? {} : { every, bars: barsOf(view) }),
  };
}

function asText(view: View): string {
  const [by] = view.facets;
  const parts = [`${view.matched.toLocaleString('en')} of ${view.total.toLocaleString('en')} events\n`];
  if (by !== undefined) {
    const rows = by.values.map(({ value, count }) => [String(count), value]);
    parts.push(
      table(['count', by.field], by.missing > 0 ? [...rows, [String(by.missing), '(missing)']] : rows),
    );
    if (by.distinct > by.values.length)
      parts.push(`${by.distinct.toLocaleString('en')} distinct values; --top shows more.\n`);
  }
  const bars = barsOf(view);
  if (bars.length > 0)
    parts.push(
      table(
        ['from (UTC)', 'read', 'write', 'failed'],
        bars.map((bar) => [bar.time, String(bar.read), String(bar.write), String(bar.failed)]),
      ),
    );
  return parts.join('\n');
}
