import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { choose, desktopOf, firstEvent, freshFolder, isEnabled, menuItem } from './desktop.ts';
import { expect, test } from './host.ts';
import { writeTrail } from './trail.ts';

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
  const wanted = await app.evaluate(({ BrowserWindow, screen }) => {
    const { x, y } = screen.getPrimaryDisplay().workArea;
    const moved = { x: x + 37, y: y + 21, width: 903, height: 611 };
    BrowserWindow.getAllWindows()[0]?.setBounds(moved);
    return moved;
  });
  await expect.poll(() => bounds(app)).toEqual(wanted);
  await first.stop();

  const second = desktopOf(await start({ folder }));
  await expect.poll(() => bounds(second)).toEqual(wanted);
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
