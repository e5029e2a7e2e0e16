import { spawn } from 'node:child_process';
import path from 'node:path';
import { workersDir } from '../../support/engine.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line as a person would, with its own data folder. */
export function spoorIn(folder: string): (...args: readonly string[]) => Promise<Ran> {
  return (...args) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [path.join(workersDir, 'cli.js'), ...args], {
        cwd: folder,
        env: { ...process.env, SPOOR_DATA: path.join(folder, 'data') },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const texts = { out: '', err: '' };
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        texts.out += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        texts.err += text;
      });
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, ...texts }));
    });
}
