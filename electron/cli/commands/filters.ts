import { AppError } from '../../contract/errors.ts';
import type { Command, ExitCode } from '../command.ts';
import { print } from '../output.ts';
import { withEngine } from '../session.ts';
import { terminalJson, terminalText } from '../terminal-text.ts';

export const filtersCommand: Command = {
  name: 'filters',
  summary:
    'Lists the filters that Spoor brings along and those that you saved, to be used in other commands.',
  usage: '[--json]',
  minPositionals: 0,
  maxPositionals: 0,
  options: { json: { type: 'boolean' } },
  optionHelp: { json: 'print one JSON object' },
  example: 'spoor filters',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const { builtIn, own, problem } = await engine.call('filters.list', {});
      if (problem !== null) throw AppError.fromShape(problem);
      if (args.has('json')) {
        const plain = builtIn.map(({ name, note, filter }) => ({ name, note, filter }));
        const saved = own.map(({ name, note, shortcut, filter }) => ({ name, note, shortcut, filter }));
        await print(`${terminalJson({ saved, builtIn: plain }, 2)}\n`);
        return 0;
      }
      for (const { name, note, filter } of [...own, ...builtIn])
        await print(
          [name, note, filter]
            .filter((text) => text !== '')
            .map((text, at) => `${at === 0 ? '' : '  '}${terminalText(text)}\n`)
            .join(''),
        );
      return 0;
    }),
};
