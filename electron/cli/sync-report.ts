import type { CaseInfo, Job, Params } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { SyncEstimate, SyncRecord } from '../contract/s3.ts';
import type { Engine } from '../engine/index.ts';
import type { ExitCode } from './command.ts';
import { counted, note, print } from './output.ts';
import { table, terminalJson, terminalText } from './terminal-text.ts';

/** Prints what a sync did. @throws AppError what it failed with */
export async function reportSync(
  engine: Engine,
  { case: id }: CaseInfo,
  job: Job,
  target: string,
  isJson: boolean,
): Promise<ExitCode> {
  if (job.error !== null) throw AppError.fromShape(job.error);
  const [sync] = await engine.call('sync.history', { case: id });
  const result = job.importResult;
  if (sync === undefined || (result === null && job.state !== 'cancelled'))
    throw new Error(`${job.title} ended without a result.`);
  const { label: source, listed, fetched, known, notFetched, changed, bytes } = sync;
  if (result !== null) {
    const { files, records, events, duplicates, elapsedMs } = result;
    const counts = { listed, fetched, known, notFetched, changed, records, events, duplicates, bytes };
    if (isJson) await print(`${terminalJson({ case: target, source, files, ...counts, elapsedMs })}\n`);
    else
      await print(
        `${filesOf(sync, ` in ${(elapsedMs / 1000).toFixed(1)} s`)}\n${counted(events, 'new event')}, ${counted(duplicates, 'duplicate')}\n`,
      );
  }
  if (job.state === 'cancelled') {
    note('Cancelled. What is reported here is in the case; run it again to go on.');
    return 1;
  }
  if (listed === 0) note('Nothing of what was chosen lies there.');
  return badNews([sync], target);
}

/** Says what is amiss. @returns 1 when something is */
export function badNews(syncs: readonly SyncRecord[], target: string): ExitCode {
  const sum = (of: 'notFetched' | 'changed'): number => syncs.reduce((total, sync) => total + sync[of], 0);
  const [notFetched, changed] = [sum('notFetched'), sum('changed')];
  if (notFetched > 0) {
    const how = `spoor ledger ${terminalText(target)} --status notFetched`;
    note(`${counted(notFetched, 'file')} could not be fetched. ${how} says of each what to do.`);
  }
  if (changed > 0)
    note(
      `${counted(changed, 'object was', 'objects were')} changed in place: every version is in the case, and in custody.`,
    );
  return notFetched + changed > 0 ? 1 : 0;
}

/** `13 files listed: 1 fetched (2,048 bytes), 12 in the case already, …` */
export function filesOf(
  { listed, fetched, known, notFetched, changed, bytes }: SyncRecord,
  time = '',
): string {
  const number = (count: number): string => count.toLocaleString('en');
  return `${counted(listed, 'file')} listed${time}: ${number(fetched)} fetched (${counted(bytes, 'byte')}), ${number(known)} in the case already, ${number(notFetched)} not fetched, ${number(changed)} changed in place`;
}

/** Prints how much a sync would bring, by account, region and kind. */
export async function printEstimate(
  engine: Engine,
  request: Params<'s3.estimate'>,
  isJson: boolean,
): Promise<ExitCode> {
  let last: SyncEstimate | null = null;
  for await (const value of engine.stream('s3.estimate', request)) last = value;
  if (last === null) throw new Error('The estimate ended without a value.');
  const { files, bytes, known, byPlace, requests, problems } = last;
  if (isJson) await print(`${terminalJson({ files, bytes, known, requests, byPlace, problems })}\n`);
  else {
    const number = (count: number): string => count.toLocaleString('en');
    const rows = byPlace.map((place) => [
      place.account,
      place.region,
      place.kind,
      ...[place.files, place.bytes, place.known].map(number),
    ]);
    if (rows.length > 0)
      await print(table(['account', 'region', 'kind', 'files', 'bytes', 'in the case'], rows));
    await print(
      `${counted(files, 'file')}, ${counted(bytes, 'byte')}, ${number(known)} in the case already; ${counted(requests, 'request')} to list them\n`,
    );
  }
  for (const problem of problems) note(terminalText(problem));
  return problems.length > 0 ? 1 : 0;
}
