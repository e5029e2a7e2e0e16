import type { Job } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type { Command, ExitCode } from '../command.ts';
import { note, print } from '../output.ts';
import { casePath, openOrCreate, waitForJob, withEngine } from '../session.ts';
import { terminalJson, terminalText } from '../terminal-text.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'Imports log files, folders and archives into a case; makes the case where there is none.',
  usage: 'CASE PATH... [--json]',
  minPositionals: 2,
  maxPositionals: 1000,
  options: { json: { type: 'boolean' } },
  optionHelp: { json: 'end with one JSON object of what was done' },
  example: 'spoor import review.spoor ./AWSLogs bundle.zip',
  notes:
    'Every file that was seen is in the ledger, also those that could not be read. Exit code 1: cancelled, or nothing in these files is CloudTrail.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = '', ...paths] = args.positionals;
      // First the paths: a mistyped one must not leave an empty case behind.
      const grants = await Promise.all(paths.map(async (file) => (await engine.grantPath(file)).token));
      const info = await openOrCreate(engine, target);
      const { job: id } = await engine.call('import.start', { case: info.case, grants });
      return report(await waitForJob(engine, id), casePath(target), args.has('json'));
    }),
};

/** Prints what an import or a reindex did. @throws AppError what it failed with */
export async function report(job: Job, target: string, isJson: boolean): Promise<ExitCode> {
  if (job.error !== null) throw AppError.fromShape(job.error);
  const result = job.importResult;
  if (result === null && job.state === 'cancelled') {
    note('Cancelled.');
    return 1;
  }
  if (result === null) throw new Error(`${job.title} ended without a result.`);
  const { files, records, events, duplicates, conflicts, elapsedMs } = result;
  if (isJson)
    await print(
      `${terminalJson({ case: target, files, records, events, duplicates, conflicts, elapsedMs })}\n`,
    );
  else await print(sentence(result));
  if (job.state === 'cancelled') {
    note('Cancelled. What is reported here is in the case; run it again to go on.');
    return 1;
  }
  const useful = files.read + files.partly + files.alreadyPresent;
  if (useful === 0)
    note(
      `Nothing in these files is CloudTrail. spoor ledger ${terminalText(target)} says why, file by file.`,
    );
  return useful === 0 ? 1 : 0;
}

function sentence({
  files,
  records,
  events,
  duplicates,
  conflicts,
  elapsedMs,
}: NonNullable<Job['importResult']>): string {
  const number = (count: number): string => count.toLocaleString('en');
  const lines = [
    `${number(files.seen)} files in ${(elapsedMs / 1000).toFixed(1)} s: ${number(files.read)} read, ${number(files.partly)} partly, ${number(files.empty)} empty, ${number(files.notCloudTrail)} not CloudTrail, ${number(files.damaged)} damaged, ${number(files.tooLarge)} too large, ${number(files.notFetched)} not fetched, ${number(files.alreadyPresent)} already present`,
    `${number(records)} records: ${number(events)} events, ${number(duplicates)} duplicates${conflicts > 0 ? ` (${number(conflicts)} with other content)` : ''}`,
  ];
  return `${lines.join('\n')}\n`;
}
