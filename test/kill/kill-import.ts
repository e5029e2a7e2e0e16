import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { sharedData, workersDir } from '../support/engine.ts';

/** Bundles the process that is going to be killed; `name` keeps tests that run side by side apart. @returns its file */
export async function bundleEngineChild(name: string): Promise<string> {
  // Inside the project, where the SQLite binding is found.
  const folder = path.join(workersDir, '../test', name);
  const bundle = await rolldown({
    input: path.join(import.meta.dirname, 'engine-child.ts'),
    external: ['@photostructure/sqlite', /^node:/],
    platform: 'node',
    tsconfig: false,
    logLevel: 'warn',
  });
  await bundle.write({ dir: folder, entryFileNames: 'engine-child.js', format: 'esm' });
  await bundle.close();
  return path.join(folder, 'engine-child.js');
}

export interface Run {
  readonly wasKilled: boolean;
  /** From the start of the job to the end of the process. */
  readonly tookMs: number;
}

/** Imports the real files into a case in a process of its own, and kills it so long after the job has started. */
export async function importAndKill(child: string, casePath: string, afterMs: number): Promise<Run> {
  const running = spawn(process.execPath, [child, casePath, sharedData, workersDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let startedAt = 0;
  let timer: NodeJS.Timeout | undefined;
  running.stdout.on('data', () => {
    if (startedAt !== 0) return;
    startedAt = performance.now();
    if (Number.isFinite(afterMs)) timer = setTimeout(() => running.kill('SIGKILL'), afterMs);
  });
  const [code, signal]: unknown[] = await once(running, 'exit');
  clearTimeout(timer);
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`The engine ended by itself with ${String(code)}.`);
  return { wasKilled: signal === 'SIGKILL', tookMs: performance.now() - startedAt };
}
