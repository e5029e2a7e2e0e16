import type { EventRow } from '../../contract/api.ts';
import { csvText } from '../../contract/csv.ts';
import { type FieldName, fields, LIST_SEPARATOR } from '../../contract/fields.ts';
import { zoneTime } from '../../contract/zone-time.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { cloudWatchHelp, cloudWatchOption, filterArgument, noteMissingOperands } from '../filter-argument.ts';
import { isoTimeOrNull, note, print } from '../output.ts';
import { searchRecords } from '../search-records.ts';
import {
  defaultColumns,
  readColumns,
  readSort,
  readZone,
  selectionHelp,
  selectionOptions,
} from '../selection-options.ts';
import { openCase, withEngine } from '../session.ts';
import { exactText, table, terminalJson } from '../terminal-text.ts';

const pageSize = 1000;
const formats = ['table', 'json', 'ndjson', 'csv'] as const;
type Format = (typeof formats)[number];

export const queryCommand: Command = {
  name: 'query',
  summary: 'Shows the events that meet a filter.',
  usage: 'CASE [FILTER] [options]',
  minPositionals: 1,
  maxPositionals: 2,
  options: {
    ...cloudWatchOption,
    ...selectionOptions,
    limit: { type: 'string' },
    format: { type: 'string' },
    json: { type: 'boolean' },
    raw: { type: 'boolean' },
  },
  optionHelp: {
    'limit N': 'at most so many events (default 100; 0 for all)',
    ...cloudWatchHelp,
    ...selectionHelp,
    [`format ${formats.join('|')}`]: 'how to print them (default table)',
    json: 'the same as --format json',
    raw: 'the records as AWS wrote them, one after the other',
  },
  example: "spoor query review.spoor 'name:AssumeRole error:*' --columns time,actor,ip,error",
  notes: 'JSON and the records themselves keep UTC, whatever --zone says.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = ''] = args.positionals;
      const filter = filterArgument(args, 1);
      const format = readFormat(args.has('json') ? 'json' : (args.text('format') ?? 'table'));
      const columns = readColumns(args, defaultColumns);
      const sort = readSort(args, '-time');
      const zone = readZone(args);
      const limit = args.number('limit', 100);
      const info = await openCase(engine, target, 'read');
      const selection = { case: info.case, filter, withDuplicates: args.has('with-duplicates') };
      await searchRecords(engine, selection);
      const printer = rowPrinter(format, columns, zone);
      let shown = 0;
      for (;;) {
        const wanted = limit === 0 ? pageSize : Math.min(pageSize, limit - shown);
        const page = await engine.call('events.page', {
          ...selection,
          page: { sort, offset: shown, limit: wanted, columns },
        });
        if (args.has('raw')) {
          for (const { event } of page.rows) {
            const { recordJson } = await engine.call('events.get', { case: info.case, event });
            await print(`${exactText(recordJson, process.stdout.isTTY)}\n`);
          }
        } else await printer.rows(page.rows, shown === 0);
        shown += page.rows.length;
        const isDone = page.rows.length === 0 || shown >= page.matched || (limit !== 0 && shown >= limit);
        if (!isDone) continue;
        if (!args.has('raw')) await printer.end(shown === 0);
        if (shown < page.matched)
          note(
            `${shown.toLocaleString('en')} of ${page.matched.toLocaleString('en')} events; --limit 0 shows all.`,
          );
        else if (shown === 0) note('No event meets this filter.');
        await noteMissingOperands(engine, info.case, args);
        return 0;
      }
    }),
};

function readFormat(given: string): Format {
  const format = formats.find((one) => one === given);
  if (format === undefined) throw new UsageError(`--format takes ${formats.join(', ')}.`);
  return format;
}

interface RowPrinter {
  rows(rows: readonly EventRow[], isFirst: boolean): Promise<void>;
  end(isEmpty: boolean): Promise<void>;
}

function rowPrinter(format: Format, columns: readonly FieldName[], zone: string): RowPrinter {
  const inZone = zoneTime(zone);
  const objectOf = (row: EventRow): Record<string, unknown> =>
    Object.fromEntries(
      columns.map((field, at) => [
        field,
        field === 'time' ? isoTimeOrNull(row.timeMs) : cellValue(field, row.values[at] ?? null),
      ]),
    );
  const cellsOf = (row: EventRow): string[] =>
    columns.map((field, at) =>
      field === 'time'
        ? row.timeMs === null
          ? ''
          : inZone(row.timeMs)
        : (row.values[at] ?? '').replaceAll(LIST_SEPARATOR, '; '),
    );
  switch (format) {
    case 'table':
      return {
        rows: (rows) => (rows.length === 0 ? Promise.resolve() : print(table(columns, rows.map(cellsOf)))),
        end: async () => {},
      };
    case 'csv':
      return {
        async rows(rows, isFirst) {
          if (isFirst) await print(csvText([columns], { formulaGuard: false }));
          await print(exactText(csvText(rows.map(cellsOf), { formulaGuard: true }), process.stdout.isTTY));
        },
        end: async () => {},
      };
    case 'ndjson':
      return {
        rows: (rows) => print(rows.map((row) => `${terminalJson(objectOf(row))}\n`).join('')),
        end: async () => {},
      };
    case 'json':
      return {
        rows: (rows, isFirst) =>
          print(
            rows
              .map((row, at) => `${isFirst && at === 0 ? '[\n' : ',\n'}${terminalJson(objectOf(row))}`)
              .join(''),
          ),
        end: (isEmpty) => print(isEmpty ? '[]\n' : '\n]\n'),
      };
  }
}

function cellValue(field: FieldName, value: string | null): string | readonly string[] | null {
  if (value === null || fields[field].kind !== 'terms') return value;
  return value.split(LIST_SEPARATOR);
}
