import { mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from './host.ts';
import { writeTrail } from './trail.ts';

const events = (page: Page) => page.getByRole('grid', { name: 'Events' });
const firstEvent = (page: Page) => events(page).getByRole('gridcell').first();
const counted = (page: Page, text: string) =>
  page.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) });
const news = (page: Page, text: string) => page.getByRole('status').getByText(text);

const freshFolder = (): string => mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'crash-'));

const files = 120;
const recordsPerFile = 3000;
/** Takes some seconds to import: every file has the same records but one. */
function writeLongTrail(folder: string): string {
  const trail = path.join(folder, 'long');
  mkdirSync(trail);
  const record = (eventID: string) => ({
    eventID,
    eventName: 'PutObject',
    eventTime: '2026-03-01T00:00:00Z',
  });
  const shared = Array.from({ length: recordsPerFile - 1 }, (_, nth) => record(`e-${nth}`));
  for (let nth = 0; nth < files; nth += 1) {
    const body = gzipSync(JSON.stringify({ Records: [...shared, record(`own-${nth}`)] }), { level: 1 });
    writeFileSync(path.join(trail, `${String(nth).padStart(3, '0')}.json.gz`), body);
  }
  return trail;
}

test('an engine that is killed in mid-import is started again, its case opens where it was, and the import goes on', async ({
  start,
}, info) => {
  test.skip(info.project.name !== 'electron', 'The engine of a browser is its host.');
  const folder = freshFolder();
  const { page, loseEngine, drop } = await start({ folder, paths: [writeTrail(folder, 9)] });
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('combobox', { name: 'Filter' }).fill('name:GetObject');
  await page.keyboard.press('Enter');
  await expect(counted(page, '3 of 9')).toBeVisible();

  await drop([writeLongTrail(folder)]);
  await expect(page.getByText('Importing long').first()).toBeVisible({ timeout: 30_000 });
  await loseEngine();
  await expect(news(page, 'was started again')).toBeVisible({ timeout: 30_000 });
  await expect(page).toHaveURL(/GetObject/);
  await expect(news(page, 'Importing long was cut off')).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(news(page, 'Import finished')).toBeVisible({ timeout: 45_000 });
  await expect(news(page, 'was cut off')).toBeHidden();
  const total = 9 + recordsPerFile - 1 + files;
  await expect(counted(page, `3 of ${total.toLocaleString('en')}`)).toBeVisible();
});

test('a page that crashes comes back to the same view of the same case', async ({ start }, info) => {
  test.skip(info.project.name !== 'electron', 'A browser reloads its own pages.');
  const folder = freshFolder();
  const { page, electron } = await start({ folder, paths: [writeTrail(folder, 9)] });
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('combobox', { name: 'Filter' }).fill('name:GetObject');
  await page.keyboard.press('Enter');
  await expect(counted(page, '3 of 9')).toBeVisible();
  await electron?.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // What is asked of a page that is going is never answered.
    const isBack = new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()));
    contents?.forcefullyCrashRenderer();
    await isBack;
  });
  // Playwright gives up a page that has crashed; the window itself is asked.
  const shown = (): Promise<unknown> =>
    electron?.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        'location.hash + (document.querySelector("[role=gridcell]") === null ? "" : document.body.innerText)',
      ),
    ) ?? Promise.resolve(null);
  await expect.poll(shown, { timeout: 30_000 }).toMatch(/^#\/review\?filter=name%3AGetObject.*3\s+of\s+9/s);
});

test('a case whose drive is taken out is told as lost, and opens again when it is back', async ({
  start,
}, info) => {
  test.skip(info.project.name === 'electron', 'The page is the same; the engine is tested by itself.');
  const folder = freshFolder();
  const { page, drop } = await start({ folder, paths: [writeTrail(folder, 9)] });
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  const drive = path.join(folder, 'data/cases');
  renameSync(drive, `${drive}-away`);
  const more = path.join(folder, 'more.json');
  const record = { eventID: 'x', eventName: 'GetObject', eventTime: '2026-03-01T00:00:00Z' };
  writeFileSync(more, JSON.stringify({ Records: [record] }));
  await drop([more]);
  const lost = page.getByRole('alert').filter({ hasText: 'is not there any more' });
  await expect(lost).toBeVisible();
  await lost.getByRole('button', { name: 'Open again' }).click();
  await expect(news(page, 'is still not where it was')).toBeVisible();
  await expect(firstEvent(page)).toBeVisible();

  renameSync(`${drive}-away`, drive);
  await lost.getByRole('button', { name: 'Open again' }).click();
  await expect(lost).toBeHidden();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(counted(page, '10 of 10')).toBeVisible();
});

test('a support bundle is read first, saved as it was read, and says nothing of the case', async ({
  start,
}, info) => {
  test.skip(info.project.name === 'browser', 'The page is the same; what is in it is tested by itself.');
  const folder = freshFolder();
  const { page, chooseSave } = await start({ folder, paths: [writeTrail(folder, 9)] });
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What do you want to do?').fill('support bundle');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Support bundle' });
  await expect(dialog).toContainText('"events": 9');
  const about = await dialog.getByRole('region', { name: 'about.json' }).textContent();
  await dialog.getByRole('tab', { name: 'spoor.log' }).click();
  const log = await dialog.getByRole('region', { name: 'spoor.log' }).textContent();
  expect(log).toContain('"event":"jobs.ended"');
  const target = path.join(folder, 'spoor-support.zip');
  await chooseSave(target, () => dialog.getByRole('button', { name: 'Save as a zip…' }).click());
  await expect(news(page, 'Wrote spoor-support.zip')).toBeVisible();
  const zip = unzipSync(new Uint8Array(readFileSync(target)));
  const saved = Object.entries(zip).map(([name, bytes]) => [name, strFromU8(bytes)]);
  expect(saved).toEqual([
    ['about.json', about],
    ['spoor.log', log],
  ]);
  expect(JSON.stringify(saved)).not.toMatch(/GetObject|111122223333|crash-/);
});
