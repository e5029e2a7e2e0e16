import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { workersDir } from '../../support/engine.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The built command line while it runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Once this was printed, on stdout or stderr. @throws when it ends without */
  said(text: string | RegExp): Promise<Ran>;
}

/** Runs the built command line as a person would, with its own data folder. */
export function spoorIn(folder: string): (...args: readonly string[]) => Promise<Ran> {
  return (...args) => startSpoor(folder, args).ended;
}

export function startSpoor(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, [path.join(workersDir, 'cli.js'), ...args], {
    cwd: folder,
    env: { ...process.env, SPOOR_DATA: path.join(folder, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', err: '' };
  const waiting = new Set<() => void>();
  const heard = (): void => {
    for (const look of waiting) look();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.err += text;
    heard();
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...texts }));
  });
  const isIn = (wanted: string | RegExp, text: string): boolean =>
    typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
  return {
    child,
    ended,
    said: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!isIn(wanted, texts.out) && !isIn(wanted, texts.err)) return;
          waiting.delete(look);
          resolve({ code: null, ...texts });
        };
        waiting.add(look);
        look();
        ended.then((ran) => reject(new Error(`Never said ${wanted}: ${JSON.stringify(ran)}`)), reject);
      }),
  };
}
