import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, type Start, test } from './host.ts';
import { writeTrail } from './trail.ts';

test.beforeEach(({ browserName: _ }, info) => {
  test.skip(info.project.name === 'electron', 'The page is the same.');
});

const advice = 'Open a file that Spoor made; its name ends in .spoor.';
const toasts = (page: Page) => page.getByRole('status').filter({ hasText: advice });

/** A case, and the news of two files that are none: they stay until they are dismissed. */
async function openWithNews(start: Start): Promise<Page> {
  const folder = mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'toasts-'));
  const { page, drop } = await start({ folder, paths: [writeTrail(folder, 7)] });
  await expect(page.getByRole('grid', { name: 'Events' }).getByRole('gridcell').first()).toBeVisible({
    timeout: 30_000,
  });
  for (const name of ['one.spoor', 'another.spoor']) {
    const file = path.join(folder, name);
    writeFileSync(file, 'no case at all');
    await drop([file]);
    await expect(toasts(page)).toContainText(name);
  }
  // That of the import goes by itself.
  await expect(page.getByRole('button', { name: 'Dismiss' })).toHaveCount(2);
  return page;
}

async function openDialog(page: Page, command: string, name: string): Promise<Locator> {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What do you want to do?').fill(command);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** The buttons of the dialog's own that something else lies over, or that cannot be brought into the window. */
function coveredButtons(dialog: Locator): Promise<string[]> {
  return dialog.evaluate((box) =>
    [...box.querySelectorAll('header button, footer button')].flatMap((button) => {
      button.scrollIntoView({ block: 'nearest' });
      const { left, top, width, height } = button.getBoundingClientRect();
      const corners = [0.1, 0.5, 0.9].map((part) =>
        document.elementFromPoint(left + width * part, top + height * part),
      );
      const isFree = corners.every((found) => found !== null && button.contains(found));
      return isFree ? [] : [button.textContent || button.ariaLabel || 'a button'];
    }),
  );
}

// 640 × 480 as it is, and with the text twice as large.
const sizes = [
  { width: 1280, height: 800 },
  { width: 640, height: 480 },
  { width: 320, height: 240 },
];

test('toasts lie over no button of a dialog, however small the window, and are closed by the keyboard', async ({
  start,
}) => {
  const page = await openWithNews(start);
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const [command, name] of [
      ['Export', 'Export'],
      ['Check integrity', 'Check integrity'],
    ] as const) {
      const dialog = await openDialog(page, command, name);
      await expect(toasts(page)).toBeVisible();
      expect(await coveredButtons(dialog), `${name} at ${size.width} × ${size.height}`).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
  }

  const dialog = await openDialog(page, 'Export', 'Export');
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  for (const left of [1, 0]) {
    await expect(async () => {
      await page.keyboard.press('Tab');
      await expect(dismiss.first()).toBeFocused({ timeout: 50 });
    }).toPass({ intervals: [0] });
    await page.keyboard.press('Enter');
    await expect(dismiss).toHaveCount(left);
  }
  // It is still there, and keeps the focus.
  await expect(dialog).toBeVisible();
  expect(await dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true);
});

test('a toast goes back to its corner when the dialog is closed, and what is pressed in it closes no dialog', async ({
  start,
}) => {
  const page = await openWithNews(start);
  const dialog = await openDialog(page, 'Export', 'Export');
  await page.getByRole('button', { name: 'Dismiss' }).first().click();
  await expect(page.getByRole('button', { name: 'Dismiss' })).toHaveCount(1);
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(toasts(page)).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(toasts(page)).toHaveCount(0);
});
