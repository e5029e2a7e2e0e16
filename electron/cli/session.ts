import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { version } from '../../package.json';
import type { CaseInfo, Job } from '../contract/api.ts';
import {
  createEngine,
  type Engine,
  type EngineOptions,
  type Log,
  lineLog,
  silentLog,
} from '../engine/index.ts';
import { onInterrupt } from './interrupt.ts';
import { note } from './output.ts';
import { showProgress } from './progress.ts';
import { terminalText } from './terminal-text.ts';

const lines = lineLog((line) => process.stderr.write(`${terminalText(line.trimEnd())}\n`));
/** Faults go to stderr, so that a log number has something behind it; what a person did wrong is said in a sentence. */
const faultsOnly: Log = { ...silentLog, error: lines.error };

/** Where Spoor keeps its own files when no desktop application says so. */
export function dataFolder(): string {
  const { SPOOR_DATA, XDG_DATA_HOME, APPDATA } = process.env;
  if (SPOOR_DATA) return path.resolve(SPOOR_DATA);
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', 'Spoor');
  if (process.platform === 'win32') return path.join(APPDATA ?? homedir(), 'Spoor');
  return path.join(XDG_DATA_HOME ?? path.join(homedir(), '.local', 'share'), 'spoor');
}

/** What an engine needs when it is run from the command line; the worker threads lie beside this bundle. */
export function engineOptions(log: Log): Omit<EngineOptions, 'picker'> {
  return { version, dataFolder: dataFolder(), workersDir: import.meta.dirname, log };
}

/** Runs `use` with an engine and closes it, whatever happens. */
export async function withEngine<T>(use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await createEngine({
    ...engineOptions(faultsOnly),
    // A script over a hundred cases must not push a person's own off the start page.
    remembersCases: false,
    // Most commands ask nothing about the events.
    loadsLate: true,
    picker: async () => ({ kind: 'cancelled' }),
  });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

/** The file that a person means: `CASE`, or `CASE.spoor` where there is no CASE. */
export function casePath(given: string): string {
  if (given.toLowerCase().endsWith('.spoor') || (existsSync(given) && statSync(given).isFile()))
    return path.resolve(given);
  return path.resolve(`${given}.spoor`);
}

export async function openCase(engine: Engine, given: string, access: 'write' | 'read'): Promise<CaseInfo> {
  const { token } = await engine.grantPath(casePath(given), 'file');
  const info = await engine.call('cases.open', { grant: token, access });
  if (info.needsReindex)
    note(
      `The index of ${terminalText(info.name)} is not whole: rebuilding it was begun and not ended. Events are missing until "spoor reindex" is run.`,
    );
  return info;
}

/** Opens the case, or makes it where there is none. */
export async function openOrCreate(engine: Engine, given: string): Promise<CaseInfo> {
  const target = casePath(given);
  if (existsSync(target)) return openCase(engine, given, 'write');
  const { token } = await engine.grantPath(target, 'save');
  return engine.call('cases.create', { grant: token });
}

/** Told of every change of a job, and given what to say it with. */
export type OnJob = (job: Job, say: (text: string) => void) => void | Promise<void>;

/** Waits for a job with progress on a terminal; Ctrl C cancels it, and what it finished is kept. */
export async function waitForJob(engine: Engine, id: string, onJob?: OnJob): Promise<Job> {
  const enough = new AbortController();
  const progress = showProgress();
  const stopListening = onInterrupt(() => {
    progress.say('Cancelling; what is finished is kept. Press Ctrl C again to stop at once.');
    // It may have ended by itself meanwhile.
    engine.call('jobs.cancel', { job: id }).catch(() => undefined);
  });
  try {
    for await (const job of engine.stream('jobs.watch', {}, enough.signal)) {
      if (job.id !== id) continue;
      progress.show(job);
      await onJob?.(job, progress.say);
      if (job.endedAtMs !== null) return job;
    }
    throw new Error('The list of jobs ended before the job did.');
  } finally {
    progress.end();
    enough.abort();
    stopListening();
  }
}
