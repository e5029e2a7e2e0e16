import { AppError } from '../../contract/errors.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { cloudWatchHelp, cloudWatchOption, filterArgument, noteMissingOperands } from '../filter-argument.ts';
import { note, print } from '../output.ts';
import {
  defaultColumns,
  readColumns,
  readSort,
  readZone,
  selectionHelp,
  selectionOptions,
} from '../selection-options.ts';
import { openCase, waitForJob, withEngine } from '../session.ts';
import { terminalJson, terminalText } from '../terminal-text.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes the events that meet a filter to a CSV file, with a manifest beside it.',
  usage: 'CASE OUT [FILTER] [options]',
  minPositionals: 2,
  maxPositionals: 3,
  options: {
    ...cloudWatchOption,
    ...selectionOptions,
    format: { type: 'string' },
    'no-formula-guard': { type: 'boolean' },
    overwrite: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  optionHelp: {
    'format csv': 'the only format so far',
    ...cloudWatchHelp,
    ...selectionHelp,
    'no-formula-guard': 'leave cells as they are that a spreadsheet would run as a formula',
    overwrite: 'replace an existing file',
    json: 'print one JSON object of what was written',
  },
  example:
    "spoor export review.spoor denied.csv 'outcome:denied' --columns time,actor,name,ip --zone Europe/Vienna",
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = '', out = ''] = args.positionals;
      const filter = filterArgument(args, 2);
      if ((args.text('format') ?? 'csv') !== 'csv') throw new UsageError('--format takes csv.');
      const columns = readColumns(args, defaultColumns);
      const sort = readSort(args, 'time');
      const zone = readZone(args);
      const info = await openCase(engine, target, 'write');
      const { token } = await engine.grantPath(out, 'save');
      const { job } = await engine.call('export.start', {
        case: info.case,
        filter,
        withDuplicates: args.has('with-duplicates'),
        sort,
        columns,
        zone,
        formulaGuard: !args.has('no-formula-guard'),
        target: token,
        overwrite: args.has('overwrite'),
      });
      const ended = await waitForJob(engine, job);
      if (ended.error !== null) throw AppError.fromShape(ended.error);
      if (ended.exportResult === null) {
        note('Cancelled; nothing was written.');
        return 1;
      }
      const { name, rows, bytes, sha256 } = ended.exportResult;
      if (args.has('json')) await print(`${terminalJson(ended.exportResult)}\n`);
      else
        await print(
          `${rows.toLocaleString('en')} events, ${bytes.toLocaleString('en')} bytes in ${terminalText(name)}\nSHA-256 ${sha256}\n`,
        );
      await noteMissingOperands(engine, info.case, args);
      return 0;
    }),
};
