import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { loadAssets } from '../assets/host-assets.ts';
import { createEngine, type EngineOptions } from '../engine/index.ts';
import { openBrowser } from './open-browser.ts';
import { startServer } from './server.ts';

export interface WebOptions {
  /** What the engine needs; choosing files is this host's part. */
  readonly engine: Omit<EngineOptions, 'picker'>;
  /** The built page (`dist/renderer`). */
  readonly pageFolder: string;
  /** Folders that the page may browse, and write cases and exports into. */
  readonly roots: readonly string[];
  /** Cases, files and folders that the page opens first. */
  readonly open: readonly string[];
  /** 0 for any free port. */
  readonly port: number;
  /** Whether to start the person's browser. */
  readonly startBrowser: boolean;
}

export interface WebHost {
  /** The address with its token; print it, do not log it. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The loopback host: the same page and the same API in a browser, where there is no Electron runtime.
 *
 * @throws AppError when a path to open does not exist or the port is taken; Error when the page is not built.
 */
export async function serveWeb(options: WebOptions): Promise<WebHost> {
  const { log, dataFolder } = options.engine;
  const assets = loadAssets(options.pageFolder);
  const engine = await createEngine({
    ...options.engine,
    picker: async () => ({ kind: 'browse', roots: options.roots }),
  });
  const cleanUp: (() => Promise<void>)[] = [() => engine.close()];
  const close = async (): Promise<void> => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  };
  try {
    const dropFolder = await makeDropFolder(path.join(dataFolder, 'drops'));
    cleanUp.push(() => rm(dropFolder, { recursive: true, force: true }));
    const opened = await Promise.all(options.open.map((name) => engine.grantPath(name)));
    const server = await startServer({
      client: engine,
      grantPath: (dropped) => engine.grantPath(dropped),
      takeOpened: async () => opened.splice(0),
      dropFolder,
      caseFolder: path.join(dataFolder, 'dropped-cases'),
      assets,
      port: options.port,
      log,
    });
    cleanUp.push(() => server.close());
    if (options.startBrowser) openBrowser(server.url, log);
    return { url: server.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A folder for this run's drops; what runs that were killed left behind is removed. */
async function makeDropFolder(drops: string): Promise<string> {
  await mkdir(drops, { recursive: true, mode: 0o700 });
  for (const name of await readdir(drops)) {
    const [, pid] = /^run-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(path.join(drops, name), { recursive: true, force: true });
  }
  return mkdtemp(path.join(drops, `run-${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process answers EPERM: alive.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
