import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './host.ts';
import { writeTrail } from './trail.ts';

const firstEvent = (page: Page) => page.getByRole('grid', { name: 'Events' }).getByRole('gridcell').first();
const filter = (page: Page) => page.getByRole('combobox', { name: 'Filter events' });
const counted = (page: Page, text: string) =>
  page.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) });
const lost = (page: Page) => page.getByRole('alert').filter({ hasText: 'was lost' });

function trailIn(count: number): { folder: string; logs: string } {
  const folder = mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'trail-'));
  return { folder, logs: writeTrail(folder, count) };
}

/** A file of its own with one event. */
function writeLog(folder: string): string {
  const file = path.join(folder, 'alone.json');
  const record = { eventID: 'x', eventName: 'DroppedAlone', eventTime: '2026-03-01T00:00:00Z' };
  writeFileSync(file, JSON.stringify({ Records: [record] }));
  return file;
}

test('a lost engine is told once, what was read stays, and the page connects again', async ({ start }) => {
  const { folder, logs } = trailIn(9);
  const { page, electron, loseEngine, letEngineBack, drop } = await start({ folder, paths: [logs] });
  // The desktop starts its engine again by itself (crash.spec.ts).
  test.skip(electron !== null, 'A browser cannot start its host again.');
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });

  await loseEngine();
  await filter(page).fill('name:GetObject');
  await filter(page).press('Enter');
  await expect(lost(page)).toHaveCount(1);
  await letEngineBack();
  await page.getByRole('button', { name: 'Connect again' }).click();
  await expect(lost(page)).toBeHidden({ timeout: 30_000 });
  await expect(counted(page, '3 of 9')).toBeVisible({ timeout: 30_000 });

  // The streams are back too: what another import brings is shown without being asked for.
  await drop([writeLog(folder)]);
  await expect(counted(page, '3 of 10')).toBeVisible();
});

test('a file dropped on the start page becomes a case, a folder dropped on that is imported whole', async ({
  start,
}) => {
  const { folder, logs } = trailIn(12);
  const { page, drop } = await start({ folder });
  await expect(page.getByRole('button', { name: /sample case/i })).toBeVisible();

  await drop([writeLog(folder)]);
  await expect(page.getByText('DroppedAlone').first()).toBeVisible({ timeout: 30_000 });
  await drop([logs]);
  await expect(page.getByText('13').first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole('grid', { name: 'Events' }).focus();
  await page.keyboard.press('2');
  await expect(page.getByText('broken.json.gz')).toBeVisible();
  await expect(page.getByText('alone.json')).toBeVisible();
});

test('the ledger is walked, sorted and looked into by keyboard alone', async ({ start }) => {
  const { folder, logs } = trailIn(3);
  const { page } = await start({ folder, paths: [logs] });
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('2');
  const files = page.getByRole('grid', { name: 'Files' });
  const rows = files.locator('tbody').getByRole('row');
  await expect(rows).toHaveCount(2);

  await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending');
  await expect(rows.first()).toContainText('a.json.gz');
  await page.keyboard.press('Enter');
  await expect(rows.first()).toContainText('broken.json.gz');

  await rows.first().focus();
  await page.keyboard.press('End');
  await expect(rows.last()).toBeFocused();
  await expect(rows.last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const details = page.getByRole('dialog', { name: 'File in the ledger' });
  await expect(details).toContainText('logs/broken.json.gz'.slice(5));
  const sha256 = (await details.locator('code').last().textContent()) ?? '';
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  await page.keyboard.press('Escape');
  await expect(rows.first()).toBeFocused();

  await page.keyboard.press('/');
  await page.keyboard.type(sha256.slice(0, 8));
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('broken.json.gz');
});

test('ten tabs of one browser all work', async ({ start }, info) => {
  test.skip(info.project.name === 'electron', 'Electron has no tabs, and its port is no connection.');
  const { folder, logs } = trailIn(6);
  const { page } = await start({ folder, paths: [logs] });
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  const token = await page.evaluate(() => window.sessionStorage.getItem('spoor.token'));
  const address = `${new URL(page.url()).origin}/#token=${token}`;
  for (let tab = 0; tab < 9; tab += 1) {
    const other = await page.context().newPage();
    await other.goto(address);
    await expect(other.getByRole('button', { name: /sample case/i })).toBeVisible();
    await other.getByRole('button', { name: /^logs / }).click();
    await expect(firstEvent(other)).toBeVisible();
  }
});

test('a host that is gone is told without being asked', async ({ start }, info) => {
  test.skip(info.project.name === 'electron', 'There the scenario of the lost engine is the same.');
  const { folder, logs } = trailIn(3);
  const { page, stopHost } = await start({ folder, paths: [logs] });
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  await stopHost();
  await expect(lost(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Connect again' }).click();
  await expect(lost(page)).toHaveCount(1);
});
