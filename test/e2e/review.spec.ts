import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './host.ts';
import { record, writeTrail } from './trail.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Events' });
const filter = (page: Page) => page.getByRole('combobox', { name: 'Filter events' });
/** How many events of how many the filter leaves, as it stands in the bar. */
const counted = (page: Page, text: string) =>
  page.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) });
const rowsOf = (page: Page) => grid(page).getByRole('gridcell').first();

/** A folder that the host may browse, with a small trail in it. */
function trailIn(
  count: number,
  extra: readonly Record<string, unknown>[] = [],
): { folder: string; logs: string } {
  const folder = mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'trail-'));
  return { folder, logs: writeTrail(folder, count, extra) };
}

async function ask(page: Page, text: string): Promise<void> {
  await filter(page).fill(text);
  await filter(page).press('Enter');
}

test('a newcomer opens the sample case and sees events, a timeline and facets', async ({ start }) => {
  const { page } = await start();
  await page.getByRole('button', { name: /sample case/i }).click();
  await expect(page.getByText('21,119').first()).toBeVisible({ timeout: 40_000 });
  await expect(rowsOf(page)).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Fields and their values' })).toContainText('Outcome');
});

test('files named at the start become a new case, filtered by text and by click', async ({ start }) => {
  const { folder, logs } = trailIn(30);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });

  await ask(page, 'name:GetObject');
  await expect(counted(page, '10 of 30')).toBeVisible();

  await ask(page, '');
  await page
    .getByRole('navigation', { name: 'Fields and their values' })
    .getByRole('button', { name: /^bob/ })
    .click();
  await expect(filter(page)).toHaveValue('actor:bob');
  await expect(counted(page, '6 of 30')).toBeVisible();
});

test('what no field holds is found in the record, by text, by path and by a click in it', async ({
  start,
}) => {
  const { folder, logs } = trailIn(30);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });

  await ask(page, '"FILE-12"');
  await expect(counted(page, '1 of 30')).toBeVisible();
  await ask(page, 'requestParameters.key:file-2* -name:GetObject');
  await expect(counted(page, '8 of 30')).toBeVisible();

  await ask(page, '');
  await rowsOf(page).click();
  const key = page.getByRole('treeitem').filter({ hasText: /^key ?file-29/ });
  await key.click();
  await key.getByRole('button', { name: /^Only events with requestParameters.key/ }).click();
  await expect(counted(page, '1 of 30')).toBeVisible();
  await expect(filter(page)).toHaveValue(/requestParameters\.key:file-29/);
});

test('a malformed filter is an error with its place and never an empty list', async ({ start }) => {
  const { folder, logs } = trailIn(5);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  await ask(page, 'nmae:PutObject');
  await expect(page.getByRole('alert')).toContainText('There is no field named nmae');
  await expect(filter(page)).toHaveAttribute('aria-invalid', 'true');
});

test('a malformed filter leaves the last answer marked as such, and covers none of it', async ({ start }) => {
  const { folder, logs } = trailIn(9);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  await ask(page, 'name:GetObject');
  await expect(counted(page, '3 of 9')).toBeVisible();
  await ask(page, 'nmae:PutObject');
  await expect(counted(page, 'last valid: 3 of 9')).toBeVisible();
  await expect(page.getByText('Shown is the answer to the last valid filter: name:GetObject')).toBeVisible();
  const error = await page.getByRole('alert').boundingBox();
  const timeline = await page.getByRole('region', { name: 'Timeline' }).boundingBox();
  expect((error?.y ?? 0) + (error?.height ?? 0)).toBeLessThanOrEqual(timeline?.y ?? 0);
  await page.getByRole('button', { name: 'Back to it' }).click();
  await expect(filter(page)).toHaveValue('name:GetObject');
  await expect(counted(page, '3 of 9')).toBeVisible();
});

