import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import {
  answerDialogs,
  choose,
  desktopOf,
  firstEvent,
  freshFolder,
  isEnabled,
  questionsAsked,
  startExpiringS3,
  syncUntilSignIn,
} from './desktop.ts';
import { expect, test } from './host.ts';
import { writeTrail } from './trail.ts';

test('closing the window while a sync runs asks, and stays or closes as the person says', async ({
  start,
}) => {
  const server = await startExpiringS3();
  try {
    const started = await start({ folder: freshFolder() });
    const app = desktopOf(started);
    const { page } = started;
    await page.getByRole('button', { name: /Sync a trail from S3/ }).click();
    await syncUntilSignIn(page, server);
    await answerDialogs(app, 0);
    const asked = () => questionsAsked(app);
    const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await close();
    await expect.poll(asked).toEqual([expect.stringContaining('still working')]);
    await expect(page.getByText('waits for a new sign-in').first()).toBeVisible();
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);

    // Quitting asks as well, and a page that hangs cannot keep it from asking.
    await app.evaluate(({ app: electron }) => electron.quit());
    await expect.poll(async () => (await asked()).length).toBe(2);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);

    await answerDialogs(app, 1);
    const ended = once(app.process(), 'exit');
    await close();
    await ended;
  } finally {
    await server.stop();
  }
});

test('two windows show two cases; a lost engine comes back to both, and closing one stops nothing', async ({
  start,
}) => {
  const server = await startExpiringS3();
  try {
    const folder = freshFolder();
    const started = await start({ folder, paths: [writeTrail(folder, 9)] });
    const app = desktopOf(started);
    const first = started.page;
    const counted = (page: Page, text: string) =>
      page.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) });
    const filter = async (page: Page, text: string): Promise<void> => {
      await page.getByRole('combobox', { name: 'Filter' }).fill(text);
      await page.keyboard.press('Enter');
    };
    const openFile = (file: string) =>
      app.evaluate(
        ({ app: electron }, opened) =>
          electron.emit('open-file', { preventDefault: () => undefined }, opened),
        file,
      );
    /** Whether the engine has the case open: then its lock lies beside it. */
    const isOpen = (name: string) => existsSync(path.join(folder, 'data/cases', `${name}-lock`));
    const windowCount = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    await expect(firstEvent(first)).toBeVisible({ timeout: 30_000 });
    await expect.poll(isEnabled(app, 'case.export')).toBe(true);

    const arriving = app.waitForEvent('window');
    await first.keyboard.press('Control+Shift+N');
    const second = await arriving;
    // The menu is that of the new window, which is on the start page.
    await expect.poll(isEnabled(app, 'case.export')).toBe(false);
    const other = path.join(folder, 'other');
    await openFile(writeTrail(other, 7));
    await expect(firstEvent(second)).toBeVisible({ timeout: 30_000 });
    await expect.poll(isEnabled(app, 'case.export')).toBe(true);
    await filter(first, 'name:GetObject');
    await filter(second, 'user:bob');
    await expect(counted(first, '3 of 9')).toBeVisible();
    await expect(counted(second, '2 of 7')).toBeVisible();
    // A case that a window shows is not opened a second time.
    await openFile(path.join(folder, 'data/cases/logs.spoor'));
    await expect.poll(() => first.evaluate(() => document.hasFocus())).toBe(true);
    expect(await windowCount()).toBe(2);

    await started.loseEngine();
    // Both at once: what is told goes away after some seconds.
    await Promise.all(
      [first, second].map((page) =>
        expect(page.getByRole('status').getByText('was started again')).toBeVisible({ timeout: 30_000 }),
      ),
    );
    await expect(counted(first, '3 of 9')).toBeVisible();
    await expect(counted(second, '2 of 7')).toBeVisible();

    const dismiss = first.getByRole('button', { name: 'Dismiss' });
    await expect(async () => {
      if ((await dismiss.count()) > 0) await dismiss.last().click({ timeout: 1000 });
      expect(await dismiss.count()).toBe(0);
    }).toPass({ intervals: [0] });
    await choose(app, 'case.sync');
    await syncUntilSignIn(first, server);
    await answerDialogs(app, 1);
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.getTitle() === 'logs.spoor - Spoor')
        ?.close(),
    );
    await expect.poll(windowCount).toBe(1);
    expect(await questionsAsked(app)).toEqual([expect.stringContaining('goes on without the window')]);
    await choose(app, 'view.jobs');
    await expect(second.getByText('waits for a new sign-in').first()).toBeVisible();
    // Its case stays open for it, and no longer.
    expect(isOpen('logs.spoor')).toBe(true);
    await second.getByRole('button', { name: 'Cancel', exact: true }).first().click();
    await expect.poll(() => isOpen('logs.spoor')).toBe(false);
    expect(isOpen('logs 2.spoor')).toBe(true);
    await second.keyboard.press('Escape');
    await filter(second, 'user:alice');
    await expect(counted(second, '5 of 7')).toBeVisible();
  } finally {
    await server.stop();
  }
});

test('a case in two windows is closed by the last of them only, and outlives the crash of one', async ({
  start,
}) => {
  const folder = freshFolder();
  const started = await start({ folder, paths: [writeTrail(folder, 9)] });
  const app = desktopOf(started);
  await expect(firstEvent(started.page)).toBeVisible({ timeout: 30_000 });
  const arriving = app.waitForEvent('window');
  await started.page.keyboard.press('Control+Shift+N');
  const second = await arriving;
  await second.getByRole('button', { name: /^logs/ }).click();
  await expect(firstEvent(second)).toBeVisible();
  const marks = () =>
    second.evaluate(
      async () =>
        ((await navigator.locks.query()).held ?? []).filter(({ name }) => name?.startsWith('spoor.case.'))
          .length,
    );
  await expect.poll(marks).toBe(2);
  await choose(app, 'case.close');
  await expect(firstEvent(second)).toBeHidden();
  await expect.poll(marks).toBe(1);
  // Nor does a page that crashes take anything from the other window.
  await app.evaluate(async ({ BrowserWindow }) => {
    const crashed = BrowserWindow.getAllWindows().find((window) => window.getTitle() === 'Spoor');
    const isBack = new Promise<void>((resolve) =>
      crashed?.webContents.once('did-finish-load', () => resolve()),
    );
    crashed?.webContents.forcefullyCrashRenderer();
    await isBack;
  });
  await started.page.getByRole('combobox', { name: 'Filter' }).fill('name:GetObject');
  await started.page.keyboard.press('Enter');
  await expect(started.page.getByRole('status').filter({ hasText: /^3 of 9$/ })).toBeVisible();
});
