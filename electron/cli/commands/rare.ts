import { type RareLine, type RareList, usualRareFields } from '../../contract/compare.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { fieldsOption } from '../compare-options.ts';
import { cloudWatchHelp, cloudWatchOption, filterArgument, noteMissingOperands } from '../filter-argument.ts';
import { counted, isoTimeOrNull, print } from '../output.ts';
import { searchRecords } from '../search-records.ts';
import { openCase, withEngine } from '../session.ts';
import { table, terminalJson } from '../terminal-text.ts';
import { timeOption } from '../time-option.ts';

const scopes = ['both', 'anyone', 'actor'] as const;
/** What is few when nobody says what. */
const usualFew = 3;

export const rareCommand: Command = {
  name: 'rare',
  summary: 'Lists values that are first seen after a time, or that few events have, without any rule.',
  usage:
    'CASE [FILTER] [--since T] [--fewer-than N] [--field a,b] [--of both|anyone|actor] [--top N] [--json]',
  minPositionals: 1,
  maxPositionals: 2,
  options: {
    since: { type: 'string' },
    'fewer-than': { type: 'string' },
    field: { type: 'string' },
    of: { type: 'string' },
    top: { type: 'string' },
    ...cloudWatchOption,
    'with-duplicates': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  optionHelp: {
    'since TIME': 'only what no event before it had: 2026-03-01 or 2026-03-01T12:00:00Z',
    'fewer-than N': `only what fewer events have (${usualFew} when there is no --since)`,
    'field a,b': `of these fields (default: ${usualRareFields.join(',')})`,
    'of both|anyone|actor': 'new to everyone, new to one actor, or both (the default)',
    'top N': 'how many lines (default 50, at most 1000)',
    ...cloudWatchHelp,
    'with-duplicates': 'count later deliveries of the same eventID as well',
    json: 'print one JSON object; each line has the filter that gives its events',
  },
  example: 'spoor rare review.spoor --since 2026-03-01 --field name,region,agent',
  notes: 'What is new is so against the events that the filter leaves, not against the whole case.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = ''] = args.positionals;
      const filter = filterArgument(args, 1);
      const given = args.text('of') ?? 'both';
      const scope = scopes.find((name) => name === given);
      if (scope === undefined) throw new UsageError('--of takes both, anyone or actor.');
      const sinceMs = timeOption(args, 'since');
      const few = args.number('fewer-than', sinceMs === null ? usualFew : 0);
      if (args.text('fewer-than') !== undefined && (few < 2 || few > 1_000_000))
        throw new UsageError('--fewer-than takes a number from 2 to 1000000.');
      const choice = {
        fields: fieldsOption(args, usualRareFields),
        sinceMs,
        fewerThan: few === 0 ? null : few,
        scope,
        limit: Math.min(1000, Math.max(1, args.number('top', 50))),
      };
      const info = await openCase(engine, target, 'read');
      const selection = { case: info.case, filter, withDuplicates: args.has('with-duplicates') };
      await searchRecords(engine, selection);
      const list = await engine.call('rare.list', { ...selection, ...choice });
      await print(args.has('json') ? `${terminalJson(asJson(list), 2)}\n` : asText(list));
      await noteMissingOperands(engine, info.case, args);
      return 0;
    }),
};

function asJson({ matched, undated, totals, lines }: RareList): Record<string, unknown> {
  return {
    events: matched,
    undated,
    totals,
    lines: lines.map(({ firstMs, lastMs, ...line }) => ({
      ...line,
      first: isoTimeOrNull(firstMs),
      last: isoTimeOrNull(lastMs),
    })),
  };
}

function asText({ matched, totals, lines }: RareList): string {
  const all = totals.anyone + totals.actor + totals['new-actor'];
  const head = `${counted(all, 'line')} from ${counted(matched, 'event')}: ${totals.anyone.toLocaleString('en')} of anyone, ${totals.actor.toLocaleString('en')} of one actor, ${totals['new-actor'].toLocaleString('en')} of an actor who is as new or rare\n`;
  if (lines.length === 0) return head;
  const rows = table(
    ['count', 'first (UTC)', 'last (UTC)', 'whose', 'field', 'value'],
    lines.map((line) => [
      String(line.count),
      isoTimeOrNull(line.firstMs) ?? '-',
      isoTimeOrNull(line.lastMs) ?? '-',
      whose(line),
      line.field,
      line.value,
    ]),
  );
  const rest = all > lines.length ? `\n${counted(all - lines.length, 'more line')}; --top shows more.\n` : '';
  return `${head}\n${rows}${rest}`;
}

function whose({ surprise, actor, actors }: RareLine): string {
  if (surprise !== 'anyone') return `${actor ?? ''}${surprise === 'new-actor' ? ' (unusual too)' : ''}`;
  return `anyone (${actor ?? counted(actors, 'actor')})`;
}
