import path from 'node:path';
import {
  app,
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
import { CloseQuestions } from './ask-to-close.ts';
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
import { Windows } from './windows.ts';

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
  let lastFolder: string | undefined;
  let isEngineClosed = false;
  /** Opened before there can be windows. */
  const early = [...paths];

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
    complain: (page, sentences) => {
      windows.settle(page);
      const window = windows.get(page);
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
  const pages = new PageStates({
    ipcMain,
    onChange(page) {
      const { caseName, isBusy } = pages.of(page);
      windows.get(page)?.setTitle(caseName === null ? 'Spoor' : `${shortLine(caseName)} - Spoor`);
      if (caseName !== null || isBusy) windows.settle(page);
      if (page === windows.current?.id) showMenu();
    },
    runInWindow(page, id) {
      const window = windows.get(page);
      if (id === 'window.new') windows.openNew();
      else if (window !== undefined) runInWindow(window, id);
    },
    log,
  });
  const menu = new NativeMenu({
    runCommand: (id) => {
      if (windows.current !== undefined) pages.run(windows.current.id, id);
    },
    openRecent: (file) => windows.openPaths([file]),
    openWindow: () => windows.show(),
  });
  const stateFile = new WindowStateFile(dataFolder);
  const windows = new Windows({
    open(beside) {
      const opened = openWindow({
        devTools,
        log,
        stateFile,
        beside: beside?.getNormalBounds() ?? null,
        onPageLoaded(page) {
          bridge.pageLoaded(page);
          pages.pageLoaded(page);
        },
      });
      const page = opened.webContents.id;
      questions.watch(opened, () => pages.of(page).caseJobs);
      return opened;
    },
    stateOf: (page) => pages.of(page),
    handOver: (page, files) => bridge.open(page, files),
    onCurrent: showMenu,
    onClosed(page, leftCase) {
      if (leftCase !== null) engine.left(leftCase);
      bridge.forget(page);
      pages.forget(page);
    },
  });
  const questions = new CloseQuestions({
    jobs: () => pages.jobs,
    windowCount: () => windows.count,
    currentWindow: () => windows.current?.window,
    outlivesWindows: process.platform === 'darwin',
    log,
  });

  /** The menu is that of the window used last. */
  function showMenu(): void {
    menu.show({
      platform: process.platform,
      devTools,
      commands: pages.of(windows.current?.id).commands,
      recent: readRecentCases(dataFolder),
      hasWindow: windows.count > 0,
    });
  }

  /** Opens files now, or once Spoor can have windows. */
  function openPaths(files: readonly string[]): void {
    if (app.isReady()) windows.openPaths(files);
    else early.push(...files);
  }

  async function pick(request: PickRequest): Promise<PickAnswer> {
    // A person chooses in the window that they are in.
    const window = windows.current?.window;
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

  app.on('second-instance', (_event, _argv, _folder, data) => {
    const read = z.object({ paths: z.array(z.string()) }).safeParse(data);
    if (read.success && read.data.paths.length > 0) openPaths(read.data.paths);
    else if (app.isReady()) windows.show();
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    openPaths([file]);
  });
  // Whatever contents come to be, also those that nobody here made.
  app.on('web-contents-created', (_event, contents) => lockContents(contents, log));
  // Why the engine or a page is gone: killed, out of memory. Its exit says a number only.
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) =>
    log.warn('process.gone', { type, reason, exitCode, name: name ?? '' }),
  );
  app.on('activate', () => windows.show());
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
      windows.openPaths(early);
      if (windows.count === 0) windows.openNew();
    })
    .catch((error: unknown) => {
      log.error('app.start-failed', { detail: error instanceof Error ? (error.stack ?? '') : String(error) });
      dialog.showErrorBox('Spoor cannot start', error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
}
