import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, type Start, type Started, test } from './host.ts';
import { type SignedTrail, writeSignedTrail } from './signed-trail.ts';

const map = (page: Page) => page.getByRole('grid', { name: /^Evidence by account/ });
const side = (page: Page) => page.getByRole('complementary', { name: 'The chosen cell' });
const status = (page: Page) => page.getByRole('contentinfo');

interface Opened extends Started {
  readonly trail: SignedTrail;
}

/** A case of a signed trail, with the page of proof in sight. */
async function openProof(start: Start): Promise<Opened> {
  const folder = mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'proof-'));
  const trail = writeSignedTrail(folder);
  const started = await start({ folder, paths: [trail.logs] });
  const { page } = started;
  await expect(page.getByRole('grid', { name: 'Events' }).getByRole('gridcell').first()).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole('button', { name: 'Proof and coverage' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing has been checked yet' })).toBeVisible();
  return { ...started, trail };
}

async function check(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check integrity…' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Proof and coverage tampered' })).toBeVisible({
    timeout: 30_000,
  });
}

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
}

test('a check says how far the case is proven, and the exceptions lead to their events', async ({
  start,
}) => {
  const { page, trail } = await openProof(start);
  await check(page);
  await expect(page.getByText(/^9 of 10 log files are proven/)).toContainText(
    'One file was altered after delivery',
  );
  await expect(status(page)).toContainText('proven');

  const exceptions = page.getByRole('list', { name: 'Files that need a look' });
  await exceptions.getByRole('button', { name: /^altered/ }).click();
  const details = page.getByRole('dialog', { name: 'Log file' });
  await expect(details).toContainText(trail.altered.key);
  await expect(details).toContainText('Its hash is not the one that a proven digest names.');
  await details.getByRole('button', { name: 'Show its 1 event' }).click();
  await expect(page.getByRole('combobox', { name: 'Filter events' })).toHaveValue(/^object:/);
  await expect(page.getByRole('grid', { name: 'Events' })).toContainText('PutObject');

  await page.goBack();
  await page
    .getByRole('list', { name: 'Exceptions by verdict' })
    .getByRole('button', { name: /^missing/ })
    .click();
  await expect(exceptions.getByRole('button', { name: /^altered/ })).toHaveCount(0);
  await expect(page).toHaveURL(/verdict=missing/);
});

test('the map is gone through by the keyboard: an hour opened, a stretch zoomed into, all of it again', async ({
  start,
}) => {
  const { page } = await openProof(start);
  await check(page);
  await expect(status(page)).toContainText('without evidence');
  const cell = map(page).getByRole('gridcell').and(page.locator('[tabindex="0"]'));
  await cell.focus();
  await page.keyboard.press('Home');
  await expect(cell).toBeFocused();
  await expect(cell).toHaveAccessibleName(/^Fri 2 Jan 00:00, eu-west-1, 111122223333\. altered/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(cell).toHaveAccessibleName(/^Fri 2 Jan 02:00/);
  await page.keyboard.press('Enter');
  await expect(side(page).getByRole('heading', { name: 'Fri 2 Jan 02:00, eu-west-1' })).toBeVisible();

  await side(page).getByRole('tab', { name: 'Chain' }).click();
  await expect(side(page).getByRole('button', { name: /^missing digest/ })).toBeVisible();
  await side(page).getByRole('tab', { name: 'Could it have been logged?' }).click();
  await side(page).getByLabel('Service').fill('s3');
  await side(page).getByLabel('API call').fill('GetObject');
  await side(page).getByRole('button', { name: 'Ask' }).click();
  await expect(side(page).getByRole('status')).toContainText('unknown');

  await cell.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Whole span' })).toBeVisible();
  await expect(page).toHaveURL(/span=/);
  await page.reload();
  await expect(side(page).getByRole('heading', { name: 'Fri 2 Jan 02:00, eu-west-1' })).toBeVisible();
  await cell.focus();
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: 'Whole span' })).toHaveCount(0);
});

test('the page can be read by everyone, in both themes', async ({ start }) => {
  const { page } = await openProof(start);
  await expectNoViolations(page);
  await check(page);
  const cell = map(page).getByRole('gridcell').and(page.locator('[tabindex="0"]'));
  await cell.focus();
  await page.keyboard.press('Enter');
  await expect(side(page).getByRole('heading', { name: /eu-west-1$/ })).toBeVisible();
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Custody' }).click();
    await expect(page.getByRole('dialog')).toContainText('The list is whole');
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
  }
});

test('what the check found is written as a report', async ({ start }) => {
  const { page, folder, chooseSave } = await openProof(start);
  await check(page);
  const target = path.join(folder, 'proof-report.html');
  await chooseSave(target, async () => {
    await page.getByRole('button', { name: 'Report…' }).click();
    await page.getByRole('button', { name: 'Choose where…' }).click();
  });
  await expect.poll(() => existsSync(target), { timeout: 20_000 }).toBe(true);
  await expect(page.getByText('Wrote proof-report.html')).toBeVisible();
  expect(readFileSync(target, 'utf8')).toContain('Tampered');
});
