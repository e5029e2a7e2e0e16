import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { benchFolder } from './threads.ts';

/** What is measured on a finished case, in a process of its own. */
export interface CaseNumbers {
  readonly events: number;
  readonly openMs: number;
  readonly firstViewMs: number;
  /** Of resident memory (all threads, pages of the case file too), above the same process with an empty case open. */
  readonly bytesPerEvent: number;
  readonly viewAllMs: number;
  readonly viewBroadMs: number;
  readonly viewNarrowMs: number;
  readonly newestPageMs: number;
  readonly oneByIdMs: number;
  readonly oneByIdSlowestMs: number;
  readonly exportPerSecond: number;
}

export async function measureCase(args: {
  casePath: string;
  emptyPath: string;
  dataFolder: string;
  threads: number;
}): Promise<CaseNumbers> {
  const child = spawn(
    process.execPath,
    [
      '--expose-gc',
      path.join(benchFolder, 'case-process.js'),
      args.casePath,
      args.emptyPath,
      args.dataFolder,
      String(args.threads),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  let text = '';
  child.stdout.setEncoding('utf8');
  for await (const chunk of child.stdout) text += String(chunk);
  const [code] = await ended;
  if (code !== 0)
    throw new Error(`The process that asks the case ended with ${String(code)}; its message is above.`);
  // A cast: the other end is this bench's own.
  return JSON.parse(text) as CaseNumbers;
}
