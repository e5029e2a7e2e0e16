import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { trailObjects } from '../support/bucket-trail.ts';
import { faults, startFaultS3 } from '../support/fault-s3.ts';
import { expect, type Started, test } from './host.ts';
import { writeTrail } from './trail.ts';

test.beforeEach(({ browserName: _ }, info) => {
  test.skip(info.project.name !== 'electron', 'A browser has its own menu and its own windows.');
});

const freshFolder = (): string =>
  mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'desktop-'));
const events = (page: Page) => page.getByRole('grid', { name: 'Events' });
const firstEvent = (page: Page) => events(page).getByRole('gridcell').first();

function desktopOf({ electron }: Started): ElectronApplication {
  if (electron === null) throw new Error('This is no desktop.');
  return electron;
}

/** What the native menu has under an id: null where there is no such item. */
function menuItem(app: ElectronApplication, id: string) {
  return app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted) ?? null;
    return item === null
      ? null
      : { label: item.label, isEnabled: item.enabled, accelerator: String(item.accelerator ?? '') };
  }, id);
}

const isEnabled = (app: ElectronApplication, id: string) => async () =>
  (await menuItem(app, id))?.isEnabled ?? null;

/** Chooses an item of the native menu. */
function choose(app: ElectronApplication, id: string): Promise<void> {
  return app.evaluate(({ Menu, BrowserWindow }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (!item?.enabled) throw new Error(`${wanted} cannot be chosen.`);
    const [window] = BrowserWindow.getAllWindows();
    item.click(undefined, window, window?.webContents);
  }, id);
}

test('the native menu has the commands of the page, enabled as they are, and runs them', async ({
  start,
}) => {
  const folder = freshFolder();
  const started = await start({ folder });
  const app = desktopOf(started);
  const { page } = started;
  await expect.poll(isEnabled(app, 'case.open')).toBe(true);
  expect(await menuItem(app, 'case.open')).toMatchObject({
    label: 'Open a case…',
    accelerator: 'CommandOrControl+O',
  });
  expect(await isEnabled(app, 'case.export')()).toBe(false);
  await choose(app, 'case.sample');
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  await expect.poll(isEnabled(app, 'case.export')).toBe(true);

  await choose(app, 'page.ledger');
  await expect(page.getByRole('grid', { name: 'Files' })).toBeVisible();
  await expect.poll(isEnabled(app, 'ledger.find')).toBe(true);
  expect(await menuItem(app, 'filter.focus')).toBeNull();

  // Over a dialog nothing can be chosen, as no key does anything there.
  await choose(app, 'help.open');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toContainText('Open a case…');
  await expect(help).toContainText('Zoom in');
  await expect.poll(isEnabled(app, 'page.review')).toBe(false);
  await page.keyboard.press('Escape');
  await expect.poll(isEnabled(app, 'page.review')).toBe(true);

  // Every command of the palette is in the menu; saved filters are no commands of Spoor's own.
  await page.keyboard.press('Control+k');
  const offered = await page.getByRole('option').locator('span:first-child').allTextContents();
  expect(offered.length).toBeGreaterThan(20);
  const labels = await app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
      (submenu?.items ?? []).map(({ label }) => label),
    ),
  );
  const own = offered.filter((title) => !title.startsWith('Filter: '));
  expect(own.filter((title) => !labels.includes(title))).toEqual([]);
  await page.keyboard.press('Escape');

  // A new document tells its commands again.
  await page.reload();
  await expect.poll(isEnabled(app, 'page.proof'), { timeout: 30_000 }).toBe(true);
  const recent = () =>
    app.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? [])
        .flatMap(({ submenu }) => submenu?.items ?? [])
        .filter(({ label }) => label === 'Recent cases')
        .flatMap(({ submenu }) => (submenu?.items ?? []).map(({ label }) => label)),
    );
  await expect.poll(recent).toEqual([expect.stringMatching(/\.spoor$/)]);
});

test('the palette zooms and prints as the menu does', async ({ start }) => {
  const started = await start({ folder: freshFolder() });
  const app = desktopOf(started);
  const { page } = started;
  const zoom = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.zoomLevel);
  const run = async (title: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').fill(title);
    await page.keyboard.press('Enter');
  };
  await expect.poll(isEnabled(app, 'case.open')).toBe(true);
  await run('Zoom in');
  await expect.poll(zoom).toBe(0.5);
  await run('Zoom out');
  await expect.poll(zoom).toBe(0);
  await choose(app, 'window.zoom-out');
  await expect.poll(zoom).toBe(-0.5);
  await run('Actual size');
  await expect.poll(zoom).toBe(0);

  await page.evaluate(() => {
    window.print = () => {
      document.title = 'printed';
    };
  });
  expect(await isEnabled(app, 'view.print')()).toBe(false);
  await choose(app, 'case.sample');
  await expect.poll(isEnabled(app, 'view.print'), { timeout: 30_000 }).toBe(true);
  await choose(app, 'view.print');
  await expect(page).toHaveTitle('printed');
});

