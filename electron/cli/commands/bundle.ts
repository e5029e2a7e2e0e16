import { AppError } from '../../contract/errors.ts';
import type { Command, ExitCode } from '../command.ts';
import { note, print } from '../output.ts';
import { openCase, waitForJob, withEngine } from '../session.ts';
import { terminalJson, terminalText } from '../terminal-text.ts';

export const bundleCommand: Command = {
  name: 'bundle',
  summary: 'Writes files of a case as a zip that keeps what S3 knew of them, and the public keys.',
  usage: 'CASE OUT.zip [FILTER] [options]',
  minPositionals: 2,
  maxPositionals: 3,
  options: {
    overwrite: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  optionHelp: {
    overwrite: 'replace an existing file',
    json: 'print one JSON object of what was written',
  },
  example: "spoor bundle review.spoor january.zip 'account:111122223333 time:2026-01'",
  notes:
    'The filter is about files: account, region, object (the key), time (of delivery) and verdict.\nspoor import takes the zip. Of a bundle of some files spoor verify reports the others as missing.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = '', out = '', filter = ''] = args.positionals;
      const info = await openCase(engine, target, 'write');
      const { token } = await engine.grantPath(out, 'save');
      const { job } = await engine.call('bundle.start', {
        case: info.case,
        filter,
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
          `${rows.toLocaleString('en')} files, ${bytes.toLocaleString('en')} bytes in ${terminalText(name)}\nSHA-256 ${sha256}\n`,
        );
      return 0;
    }),
};
