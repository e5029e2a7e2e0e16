import path from 'node:path';
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  MessageChannelMain,
  powerMonitor,
  protocol,
  session,
  utilityProcess,
} from 'electron';
import { z } from 'zod';
import { loadAssets } from '../assets/host-assets.ts';
import type { PickAnswer, PickRequest } from '../contract/engine-process.ts';
import { askToClose } from './ask-to-close.ts';
import { engineEnvironment } from './engine-environment.ts';
import { EngineHost } from './engine-host.ts';
import { lockContents } from './lock-contents.ts';
import { lockSession } from './lock-session.ts';
import { openFileLog } from './log.ts';
import { shortLine } from './menu-label.ts';
import { NativeMenu } from './native-menu.ts';
import { openedPaths } from './opened-paths.ts';
import { pageScheme } from './our-page.ts';
import { PageBridge } from './page-bridge.ts';
import { answerPageRequest, pageSchemes } from './page-protocol.ts';
import { PageStates } from './page-state.ts';
import { pickDialog, withExtension } from './pick-dialog.ts';
import { readRecentCases } from './recent-cases.ts';
import { openWindow } from './window.ts';
import { runInWindow } from './window-commands.ts';
import { WindowStateFile } from './window-state.ts';

// No top-level await in this file: Electron is not ready before its entry has been loaded.

app.setName('Spoor');
// Tests, and people who keep several sets of data, choose the folder; the instance lock lies in it too.
const chosenDataFolder = process.env.SPOOR_DATA;
if (chosenDataFolder !== undefined && chosenDataFolder !== '') {
  app.setPath('userData', path.resolve(chosenDataFolder));
  app.setAppLogsPath(path.join(path.resolve(chosenDataFolder), 'logs'));
}

// security: S4. Root in a container can start Chromium only without its sandbox, and then this call would fail.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
protocol.registerSchemesAsPrivileged(pageSchemes);

const paths = openedPaths(process.argv, process.cwd(), process.defaultApp === true);
if (app.requestSingleInstanceLock({ paths })) run();
else app.quit();

function run(): void {
  const dataFolder = app.getPath('userData');
  // The platform's place: ~/Library/Logs/Spoor on macOS, in the data folder elsewhere.
  const logFolder = app.getPath('logs');
  const log = openFileLog(logFolder);
  const devTools = !app.isPackaged;
  let window: BrowserWindow | undefined;
  let lastFolder: string | undefined;
  let isEngineClosed = false;

  const engine = new EngineHost({
    fork: () =>
      utilityProcess.fork(path.join(import.meta.dirname, 'utility.js'), [], {
        serviceName: 'Spoor engine',
        env: engineEnvironment(process.env),
        stdio: 'inherit',
      }),
    version: app.getVersion(),
    dataFolder,
    logFolder,
    pick,
    log,
  });
  const bridge = new PageBridge({
    ipcMain,
    engine,
    openChannel: () => new MessageChannelMain(),
    complain: (sentences) => {
      const options = {
        type: 'warning',
        message: 'Not everything could be opened.',
        detail: sentences.join('\n'),
      } as const;
      const shown =
        window === undefined ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options);
      shown.catch((error: unknown) => log.error('dialog.failed', { detail: String(error) }));
    },
    log,
  });
  bridge.open(paths);
  const page = new PageStates({
    ipcMain,
    onChange: showState,
    runInWindow: (id) => {
      if (window !== undefined) runInWindow(window, id);
    },
    log,
  });
  const menu = new NativeMenu({
    runCommand: (id) => page.run(id),
    openRecent: (file) => {
      bridge.open([file]);
      show();
    },
    openWindow: show,
  });
  const stateFile = new WindowStateFile(dataFolder);

  function showState(): void {
    const { caseName } = page.current;
    window?.setTitle(caseName === null ? 'Spoor' : `${shortLine(caseName)} - Spoor`);
    menu.show({
      platform: process.platform,
      devTools,
      commands: page.current.commands,
      recent: readRecentCases(dataFolder),
      hasWindow: window !== undefined,
    });
  }

  async function pick(request: PickRequest): Promise<PickAnswer> {
    if (window === undefined) return { kind: 'cancelled' };
    const wanted = pickDialog(request, process.platform, lastFolder);
    const chosen: string[] = [];
    if (wanted.kind === 'open') {
      chosen.push(...(await dialog.showOpenDialog(window, wanted.options)).filePaths);
    } else {
      const { filePath } = await dialog.showSaveDialog(window, wanted.options);
      if (filePath) chosen.push(withExtension(filePath, wanted.extension));
    }
    const [first] = chosen;
    if (first === undefined) return { kind: 'cancelled' };
    lastFolder = path.dirname(first);
    return { kind: 'paths', paths: chosen };
  }

  function show(): void {
    if (window === undefined) {
      window = openWindow({
        devTools,
        log,
        stateFile,
        onPageLoaded() {
          bridge.pageLoaded();
          page.pageLoaded();
        },
      });
      askToClose(window, {
        jobs: () => page.current.jobs,
        outlivesWindow: process.platform === 'darwin',
        log,
      });
      window.once('closed', () => {
        window = undefined;
        // What is opened from now on waits for the next page.
        bridge.pageLoaded();
        page.forget();
      });
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
  }

  app.on('second-instance', (_event, _argv, _folder, data) => {
    const read = z.object({ paths: z.array(z.string()) }).safeParse(data);
    if (read.success) bridge.open(read.data.paths);
    if (app.isReady()) show();
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    bridge.open([file]);
    if (app.isReady()) show();
  });
  // Whatever contents come to be, also those that nobody here made.
  app.on('web-contents-created', (_event, contents) => lockContents(contents, log));
  // Why the engine or a page is gone: killed, out of memory. Its exit says a number only.
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) =>
    log.warn('process.gone', { type, reason, exitCode, name: name ?? '' }),
  );
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    if (isEngineClosed) return;
    // The engine closes its cases first: a closed case is a single file again.
    event.preventDefault();
    engine
      .close()
      .catch((error: unknown) => log.error('engine.close-failed', { detail: String(error) }))
      .finally(() => {
        isEngineClosed = true;
        app.quit();
      });
  });

  app
    .whenReady()
    .then(() => {
      log.info('app.started', { version: app.getVersion(), electron: process.versions.electron ?? '' });
      engine.start();
      powerMonitor.on('resume', () => engine.woke());
      const assets = loadAssets(path.join(import.meta.dirname, '../renderer'));
      protocol.handle(pageScheme, (request) => answerPageRequest(assets, request));
      lockSession(session.defaultSession, log);
      show();
      showState();
    })
    .catch((error: unknown) => {
      log.error('app.start-failed', { detail: error instanceof Error ? (error.stack ?? '') : String(error) });
      dialog.showErrorBox('Spoor cannot start', error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
}
