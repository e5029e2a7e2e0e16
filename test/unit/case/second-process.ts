import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const program = path.join(root, 'dist/test/case-child.js');

/** Bundles `child.ts` with the real engine, since Node 20 does not read TypeScript. */
export async function buildChild(): Promise<void> {
  const input = path.join(import.meta.dirname, 'child.ts');
  const bundle = await rolldown({
    input,
    external: ['@photostructure/sqlite', /^node:/],
    platform: 'node',
    tsconfig: false,
  });
  await bundle.write({ file: program, format: 'esm', codeSplitting: false });
  await bundle.close();
}

/** Runs `child.ts` on a case until it stands in the middle of its second transaction. */
export async function startChild(casePath: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, casePath], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => kill(child));
  await Promise.race([once(child.stdout, 'data'), failWhenOver(child)]);
  return child;
}

/** kill -9, and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const isOver = once(child, 'exit');
  child.kill('SIGKILL');
  await isOver;
}

async function failWhenOver(child: ChildProcess): Promise<never> {
  await once(child, 'exit');
  throw new Error('The second process ended before it was ready');
}