test('the fields beside the table are chosen and moved by keyboard, and stay so', async ({ start }) => {
  const { folder, logs } = trailIn(9);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  const heads = page
    .getByRole('navigation', { name: 'Fields and their values' })
    .getByRole('heading', { level: 3 });
  await expect(heads.first()).toHaveText(/^Event/);
  await page.getByRole('button', { name: 'Choose fields and their order' }).click();
  await page.getByRole('checkbox', { name: 'Actor' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(heads.first()).toHaveText(/^Actor/);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('checkbox', { name: 'Event', exact: true })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(heads.filter({ hasText: /^Event\d/ })).toHaveCount(0);
  await page.reload();
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  await expect(heads.first()).toHaveText(/^Actor/);
  await expect(heads.filter({ hasText: /^Event\d/ })).toHaveCount(0);
});

test('the filter completes fields and then the values that the case has', async ({ start }) => {
  const { folder, logs } = trailIn(9);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  await filter(page).pressSequentially('acto');
  await page.getByRole('option', { name: /^actor/ }).click();
  await expect(page.getByRole('option', { name: /alice/ })).toBeVisible();
  await filter(page).press('ArrowDown');
  await filter(page).press('Enter');
  await filter(page).press('Enter');
  await expect(filter(page)).toHaveValue('actor:alice');
  await expect(counted(page, '7 of 9')).toBeVisible();
});

test('the record of an event is shown as it was written, by keyboard alone', async ({ start }) => {
  const { folder, logs } = trailIn(5);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByText('file-3')).toBeVisible();
  await expect(page.getByText('example-bucket').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Provenance' }).click();
  await expect(page.getByText('a.json.gz').first()).toBeVisible();
  await grid(page).focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tab', { name: 'Provenance' })).toBeHidden();
});

test('an event of a case that was never checked says so, and leads to where it can be', async ({ start }) => {
  const { folder, logs } = trailIn(4);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  await rowsOf(page).click();
  await page.getByRole('tab', { name: 'Provenance' }).click();
  await expect(page.getByText('Not checked yet')).toBeVisible();
  await page.getByRole('button', { name: 'Check the case' }).click();
  await expect(page).toHaveURL(/#\/proof/);
});

test('P3: log content is never markup, and what it hides is shown', async ({ start }) => {
  const hostile = record(99, {
    userAgent: '<img src=x onerror="document.title=1">',
    eventName: 'Evil\u202eName<b>',
  });
  const { folder, logs } = trailIn(2, [hostile]);
  const { page } = await start({ folder, paths: [logs] });
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await expect(grid(page).getByText('Evil‹U+202E›Name<b>')).toBeVisible({ timeout: 30_000 });
  await grid(page).getByText('Evil‹U+202E›Name<b>').click();
  await expect(page.getByText('<img src=x').first()).toBeVisible();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.title()).not.toBe('1');
  expect(faults).toEqual([]);
});

test('the ledger names the file that could not be read, with the reason', async ({ start }) => {
  const { folder, logs } = trailIn(3);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('2');
  await expect(page.getByText('broken.json.gz')).toBeVisible();
  await expect(page.getByText(/JSON/).first()).toBeVisible();
});

test('an empty result says what each condition excludes, also when two of them exclude everything', async ({
  start,
}) => {
  const { folder, logs } = trailIn(6);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  await ask(page, 'name:PutObject actor:nobody region:nowhere');
  await expect(page.getByText('No event meets this filter')).toBeVisible();
  const row = (condition: string) => page.getByRole('row').filter({ hasText: condition });
  await expect(row('name:PutObject')).toContainText('4 events');
  await expect(row('actor:nobody')).toContainText('no event');
  await expect(row('region:nowhere')).toContainText('no event');
  await page.getByRole('button', { name: 'Take away actor:nobody' }).click();
  await page.getByRole('button', { name: 'Take away region:nowhere' }).click();
  await expect(counted(page, '4 of 6')).toBeVisible();
});

test('what is looked at survives a reload of the window', async ({ start }) => {
  const { folder, logs } = trailIn(8);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  await ask(page, 'name:GetObject');
  await expect(counted(page, '3 of 8')).toBeVisible();
  await page.reload();
  await expect(filter(page)).toHaveValue('name:GetObject', { timeout: 30_000 });
  await expect(counted(page, '3 of 8')).toBeVisible();
});

test('the filtered events are exported to CSV, exactly and with a guard', async ({ start }) => {
  const { folder, logs } = trailIn(6, [record(50, { eventName: 'PutObject', userAgent: '=cmd()' })]);
  const { page, chooseSave } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  await ask(page, 'name:PutObject');
  await expect(counted(page, '5 of 7')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Export/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Export events as CSV' });
  await chooseSave(path.join(folder, 'out.csv'), () =>
    dialog.getByRole('button', { name: /Choose where/ }).click(),
  );
  const target = path.join(folder, 'out.csv');
  await expect.poll(() => existsSync(target), { timeout: 20_000 }).toBe(true);
  const lines = readFileSync(target, 'utf8').trimEnd().split('\r\n');
  expect(lines).toHaveLength(6);
  expect(lines.slice(1).every((line) => line.includes('PutObject'))).toBe(true);
});

test('a pattern of CloudWatch Logs is read where it is pasted, and says what its != leaves out', async ({
  start,
}) => {
  const { folder, logs } = trailIn(30);
  const { page } = await start({ folder, paths: [logs] });
  await expect(rowsOf(page)).toBeVisible({ timeout: 30_000 });
  await ask(page, '{ $.eventName = "GetObject" && $.errorCode != "AccessDenied" }');
  await expect(counted(page, '0 of 30')).toBeVisible();
  await expect(page.getByText('30 events without $.errorCode')).toBeVisible();
  await ask(page, '{ $.eventName = "GetObject" }');
  await expect(counted(page, '10 of 30')).toBeVisible();
  await ask(page, '{ $.eventName == "GetObject" }');
  await expect(filter(page)).toHaveAttribute('aria-invalid', 'true');
});
