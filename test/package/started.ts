import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';

export interface Started {
  readonly page: Page;
  /** What the program has printed so far. */
  printed(): string;
  /** Closes the window, which ends the program; its exit code. */
  closeWindow(): Promise<number | null>;
  /** Ends it whatever its state. */
  kill(): void;
}

export interface Display {
  readonly name: string;
  close(): void;
}

/** A display for the time of a test, where the machine has none. */
export async function openDisplay(): Promise<Display> {
  const present = process.env.DISPLAY;
  if (present !== undefined) return { name: present, close: () => {} };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    server.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim()));
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)));
  });
  return { name: `:${number}`, close: () => server.kill() };
}

function devToolsAddress(program: ChildProcess, printed: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    program.stderr?.on('data', () => {
      const address = /DevTools listening on (ws:\S+)/.exec(printed())?.[1];
      if (address !== undefined) resolve(address);
    });
    program.once('exit', (code) => reject(new Error(`The program ended with ${code}:\n${printed()}`)));
  });
}

/** Resolves when the program shows its page. Who attaches while it opens the window holds it up, and waits for ever. */
async function pageIsThere(address: string): Promise<void> {
  const list = new URL('/json/list', address.replace(/^ws/, 'http'));
  const isThere = async (): Promise<boolean> => {
    const targets: readonly { readonly type: string; readonly url: string }[] = await (
      await fetch(list)
    ).json();
    return targets.some(({ type, url }) => type === 'page' && url.startsWith('app://app/'));
  };
  while (!(await isThere())) await setTimeout(50);
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('The program has no browser context.');
  return context.pages()[0] ?? context.waitForEvent('page');
}

/**
 * Starts the packaged program and attaches to its page. Playwright's own way into Electron needs `--inspect`, which
 * a fuse refuses here; Chromium's debugging port shows the page only, and that is all a person sees.
 */
export async function startProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Started> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(program, [...sandbox, '--remote-debugging-port=0', ...args], { env: { ...env } });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString('utf8')));
  const printed = (): string => chunks.join('');
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  try {
    const address = await devToolsAddress(child, printed);
    await pageIsThere(address);
    const browser = await chromium.connectOverCDP(address);
    const page = await firstPage(browser);
    return {
      page,
      printed,
      async closeWindow() {
        await page.close();
        return ended;
      },
      kill: () => child.kill('SIGKILL'),
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}
