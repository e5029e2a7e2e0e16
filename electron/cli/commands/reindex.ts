import type { Command, ExitCode } from '../command.ts';
import { casePath, openCase, waitForJob, withEngine } from '../session.ts';
import { report } from './import.ts';

export const reindexCommand: Command = {
  name: 'reindex',
  summary: 'Builds the index of a case anew from the evidence in it.',
  usage: 'CASE [--all] [--json]',
  minPositionals: 1,
  maxPositionals: 1,
  options: { all: { type: 'boolean' }, json: { type: 'boolean' } },
  optionHelp: {
    all: 'also what event selectors have left out, from now on',
    json: 'end with one JSON object of what was done',
  },
  example: 'spoor reindex review.spoor',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = ''] = args.positionals;
      const info = await openCase(engine, target, 'write');
      const { job } = await engine.call('reindex.start', { case: info.case, indexAll: args.has('all') });
      return report(await waitForJob(engine, job), casePath(target), args.has('json'));
    }),
};
