import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { trailObjects } from '../support/bucket-trail.ts';
import { faults, startFaultS3 } from '../support/fault-s3.ts';
import { expect, type Started } from './host.ts';

// What the scenarios of the desktop alone share: its menu, its dialogs, a sync that waits.

/** A folder of the run, for a start that is to be followed by another in it. */
export const freshFolder = (): string =>
  mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'desktop-'));
const events = (page: Page) => page.getByRole('grid', { name: 'Events' });
/** The first cell of the table of events. */
export const firstEvent = (page: Page) => events(page).getByRole('gridcell').first();

/** @throws Error in a browser */
export function desktopOf({ electron }: Started): ElectronApplication {
  if (electron === null) throw new Error('This is no desktop.');
  return electron;
}

/** What the native menu has under an id: null where there is no such item. */
export function menuItem(app: ElectronApplication, id: string) {
  return app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted) ?? null;
    return item === null
      ? null
      : { label: item.label, isEnabled: item.enabled, accelerator: String(item.accelerator ?? '') };
  }, id);
}

/** Whether an item of the native menu is enabled, for a poll; null where there is none. */
export const isEnabled = (app: ElectronApplication, id: string) => async () =>
  (await menuItem(app, id))?.isEnabled ?? null;

/** Chooses an item of the native menu. */
export function choose(app: ElectronApplication, id: string): Promise<void> {
  return app.evaluate(({ Menu, BrowserWindow }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (!item?.enabled) throw new Error(`${wanted} cannot be chosen.`);
    const [window] = BrowserWindow.getAllWindows();
    item.click(undefined, window, window?.webContents);
  }, id);
}

const reader = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/** The sign-in expires: a sync waits for a new one for as long as nobody signs in. */
export const startExpiringS3 = () =>
  startFaultS3({
    credentials: [reader],
    objects: trailObjects(20),
    rules: [{ operation: 'get', after: 4, fault: faults.expiredToken }],
  });

/** From the open form of a sync to one that waits. */
export async function syncUntilSignIn(
  page: Page,
  server: { readonly bucket: string; readonly url: string },
): Promise<void> {
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
}

/** A native dialog cannot be driven: what it is asked is kept, and it answers as told. */
export function answerDialogs(app: ElectronApplication, response: number): Promise<void> {
  return app.evaluate(({ dialog }, answer) => {
    const kept: unknown = Reflect.get(globalThis, 'asked');
    const asked: unknown[] = Array.isArray(kept) ? kept : [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = async (...all: unknown[]) => {
      asked.push(JSON.stringify(all.at(-1)));
      return { response: answer, checkboxChecked: false };
    };
  }, response);
}

/** The options of every native question since {@link answerDialogs}, as JSON. */
export function questionsAsked(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => {
    const kept: unknown = Reflect.get(globalThis, 'asked');
    return Array.isArray(kept) ? kept.map(String) : [];
  });
}
