import { type Command, type ExitCode, UsageError } from '../command.ts';
import { coverageJson, coverageText } from '../coverage-output.ts';
import { note, print } from '../output.ts';
import { openCase, withEngine } from '../session.ts';
import { timeOption } from '../time-option.ts';

/** Eleven weeks of hours; a year in cells of six. */
const mostCells = 2000;
const terminalCells = 72;

export const coverageCommand: Command = {
  name: 'coverage',
  summary: 'Shows of which hours the log files are there and proven, by account and region.',
  usage: 'CASE [--since T] [--until T] [--json]',
  minPositionals: 1,
  maxPositionals: 1,
  options: { since: { type: 'string' }, until: { type: 'string' }, json: { type: 'boolean' } },
  optionHelp: {
    'since TIME': 'from this hour on: 2026-03-01 or 2026-03-01T12:00:00Z',
    'until TIME': 'until this hour',
    json: 'print one JSON object, with finer cells',
  },
  example: 'spoor coverage review.spoor --since 2026-03-01 --until 2026-03-08',
  notes:
    'Exit code 0 means that every hour is proven, or proven empty, 1 that one is not, or that files are in no hour. Verify the case first.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = ''] = args.positionals;
      const fromMs = timeOption(args, 'since');
      const untilMs = timeOption(args, 'until');
      if (fromMs !== null && untilMs !== null && fromMs >= untilMs)
        throw new UsageError('--since must be before --until.');
      const { case: id } = await openCase(engine, target, 'read');
      const isJson = args.has('json');
      const maxCells = isJson ? mostCells : terminalCells;
      const map = await engine.call('coverage.map', { case: id, fromMs, untilMs, maxCells });
      await print(isJson ? coverageJson(map) : coverageText(map));
      if (!map.isVerified) note('The case was not verified yet, so nothing is proven: run spoor verify.');
      if (map.leftOutRows !== undefined)
        note(`${map.leftOutRows.toLocaleString('en')} further accounts and regions are not shown.`);
      return map.isComplete === true && map.unplacedFiles === 0 ? 0 : 1;
    }),
};
