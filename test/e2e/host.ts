import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  _electron,
  type Browser,
  test as base,
  chromium,
  type ElectronApplication,
  type Page,
} from '@playwright/test';
import { closeAnyway } from '../../electron/main/close-question.ts';

/**
 * One way to start Spoor whatever the host, so that every scenario runs in Electron and in a browser alike.
 * The scenarios drive the page; only this file knows which host it is in.
 */

const root = path.resolve(import.meta.dirname, '../..');
const isRoot = process.getuid?.() === 0;
/** As root Chromium starts only without its sandbox; a container's closed network needs the rest. */
const chromiumArgs = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Started {
  readonly page: Page;
  /** The application, for what only a desktop has; null in a browser. */
  readonly electron: ElectronApplication | null;
  /** Where this run keeps its cases and writes its exports. */
  readonly folder: string;
  /** Does `open`, which asks where to save, and answers with `target`: by the page's own browser or a native dialog. */
  chooseSave(target: string, open: () => Promise<void>): Promise<void>;
  /** Takes the engine away: the process is killed (Electron), or no longer reached (a tunnel that broke). */
  loseEngine(): Promise<void>;
  /** Makes it possible to connect again; in Electron the page's own button starts a new engine. */
  letEngineBack(): Promise<void>;
  /** The window's drop of files and folders that really lie on the disk. */
  drop(files: readonly string[]): Promise<void>;
  /** Ends the process that serves the page, which stays open. Not in Electron, where both are one application. */
  stopHost(): Promise<void>;
  stop(): Promise<void>;
}

export type Start = (options?: {
  readonly paths?: readonly string[];
  readonly folder?: string;
  /** Leaves Chromium its sandbox, which Playwright takes away: not as root, and not where the system forbids it. */
  readonly isSandboxed?: boolean;
}) => Promise<Started>;

export interface HostFixtures {
  /** Starts Spoor; stopped by itself at the end of the test. */
  readonly start: Start;
}

/** What the browser does when the person lets go of files over the middle of the window: nothing of it is made up in the page. */
async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 500, y: 400, data });
  await session.detach();
}

function freshFolder(): string {
  const parent = process.env.SPOOR_E2E_FOLDER ?? tmpdir();
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(path.join(parent, 'run-'));
}

/** What a started host shares: its folder is on the allow-list of environment variables that it gets. */
function environment(folder: string): Record<string, string> {
  const kept = ['PATH', 'HOME', 'DISPLAY', 'XAUTHORITY', 'LANG', 'TMPDIR'];
  const entries = kept.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]] as const],
  );
  return { ...Object.fromEntries(entries), SPOOR_DATA: path.join(folder, 'data'), TZ: 'UTC' };
}

/**
 * Starts Electron. Playwright holds an application back until it has taken hold of its processes, but only where it
 * looks for the program itself: one that is named with `executablePath` runs on at once, and about one such launch in
 * twenty never came back. So its folder is told as Electron's own package has it told.
 */
function launchElectron(
  folder: string,
  paths: readonly string[],
  isSandboxed: boolean,
): Promise<ElectronApplication> {
  if (process.env.SPOOR_ELECTRON)
    process.env.ELECTRON_OVERRIDE_DIST_PATH ??= path.dirname(process.env.SPOOR_ELECTRON);
  return _electron.launch({
    chromiumSandbox: isSandboxed,
    args: [...(isRoot ? ['--no-sandbox'] : []), root, ...paths],
    env: environment(folder),
  });
}

async function startElectron(
  folder: string,
  paths: readonly string[],
  isSandboxed: boolean,
): Promise<Started> {
  const app = await launchElectron(folder, paths, isSandboxed);
  const page = await app.firstWindow();
  return {
    page,
    electron: app,
    folder,
    async chooseSave(target, open) {
      // A native dialog cannot be driven; what it answers is all that the application sees of it.
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath });
      }, target);
      await open();
    },
    async loseEngine() {
      await app.evaluate(({ app: electron }) => {
        const engine = electron.getAppMetrics().find(({ name }) => name === 'Spoor engine');
        if (engine === undefined) throw new Error('There is no engine to lose.');
        process.kill(engine.pid, 'SIGKILL');
      });
    },
    letEngineBack: async () => {},
    stopHost: () => Promise.reject(new Error('Electron ends with its window.')),
    drop: (files) => dropFiles(page, files),
    async stop() {
      // A window that hangs must not hold up the scenarios after it.
      const timer = setTimeout(() => app.process().kill('SIGKILL'), 15_000);
      // Work that still runs, the skip index of a new case for one, would be asked about, and nobody would answer.
      const answered = app.evaluate(({ dialog }, response) => {
        dialog.showMessageBox = async () => ({ response, checkboxChecked: false });
      }, closeAnyway);
      // It may be closed already.
      await answered.catch(() => undefined);
      await app.close();
      clearTimeout(timer);
    },
  };
}

async function urlOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      const url = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(output)?.[0];
      if (url !== undefined) resolve(url);
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', (code) => reject(new Error(`spoor serve ended with ${code}:\n${output}`)));
  });
}

async function startBrowser(browser: Browser, folder: string, paths: readonly string[]): Promise<Started> {
  const cli = path.join(root, 'dist/electron/cli.js');
  const server = spawn(process.execPath, [cli, 'serve', ...paths, '--no-open', '--root', folder], {
    cwd: folder,
    env: environment(folder),
  });
  const url = await urlOf(server);
  // A context of its own, as a fresh profile: a test may open more tabs in it.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const stopHost = async (): Promise<void> => {
    if (server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  };
  await page.goto(url);
  return {
    page,
    electron: null,
    folder,
    async chooseSave(target, open) {
      await open();
      const files = page.getByRole('dialog').last();
      await files
        .getByRole('option')
        .filter({ hasText: path.basename(path.dirname(target)) })
        .click();
      await files.getByRole('textbox', { name: 'Name' }).fill(path.basename(target));
      await files.getByRole('button', { name: 'Save here' }).click();
    },
    loseEngine: () => page.context().setOffline(true),
    letEngineBack: () => page.context().setOffline(false),
    drop: (files) => dropFiles(page, files),
    stopHost,
    async stop() {
      await context.close();
      await stopHost();
    },
  };
}

interface WorkerFixtures {
  /** One for all tests of a worker, as starting it takes longer than many a test. */
  readonly launchBrowser: () => Promise<Browser>;
}

export const test = base.extend<HostFixtures, WorkerFixtures>({
  launchBrowser: [
    // Playwright reads the fixture's first parameter as a pattern; there is nothing to take from it.
    async ({ browserName: _ }, use) => {
      let launched: Promise<Browser> | undefined;
      await use(() => {
        launched ??= chromium.launch({
          executablePath: process.env.SPOOR_CHROMIUM || '/usr/bin/chromium',
          args: chromiumArgs,
        });
        return launched;
      });
      await (await launched)?.close();
    },
    { scope: 'worker' },
  ],
  start: async ({ launchBrowser }, use, info) => {
    const running: Started[] = [];
    const folders: string[] = [];
    await use(async ({ paths = [], folder = freshFolder(), isSandboxed = false } = {}) => {
      folders.push(folder);
      const started =
        info.project.name === 'electron'
          ? await startElectron(folder, paths, isSandboxed)
          : await startBrowser(await launchBrowser(), folder, paths);
      running.push(started);
      return started;
    });
    for (const started of running) await started.stop().catch(() => undefined);
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  },
});

export { expect } from '@playwright/test';
