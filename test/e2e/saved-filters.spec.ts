import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, type Started, test } from './host.ts';
import { record, writeTrail } from './trail.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Events' });
const bar = (page: Page) => page.getByRole('combobox', { name: 'Filter events' });
const menu = (page: Page) => page.getByRole('dialog', { name: 'Saved filters' });
const counted = (page: Page, text: string) =>
  page.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) });

function trailIn(): { folder: string; logs: string } {
  const folder = mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'saved-'));
  const root = { type: 'Root', accountId: '111122223333', arn: 'arn:aws:iam::111122223333:root' };
  const extra = [record(100, { userIdentity: root, eventName: 'GetObject' })];
  return { folder, logs: writeTrail(folder, 30, extra) };
}

async function ask(page: Page, text: string): Promise<void> {
  await bar(page).fill(text);
  await bar(page).press('Enter');
  // Once for the list of completions, if there is one, and once to leave the field.
  await bar(page).press('Escape');
  await grid(page).focus();
}

/** Saves the filter that is asked for now. */
async function save(page: Page, name: string, key: string | null): Promise<void> {
  await page.keyboard.press('g');
  await menu(page).getByRole('button', { name: 'Save the present filter…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save a filter' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  if (key !== null) await dialog.getByRole('radio', { name: key, exact: true }).click();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Does `open`, which asks for a file, and chooses it. */
async function chooseFile(
  { page, electron }: Started,
  file: string,
  open: () => Promise<void>,
): Promise<void> {
  if (electron !== null)
    await electron.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
    }, file);
  await open();
  if (electron !== null) return;
  const files = page.getByRole('dialog', { name: 'Import filters' }).last();
  await files
    .getByRole('option')
    .filter({ hasText: path.basename(path.dirname(file)) })
    .click();
  await files
    .getByRole('option')
    .filter({ hasText: path.basename(file) })
    .click();
  await files.getByRole('button', { name: 'Import', exact: true }).click();
}

test('filters are saved, applied by key, click and command, joined, changed, deleted and brought back', async ({
  start,
}) => {
  const { folder, logs } = trailIn();
  const { page } = await start({ folder, paths: [logs] });
  await expect(grid(page).getByRole('gridcell').first()).toBeVisible({ timeout: 30_000 });

  await ask(page, 'name:GetObject');
  await expect(counted(page, '11 of 31')).toBeVisible();
  await save(page, 'Objects read', '3');

  // By its key; then another is joined to it, by Shift and a click.
  await ask(page, 'user:bob');
  await expect(counted(page, '6 of 31')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('3');
  await expect(bar(page)).toHaveValue('name:GetObject');
  await expect(menu(page)).toBeHidden();
  await page.keyboard.press('g');
  await menu(page)
    .getByRole('button', { name: /^Root use/ })
    .click({ modifiers: ['Shift'] });
  await expect(bar(page)).toHaveValue(/^name:GetObject identitytype:Root /);
  await expect(counted(page, '1 of 31')).toBeVisible();

  // By the palette, from another page.
  await page.keyboard.press('2');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder('What do you want to do?').fill('filter objects');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toHaveValue('name:GetObject');

  // Changed; a malformed filter cannot be saved.
  await grid(page).focus();
  await page.keyboard.press('g');
  await page.keyboard.type('objects r');
  await page.keyboard.press('ArrowDown');
  await menu(page).getByRole('button', { name: 'Change…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change a saved filter' });
  await dialog.getByRole('textbox', { name: 'Filter' }).fill('nmae:GetObject');
  await expect(dialog).toContainText('There is no field named nmae');
  await expect(dialog.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Filter' }).fill('name:PutObject');
  await dialog.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(dialog).toBeHidden();
  await grid(page).focus();
  await page.keyboard.press('g');
  await page.keyboard.press('3');
  await expect(counted(page, '20 of 31')).toBeVisible();

  // Deleted, and brought back with its key.
  await grid(page).focus();
  await page.keyboard.press('g');
  const row = menu(page).getByRole('listitem').filter({ hasText: 'Objects read' });
  await row.hover();
  await row.getByRole('button', { name: 'Delete' }).click();
  await expect(row).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.keyboard.press('Escape');
  await ask(page, '');
  await page.keyboard.press('g');
  await expect(row).toContainText('G 3');
});

test('filters go from one person to another by a file, and what cannot be read is listed', async ({
  start,
}) => {
  const { folder, logs } = trailIn();
  const started = await start({ folder, paths: [logs] });
  const { page, chooseSave } = started;
  await expect(grid(page).getByRole('gridcell').first()).toBeVisible({ timeout: 30_000 });
  await ask(page, 'name:GetObject');
  await save(page, 'Objects read', null);

  await grid(page).focus();
  await page.keyboard.press('g');
  const written = path.join(folder, 'mine.json');
  await chooseSave(written, () => menu(page).getByRole('button', { name: 'Export…' }).click());
  await expect.poll(() => existsSync(written), { timeout: 20_000 }).toBe(true);
  const content: unknown = JSON.parse(readFileSync(written, 'utf8'));
  expect(content).toMatchObject({ filters: [{ name: 'Objects read', filter: 'name:GetObject' }] });

  const other = path.join(folder, 'theirs.json');
  const filters = [
    { name: 'Objects read', filter: 'name:HeadObject' },
    { name: 'Broken', filter: 'nmae:x' },
  ];
  writeFileSync(other, JSON.stringify({ kind: 'spoor-filters', version: 1, filters }));
  await grid(page).focus();
  await page.keyboard.press('g');
  await menu(page).getByRole('button', { name: 'Import…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import filters' }).first();
  await chooseFile(started, other, () => dialog.getByRole('button', { name: 'Choose a file…' }).click());
  await expect(dialog).toContainText('1 filter added');
  await expect(dialog).toContainText('it is kept as “Objects read (2)”');
  await expect(dialog).toContainText('Broken was left out');
});

test('paths and their values are completed from the records', async ({ start }) => {
  const { folder, logs } = trailIn();
  const { page } = await start({ folder, paths: [logs] });
  await expect(grid(page).getByRole('gridcell').first()).toBeVisible({ timeout: 30_000 });
  await bar(page).pressSequentially('requestParameters.b');
  await expect(page.getByRole('option', { name: /^requestParameters\.bucketName/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toHaveValue('requestParameters.bucketName:');
  await expect(page.getByRole('option', { name: /^example-bucket/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toHaveValue('requestParameters.bucketName:example-bucket ');
  await page.keyboard.press('Enter');
  await expect(counted(page, '31 of 31')).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`the saved filters are accessible in the ${theme} theme`, async ({ start }) => {
    const { folder, logs } = trailIn();
    const { page } = await start({ folder, paths: [logs] });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await expect(grid(page).getByRole('gridcell').first()).toBeVisible({ timeout: 30_000 });
    const check = async (screen: string): Promise<void> => {
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(
        violations.map(({ id, nodes }) => `${screen}: ${id} at ${nodes.map(({ html }) => html).join(', ')}`),
      ).toEqual([]);
    };
    await ask(page, 'name:GetObject');
    await save(page, 'Objects read', '3');
    await grid(page).focus();
    await page.keyboard.press('g');
    await page.keyboard.press('ArrowDown');
    await check('menu');
    await menu(page).getByRole('button', { name: 'Change…' }).click();
    await check('dialog');
    await page.keyboard.press('Escape');
    await grid(page).focus();
    await page.keyboard.press('?');
    await page.getByRole('tab', { name: 'Filter language' }).click();
    await check('help');
  });
}
