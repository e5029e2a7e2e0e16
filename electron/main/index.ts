import path from 'node:path';
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  session,
  utilityProcess,
} from 'electron';
import { z } from 'zod';
import { loadAssets } from '../assets/host-assets.ts';
import type { PickAnswer, PickRequest } from '../contract/engine-process.ts';
import { engineEnvironment } from './engine-environment.ts';
import { EngineHost } from './engine-host.ts';
import { lockContents } from './lock-contents.ts';
import { lockSession } from './lock-session.ts';
import { openFileLog } from './log.ts';
import { menuTemplate } from './menu.ts';
import { openedPaths } from './opened-paths.ts';
import { pageScheme } from './our-page.ts';
import { PageBridge } from './page-bridge.ts';
import { answerPageRequest, pageSchemes } from './page-protocol.ts';
import { pickDialog, withExtension } from './pick-dialog.ts';
import { openWindow } from './window.ts';

// No top-level await in this file: Electron is not ready before its entry has been loaded.

app.setName('Spoor');
// Tests, and people who keep several sets of data, choose the folder; the instance lock lies in it too.
const chosenDataFolder = process.env.SPOOR_DATA;
if (chosenDataFolder !== undefined && chosenDataFolder !== '')
  app.setPath('userData', path.resolve(chosenDataFolder));

// security: S4. Root in a container can start Chromium only without its sandbox, and then this call would fail.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
protocol.registerSchemesAsPrivileged(pageSchemes);

const paths = openedPaths(process.argv, process.cwd(), process.defaultApp === true);
if (app.requestSingleInstanceLock({ paths })) run();
else app.quit();

function run(): void {
  const dataFolder = app.getPath('userData');
  const log = openFileLog(path.join(dataFolder, 'logs'));
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
      window = openWindow({ devTools, log, onPageLoaded: () => bridge.pageLoaded() });
      window.once('closed', () => {
        window = undefined;
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
      const assets = loadAssets(path.join(import.meta.dirname, '../renderer'));
      protocol.handle(pageScheme, (request) => answerPageRequest(assets, request));
      lockSession(session.defaultSession, log);
      Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, devTools)));
      show();
    })
    .catch((error: unknown) => {
      log.error('app.start-failed', { detail: error instanceof Error ? (error.stack ?? '') : String(error) });
      dialog.showErrorBox('Spoor cannot start', error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
}
