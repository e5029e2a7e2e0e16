import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, type Start, type Started, test } from './host.ts';
import { stopLogging, writeSuspectTrail } from './suspect-trail.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Events' });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
const findings = (page: Page) => page.getByRole('list', { name: 'Findings', exact: true });
const finding = (page: Page, ...texts: readonly string[]): Locator =>
  texts.reduce((rows, hasText) => rows.filter({ hasText }), findings(page).getByRole('button'));
const panel = (page: Page) => page.getByRole('complementary', { name: 'The chosen finding' });
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const counted = (page: Page, text: string) =>
  page.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) });

/** A case of 36 events on the page of findings. */
async function openCase(start: Start): Promise<Started> {
  const { folder, logs } = writeSuspectTrail();
  const started = await start({ folder, paths: [logs] });
  await expect(grid(started.page).getByRole('gridcell').first()).toBeVisible({ timeout: 30_000 });
  await started.page.keyboard.press('5');
  return started;
}

/** Runs the rules of the CIS benchmark and those of the folder. */
async function runRules({ page, electron, folder }: Started): Promise<void> {
  const rules = path.join(folder, 'rules');
  if (electron !== null)
    await electron.evaluate(({ dialog: native }, filePath) => {
      native.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
    }, rules);
  await page.getByRole('button', { name: 'Run rules…' }).first().click();
  await dialog(page, 'Run rules').getByRole('button', { name: 'Choose a folder…' }).click();
  if (electron === null) {
    const files = dialog(page, 'Choose a folder of Sigma rules');
    for (const name of [path.basename(folder), 'rules'])
      await files.getByRole('option').filter({ hasText: name }).click();
    await files.getByRole('button', { name: 'Choose this folder' }).click();
  }
  await expect(dialog(page, 'Run rules')).toContainText('rules');
  await dialog(page, 'Run rules').getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('5 findings of 17 rules: 1 critical, 2 high, 1 medium, 1 low.')).toBeVisible();
}

test('rules find events by rule and actor, a person judges them, and an import is looked at by itself', async ({
  start,
}) => {
  const started = await openCase(start);
  const { page, folder, drop } = started;
  await expect(page.getByRole('heading', { name: 'No rules have been run yet' })).toBeVisible();
  await runRules(started);
  await expect(findings(page).getByRole('button')).toHaveCount(5);
  await expect(finding(page, 'Calls that were refused', 'alice')).toContainText('3\u00a0events');

  // What it is, and its events: exactly those that were counted.
  await finding(page, 'Objects read by bob', 'bob').click();
  await expect(panel(page)).toContainText('A planned change');
  await panel(page)
    .getByRole('button', { name: /^Show the 2.events$/ })
    .click();
  await expect(counted(page, '2 of 36')).toBeVisible();
  await page.keyboard.press('5');

  await finding(page, 'Logging stopped').click();
  await panel(page).getByRole('textbox', { name: 'Note' }).fill('Nobody had asked for it.');
  // By the keyboard: a toast about the run may still lie over it.
  await panel(page).getByRole('radio', { name: 'True' }).press('Space');
  await expect(finding(page, 'Logging stopped')).toHaveCount(0);
  await page.getByRole('radio', { name: 'True' }).first().check({ force: true });
  await finding(page, 'Logging stopped', 'true').click();
  await expect(panel(page).getByRole('textbox', { name: 'Note' })).toHaveValue('Nobody had asked for it.');

  await page.getByRole('radio', { name: 'Open' }).first().check({ force: true });
  await finding(page, 'Calls that were refused').click();
  await panel(page).getByRole('button', { name: 'Suppress…' }).press('Enter');
  const suppress = dialog(page, 'Suppress');
  await expect(suppress.getByRole('button', { name: 'Suppress', exact: true })).toBeDisabled();
  await suppress.getByRole('textbox', { name: 'Reason' }).fill('A scanner of our own.');
  await suppress.getByRole('button', { name: 'Suppress', exact: true }).click();
  await expect(finding(page, 'Calls that were refused')).toHaveCount(0);
  await page.getByRole('radio', { name: 'Suppressed' }).check({ force: true });
  await finding(page, 'Calls that were refused', 'suppressed').click();
  await expect(panel(page)).toContainText('Suppressed: A scanner of our own.');
  await panel(page).getByRole('button', { name: 'Show it again' }).press('Enter');
  await expect(panel(page).getByRole('button', { name: 'Suppress…' })).toBeVisible();
  await expect(page.getByText('No finding is like that.')).toBeVisible();

  // Nobody runs them again: what a later import brings is looked at.
  const more = path.join(folder, 'more');
  mkdirSync(more);
  const content = JSON.stringify({ Records: [stopLogging(200, 'alice')] });
  writeFileSync(path.join(more, 'b.json.gz'), gzipSync(content));
  await drop([more]);
  await expect(counted(page, '2 of 37')).toBeVisible({ timeout: 30_000 });
  await grid(page).focus();
  await page.keyboard.press('5');
  // Back on the page, it is as it was left.
  await expect(page.getByRole('radio', { name: 'Suppressed' })).toBeChecked();
  await page.getByRole('radio', { name: 'Open' }).first().check({ force: true });
  await expect(finding(page, 'Logging stopped', 'alice')).toContainText('1\u00a0event');

  // Nothing that was loaded is left out in silence.
  await page.getByRole('button', { name: 'Rules', exact: true }).click();
  const rules = dialog(page, 'Rules');
  await rules.getByRole('radio', { name: 'Not usable (1)' }).check({ force: true });
  await expect(rules).toContainText('The modifier “frobnicate” of “eventName|frobnicate” is not supported.');
  await rules.getByRole('radio', { name: 'For other logs (1)' }).check({ force: true });
  await expect(rules.getByRole('listitem').filter({ hasText: 'windows/process_creation' })).toContainText(
    '1\u00a0rule',
  );
});

