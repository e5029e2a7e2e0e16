import {
  type CompareLine,
  type Period,
  type PeriodComparison,
  usualComparedFields,
} from '../../contract/compare.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { fieldsOption, periodOption } from '../compare-options.ts';
import { cloudWatchHelp, cloudWatchOption, filterArgument, noteMissingOperands } from '../filter-argument.ts';
import { counted, isoTime, print } from '../output.ts';
import { searchRecords } from '../search-records.ts';
import { openCase, withEngine } from '../session.ts';
import { table, terminalJson } from '../terminal-text.ts';

export const compareCommand: Command = {
  name: 'compare',
  summary: 'Compares two periods: which values are new, gone, more or less.',
  usage: 'CASE [FILTER] --before A..B --after C..D [--field a,b] [--top N] [--json]',
  minPositionals: 1,
  maxPositionals: 2,
  options: {
    before: { type: 'string' },
    after: { type: 'string' },
    field: { type: 'string' },
    top: { type: 'string' },
    ...cloudWatchOption,
    'with-duplicates': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  optionHelp: {
    'before A..B': 'the period to compare with, as in time:A..B: 2026-03-01..2026-03-07 is seven days',
    'after C..D': 'the period to look at',
    'field a,b': `of these fields (default: ${usualComparedFields.join(',')})`,
    'top N': 'how many lines (default 50, at most 1000)',
    ...cloudWatchHelp,
    'with-duplicates': 'count later deliveries of the same eventID as well',
    json: 'print one JSON object; each line has the filters that give its events',
  },
  example: 'spoor compare review.spoor --before 2026-02 --after 2026-03-01..2026-03-02 --field name,ip',
  notes: 'Rates are events an hour, so the periods need not be as long. The least likely change comes first.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = ''] = args.positionals;
      const filter = filterArgument(args, 1);
      const before = periodOption(args, 'before');
      const after = periodOption(args, 'after');
      if (before.fromMs >= before.untilMs || after.fromMs >= after.untilMs)
        throw new UsageError('A period ends before it begins.');
      if (before.fromMs < after.untilMs && after.fromMs < before.untilMs)
        throw new UsageError('--before and --after have time in common.');
      const choice = {
        before,
        after,
        fields: fieldsOption(args, usualComparedFields),
        limit: Math.min(1000, Math.max(1, args.number('top', 50))),
      };
      const info = await openCase(engine, target, 'read');
      const selection = { case: info.case, filter, withDuplicates: args.has('with-duplicates') };
      await searchRecords(engine, selection);
      const found = await engine.call('compare.periods', { ...selection, ...choice });
      await print(
        args.has('json')
          ? `${terminalJson(asJson(found, before, after), 2)}\n`
          : asText(found, before, after),
      );
      await noteMissingOperands(engine, info.case, args);
      return 0;
    }),
};

function periodJson({ fromMs, untilMs }: Period, events: number) {
  return { from: isoTime(fromMs), until: isoTime(untilMs), events };
}

function asJson(found: PeriodComparison, before: Period, after: Period): Record<string, unknown> {
  const { totals, lines } = found;
  return { before: periodJson(before, found.before), after: periodJson(after, found.after), totals, lines };
}

function asText({ totals, lines, ...events }: PeriodComparison, before: Period, after: Period): string {
  const period = (name: string, { fromMs, untilMs }: Period, count: number) =>
    `${name.padEnd(6)}  ${isoTime(fromMs)} until ${isoTime(untilMs)}  ${counted(count, 'event')}\n`;
  const all = totals.new + totals.gone + totals.more + totals.less;
  const head = [
    period('before', before, events.before),
    period('after', after, events.after),
    `${counted(all, 'line')}: ${totals.new.toLocaleString('en')} new, ${totals.gone.toLocaleString('en')} gone, ${totals.more.toLocaleString('en')} more, ${totals.less.toLocaleString('en')} less\n`,
  ].join('');
  if (lines.length === 0) return head;
  const rows = table(['change', 'before', 'after', 'an hour', 'field', 'value'], lines.map(cells));
  const rest = all > lines.length ? `\n${counted(all - lines.length, 'more line')}; --top shows more.\n` : '';
  return `${head}\n${rows}${rest}`;
}

function cells({ change, before, after, beforeRate, afterRate, field, value }: CompareLine): string[] {
  return [change, String(before), String(after), `${rate(beforeRate)} → ${rate(afterRate)}`, field, value];
}

function rate(perHour: number): string {
  return perHour.toLocaleString('en', { maximumSignificantDigits: 2 });
}
