import type { Command, ExitCode } from '../command.ts';
import { casePath, waitForJob, withEngine } from '../session.ts';
import { report } from './import.ts';

export const sampleCommand: Command = {
  name: 'sample',
  summary: 'Makes a case with an invented incident of about 20,000 events.',
  usage: 'CASE [--json]',
  minPositionals: 1,
  maxPositionals: 1,
  options: { json: { type: 'boolean' } },
  optionHelp: { json: 'end with one JSON object of what was done' },
  example: 'spoor sample sample.spoor && spoor query sample.spoor name:StopLogging',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const target = casePath(args.positionals[0] ?? '');
      const { token } = await engine.grantPath(target, 'save');
      const { job } = await engine.call('cases.sample', { grant: token });
      return report(await waitForJob(engine, job), target, args.has('json'));
    }),
};