test('what is rare, what changed and when alarms would have rung lead to their events', async ({ start }) => {
  const { page } = await openCase(start);
  const back = async (name: string): Promise<void> => {
    await grid(page).focus();
    await page.keyboard.press('5');
    await tab(page, name).click();
  };

  await tab(page, 'New and rare').click();
  const rare = page.getByRole('region', { name: 'First seen and rare' });
  const users = rare.getByRole('row').filter({ hasText: 'ListUsers' }).first();
  await expect(users.getByRole('cell', { name: '2', exact: true })).toBeVisible();
  await users.getByRole('button', { name: 'ListUsers' }).click();
  await expect(counted(page, '2 of 36')).toBeVisible();

  // The filter of the desk holds here as well, and is told.
  await back('New and rare');
  await expect(rare).toContainText('among the events of the present filter');
  await expect(rare).toContainText('These are the values of all events, from before the filter was set.');
  await expect(users).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(counted(page, '36 of 36')).toBeVisible();

  await back('Two periods');
  const periods = page.getByRole('region', { name: 'Compare two periods' });
  await periods.getByRole('textbox', { name: 'Before (UTC)' }).fill('2026-03-01T00');
  await periods.getByRole('textbox', { name: 'After (UTC)' }).fill('2026-03-01T01');
  await periods.getByRole('button', { name: 'Compare' }).click();
  await expect(
    periods.getByRole('status').filter({ hasText: /^30.events before, 6.events after/ }),
  ).toBeVisible();
  const gone = periods.getByRole('row').filter({ hasText: 'PutObject' });
  await expect(gone).toContainText('Gone');
  await expect(gone.getByRole('cell', { name: '20', exact: true }).first()).toBeVisible();
  await gone.getByRole('button', { name: 'PutObject' }).click();
  await expect(counted(page, '20 of 36')).toBeVisible();

  await back('Alarms');
  const alarms = page.getByRole('region', { name: 'Alarms' });
  await alarms.getByRole('combobox', { name: /^Metric filter/ }).selectOption('CIS 4.3');
  await alarms.getByRole('button', { name: 'When would it have rung?' }).click();
  await expect(alarms.getByRole('status')).toContainText(/It would have rung 2.times\. 2.events match\./);
  await expect(alarms.getByRole('row')).toHaveCount(3);
  await alarms.getByRole('radio', { name: 'A pattern' }).check({ force: true });
  await alarms
    .getByRole('textbox', { name: 'Filter pattern' })
    .fill('{ $.errorCode = "AccessDenied" && $.eventName = "GetBucketAcl" }');
  await alarms.getByRole('textbox', { name: 'Events, at least' }).fill('4');
  await alarms.getByRole('button', { name: 'When would it have rung?' }).click();
  await expect(alarms.getByRole('status')).toContainText(/It would never have rung\. 3.events match\./);
  await alarms.getByRole('button', { name: /^Show the 3.events$/ }).click();
  await expect(counted(page, '3 of 36')).toBeVisible();
});