test('a second start hands its files to the first and ends', async ({ start }) => {
  const folder = freshFolder();
  const logs = writeTrail(folder, 7);
  const started = await start({ folder });
  const app = desktopOf(started);
  await expect.poll(isEnabled(app, 'case.open')).toBe(true);
  const second = await app.evaluate(({ app: electron }) => ({
    executable: process.execPath,
    root: electron.getAppPath(),
    data: electron.getPath('userData'),
  }));
  const child = spawn(
    second.executable,
    // A relative name is meant from the folder of the second start.
    [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), second.root, path.basename(logs)],
    { cwd: path.dirname(logs), env: { ...process.env, SPOOR_DATA: second.data }, stdio: 'ignore' },
  );
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  await expect(firstEvent(started.page)).toBeVisible({ timeout: 30_000 });
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);

  // A case by a double click, as macOS tells of it.
  const cases = path.join(second.data, 'cases');
  const [name = ''] = readdirSync(cases).filter((one) => one.endsWith('.spoor'));
  await choose(app, 'case.close');
  await expect(firstEvent(started.page)).toBeHidden();
  await app.evaluate(
    ({ app: electron }, file) => electron.emit('open-file', { preventDefault: () => undefined }, file),
    path.join(cases, name),
  );
  await expect(firstEvent(started.page)).toBeVisible();
});

test('the window comes back where it was', async ({ start }) => {
  const folder = freshFolder();
  const first = await start({ folder });
  const bounds = (app: ElectronApplication) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  const app = desktopOf(first);
  await expect.poll(isEnabled(app, 'case.open')).toBe(true);
  const [wanted, data] = await app.evaluate(({ app: electron, BrowserWindow, screen }) => {
    const { x, y } = screen.getPrimaryDisplay().workArea;
    const moved = { x: x + 37, y: y + 21, width: 903, height: 611 };
    BrowserWindow.getAllWindows()[0]?.setBounds(moved);
    return [moved, electron.getPath('userData')] as const;
  });
  await expect.poll(() => bounds(app)).toEqual(wanted);
  await first.stop();

  const second = desktopOf(await start({ folder }));
  // A launch that Playwright lost is started again with a folder of its own, where nothing is remembered.
  const same = await second.evaluate(
    ({ app: electron }, before) => electron.getPath('userData') === before,
    data,
  );
  test.skip(!same, 'Playwright has lost a launch.');
  await expect.poll(() => bounds(second)).toEqual(wanted);
});

test('closing the window while a sync runs asks, and stays or closes as the person says', async ({
  start,
}) => {
  const reader = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  };
  // The sign-in expires: the sync waits for a new one for as long as nobody signs in.
  const server = await startFaultS3({
    credentials: [reader],
    objects: trailObjects(20),
    rules: [{ operation: 'get', after: 4, fault: faults.expiredToken }],
  });
  try {
    const started = await start({ folder: freshFolder() });
    const app = desktopOf(started);
    const { page } = started;
    await page.getByRole('button', { name: /Sync a trail from S3/ }).click();
    await page.getByLabel('Where the trail lies').fill(`s3://${server.bucket}`);
    await page.getByRole('radio', { name: 'Keys', exact: true }).check();
    await page.getByLabel('Access key', { exact: true }).fill(reader.accessKeyId);
    await page.getByLabel('Secret access key').fill(reader.secretAccessKey);
    await page.getByText('Region, endpoint, certificates').click();
    await page.getByLabel('Endpoint').fill(server.url);
    await page.getByLabel('Bucket in the path').check();
    await page.getByRole('button', { name: 'Look what lies there' }).click();
    await expect(page.getByText('20 files to bring')).toBeVisible();
    await page.getByRole('button', { name: 'Sync', exact: true }).click();
    await expect(page.getByText('waits for a new sign-in').first()).toBeVisible({ timeout: 30_000 });

    // A native dialog cannot be driven: what it was asked is kept, and it answers as told.
    await app.evaluate(({ dialog }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = async (...all: unknown[]) => {
        asked.push(JSON.stringify(all.at(-1)));
        return { response: 0, checkboxChecked: false };
      };
    });
    const asked = () =>
      app.evaluate(() => {
        const kept: unknown = Reflect.get(globalThis, 'asked');
        return Array.isArray(kept) ? kept.map(String) : [];
      });
    const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await close();
    await expect.poll(asked).toEqual([expect.stringContaining('still working')]);
    await expect(page.getByText('waits for a new sign-in').first()).toBeVisible();
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);

    // Quitting asks as well, and a page that hangs cannot keep it from asking.
    await app.evaluate(({ app: electron }) => electron.quit());
    await expect.poll(async () => (await asked()).length).toBe(2);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);

    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
    });
    const ended = once(app.process(), 'exit');
    await close();
    await ended;
  } finally {
    await server.stop();
  }
});

test('the page follows the desktop from light to dark while it is shown', async ({ start }) => {
  const started = await start({ folder: freshFolder() });
  const app = desktopOf(started);
  // Playwright asks for light by itself: only without that does the desktop's wish arrive.
  await started.page.emulateMedia({ colorScheme: null });
  const shown = () => started.page.evaluate(() => document.documentElement.dataset.theme);
  for (const theme of ['dark', 'light', 'dark'] as const) {
    await app.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source;
    }, theme);
    await expect.poll(shown).toBe(theme);
  }
});