/** Goes on by Tab until something has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let pressed = 0; pressed < 40; pressed += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(wanted).toBeFocused();
}

test('rules are run, a finding is judged and its events are shown by the keyboard alone', async ({
  start,
}, info) => {
  test.skip(info.project.name === 'electron', 'The page is the same.');
  const { page } = await openCase(start);
  const run = page.getByRole('main').getByRole('button', { name: 'Run rules…' }).last();
  await expect(run).toBeEnabled();
  await tabTo(page, run);
  await page.keyboard.press('Enter');
  await expect(dialog(page, 'Run rules').getByRole('button', { name: 'Run', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(findings(page).getByRole('button')).toHaveCount(3);

  const first = findings(page).getByRole('button').first();
  await tabTo(page, first);
  await page.keyboard.press('End');
  await expect(finding(page, 'Calls that were refused')).toBeFocused();
  await page.keyboard.press('Enter');
  // The panel is the next stop, however long the list.
  await page.keyboard.press('Tab');
  await expect(panel(page).getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toHaveCount(0);
  await expect(finding(page, 'Calls that were refused')).toBeFocused();

  await page.keyboard.press('Enter');
  await tabTo(page, panel(page).getByRole('radio', { name: 'Open' }));
  await page.keyboard.press('ArrowRight');
  await expect(panel(page).getByRole('radio', { name: 'True' })).toBeChecked();
  await tabTo(page, panel(page).getByRole('textbox', { name: 'Note' }));
  await page.keyboard.type('Seen before.');
  await page.keyboard.press('Tab');
  await expect(panel(page).getByRole('button', { name: 'Suppress…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog(page, 'Suppress').getByRole('textbox', { name: 'Reason' })).toBeFocused();
  await page.keyboard.type('Known.');
  await tabTo(page, dialog(page, 'Suppress').getByRole('button', { name: 'Suppress', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Findings', exact: true })).toBeFocused();

  await tabTo(page, findings(page).locator('[tabindex="0"]'));
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await tabTo(page, panel(page).getByRole('button', { name: /^Show the/ }));
  await page.keyboard.press('Enter');
  await expect(counted(page, '[12] of 36')).toBeVisible();
});

test('every part of it is accessible in both themes', async ({ start }, info) => {
  test.skip(info.project.name === 'electron', 'The page is the same.');
  const started = await openCase(start);
  const { page } = started;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const found: string[] = [];
  const check = (screen: string): Promise<void> =>
    test.step(screen, async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        // Axe must not look while one theme gives way to the other.
        await page.evaluate(
          () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
        );
        const axe = new AxeBuilder({ page }).setLegacyMode(true);
        const { violations } = await (colorScheme === 'light'
          ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
          : axe.withRules(['color-contrast'])
        ).analyze();
        for (const { id, nodes } of violations)
          found.push(
            `${screen}, ${colorScheme}: ${id} at ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(', ')}`,
          );
      }
    });
  await check('no rules yet');
  await runRules(started);
  await finding(page, 'Logging stopped').click();
  await expect(panel(page)).toBeVisible();
  await check('findings, with one chosen');
  await panel(page).getByRole('button', { name: 'Suppress…' }).press('Enter');
  await check('suppress');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Rules', exact: true }).click();
  await dialog(page, 'Rules').getByRole('radio', { name: 'Not usable (1)' }).check({ force: true });
  await check('rules');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Run rules…' }).click();
  await check('run rules');
  await page.keyboard.press('Escape');
  await tab(page, 'New and rare').click();
  await expect(page.getByRole('row').filter({ hasText: 'ListUsers' }).first()).toBeVisible();
  await check('new and rare');
  await tab(page, 'Two periods').click();
  await page.getByRole('textbox', { name: 'Before (UTC)' }).fill('2026-03-01T00');
  await page.getByRole('textbox', { name: 'After (UTC)' }).fill('2026-03-01T01');
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'PutObject' })).toBeVisible();
  await check('two periods');
  await tab(page, 'Alarms').click();
  await page.getByRole('combobox', { name: /^Metric filter/ }).selectOption('CIS 4.3');
  await page.getByRole('button', { name: 'When would it have rung?' }).click();
  await expect(page.getByRole('button', { name: /^Show the 2/ })).toBeVisible();
  await check('alarms');
  expect(found).toEqual([]);
});
