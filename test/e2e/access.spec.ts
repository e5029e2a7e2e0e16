import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { accessibleTrees } from './access-trees.ts';
import { expect, type Start, type Started, test } from './host.ts';
import { writeSignedTrail } from './signed-trail.ts';
import { writeTrail } from './trail.ts';

test.beforeEach(({ browserName: _ }, info) => {
  test.skip(
    info.project.name === 'electron',
    'The page is the same; the desktop’s own is in desktop.spec.ts and windows.spec.ts.',
  );
});

const freshFolder = (): string => mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'access-'));
const events = (page: Page) => page.getByRole('grid', { name: 'Events' });
const firstEvent = (page: Page) => events(page).getByRole('gridcell').first();
const filter = (page: Page) => page.getByRole('combobox', { name: 'Filter events' });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

/** Chooses a command in the palette, as its title begins. */
async function run(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('What do you want to do?')).toBeFocused();
  await page.keyboard.type(title);
  await expect(page.getByRole('option', { name: title }).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
}

/** A case of a signed trail that was checked, with a file in it that is broken. */
async function openChecked(start: Start): Promise<Started> {
  const folder = freshFolder();
  const { logs } = writeSignedTrail(folder);
  writeFileSync(path.join(logs, 'broken.json'), '{"Records":[{"eventName":}]}');
  const started = await start({ folder, paths: [logs] });
  const { page } = started;
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  await run(page, 'Check integrity');
  await dialog(page, 'Check integrity').getByRole('button', { name: 'Check', exact: true }).press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('4');
  await expect(page.getByRole('heading', { name: 'Proof and coverage tampered' })).toBeVisible({
    timeout: 30_000,
  });
  return started;
}

interface Screen {
  readonly name: string;
  /** Brings it into sight by the keyboard, from the page before. */
  readonly show: (page: Page) => Promise<void>;
}

/** A dialog that a command opens, and that shows something to read. */
const byCommand = (command: string, title: string, content: (shown: Locator) => Locator): Screen => ({
  name: title,
  async show(page) {
    await run(page, command);
    await expect(content(dialog(page, title)).first()).toBeVisible();
  },
});
const byKey = (key: string, name: string, content: (page: Page) => Locator): Screen => ({
  name,
  async show(page) {
    await page.keyboard.press(key);
    await expect(content(page).first()).toBeVisible();
  },
});

/** Every screen, in an order in which each can be reached from the one before. */
const screens: readonly Screen[] = [
  byKey('4', 'proof', (page) => page.getByRole('grid', { name: /^Evidence by account/ })),
  byKey('2', 'ledger', (page) => page.getByRole('grid', { name: 'Files' }).getByRole('gridcell')),
  byKey('5', 'findings', (page) => page.getByRole('heading', { name: 'What deserves a look' })),
  byKey('3', 'sources', (page) => page.getByRole('heading', { name: 'Sources and trails' })),
  byKey('1', 'review desk', firstEvent),
  {
    name: 'event',
    async show(page) {
      await events(page).focus();
      await page.keyboard.press('ArrowDown');
      await expect(page.getByRole('tab', { name: 'Provenance' })).toBeVisible();
    },
  },
  {
    name: 'event’s provenance',
    async show(page) {
      await page.getByRole('tab', { name: 'Record' }).focus();
      await page.keyboard.press('ArrowRight');
      await expect(page.getByRole('tab', { name: 'Provenance', selected: true })).toBeVisible();
    },
  },
  byKey('Control+k', 'palette', (page) => page.getByRole('option')),
  byKey('?', 'help with keys', (page) => dialog(page, 'Help').getByText('Find a command')),
  {
    name: 'help with the filter',
    async show(page) {
      await run(page, 'Keyboard shortcuts');
      await dialog(page, 'Help').getByRole('tab', { name: 'Keyboard' }).focus();
      await page.keyboard.press('ArrowRight');
      await expect(dialog(page, 'Help').getByText('name:PutObject').first()).toBeVisible();
    },
  },
  byCommand('Export events', 'Export events as CSV', (shown) => shown.getByText('will be written')),
  byCommand('Check integrity', 'Check integrity', (shown) => shown.getByText('The whole case')),
  byCommand('Run rules', 'Run rules', (shown) => shown.getByRole('button')),
  byCommand('Write a report', 'Report of the last check', (shown) => shown.getByText('HTML')),
  byCommand('Write a bundle', 'Bundle of the files', (shown) => shown.getByText('Only these files')),
  byCommand('Show the custody', 'Custody', (shown) => shown.getByRole('row')),
  byCommand('Sync a trail', 'Sync a trail from S3', (shown) => shown.getByText('Sign in')),
  byCommand('Make a support', 'Support bundle', (shown) => shown.getByText('about.json')),
  {
    name: 'start page',
    async show(page) {
      await run(page, 'Close the case');
      await expect(page.getByRole('button', { name: /sample case/i })).toBeVisible();
    },
  },
];

/** Shows every screen in turn, and takes what lies over the page away again. */
async function walk(page: Page, look: (screen: string) => Promise<void>): Promise<void> {
  for (const { name, show } of screens) {
    await test.step(name, async () => {
      await show(page);
      await look(name);
    });
    if ((await page.getByRole('dialog').count()) > 0) {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  }
}

/** Legacy mode: the other one opens a second page. What is well is not told of: that takes most of the time. */
const axeOf = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });

/** What WCAG 2.2 AA asks; the dark theme differs by its colours alone. */
const themes = [
  {
    colorScheme: 'light',
    rules: (axe: AxeBuilder) => axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']),
  },
  { colorScheme: 'dark', rules: (axe: AxeBuilder) => axe.withRules(['color-contrast']) },
] as const;

test('every screen is accessible in both themes, and says what it has to those who do not see it', async ({
  start,
}) => {
  test.setTimeout(180_000);
  const { page } = await openChecked(start);
  const found: string[] = [];
  const told: string[] = [];
  await walk(page, async (screen) => {
    const tree = accessibleTrees.get(screen);
    if (tree !== undefined) {
      told.push(screen);
      await expect.soft(page.locator('body')).toMatchAriaSnapshot(tree);
    }
    for (const { colorScheme, rules } of themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      const { violations } = await rules(axeOf(page)).analyze();
      for (const { id, nodes } of violations)
        found.push(`${screen}, ${colorScheme}: ${id} at ${nodes.map(({ html }) => html).join(', ')}`);
    }
  });
  expect(found).toEqual([]);
  expect(told).toHaveLength(accessibleTrees.size);
});

/** What is cut off at the window's sides and cannot be scrolled to, as far as it holds text or can be used. */
function clippedIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth + 1;
    const isReached = (element: Element): boolean => {
      const { left, right, width, height } = element.getBoundingClientRect();
      if (width < 2 || height < 2 || (left >= -1 && right <= edge)) return true;
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        // What scrolls brings it into sight, if it lies in the window itself.
        if (['auto', 'scroll'].includes(getComputedStyle(around).overflowX)) return isReached(around);
      }
      return false;
    };
    const isSubject = (element: Element): boolean =>
      element.matches('a, button, input, select, textarea, [tabindex]') ||
      [...element.childNodes].some(
        ({ nodeType, textContent }) => nodeType === 3 && textContent?.trim() !== '',
      );
    const clipped = [...document.body.querySelectorAll('*')].filter(
      (element) => isSubject(element) && !isReached(element),
    );
    return clipped.map((element) => `${element.tagName} ${element.textContent?.slice(0, 40) ?? ''}`);
  });
}

test('with text at 200 % nothing is cut off at the sides, and the filter stays wide enough to write in', async ({
  start,
}) => {
  const { page } = await openChecked(start);
  // What a window of 1280 by 800 has left at that size, in the page's own units.
  await page.setViewportSize({ width: 640, height: 400 });
  const found: string[] = [];
  await walk(page, async (screen) => {
    for (const clipped of await clippedIn(page)) found.push(`${screen}: ${clipped}`);
    if (screen !== 'event') return;
    expect((await filter(page).boundingBox())?.width).toBeGreaterThan(300);
    expect((await firstEvent(page).boundingBox())?.width).toBeGreaterThan(100);
  });
  expect(found).toEqual([]);
});

/** Goes on by Tab until something has the focus; fails where it is not reached. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(wanted).toBeFocused();
}

test('a case is opened, filtered, looked into and exported by the keyboard alone', async ({ start }) => {
  const folder = freshFolder();
  const { page } = await start({ folder, paths: [writeTrail(folder, 12)] });
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  await run(page, 'Close the case');
  await expect(page.getByRole('button', { name: /sample case/i })).toBeVisible();

  await page.keyboard.press('Control+o');
  for (const name of [path.basename(folder), /^data/, /^cases/, '.spoor']) await enter(page, name);
  await expect(firstEvent(page)).toBeVisible();

  await page.keyboard.press('/');
  await expect(filter(page)).toBeFocused();
  await page.keyboard.type('name:GetObject');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /^4 of 12$/ })).toBeVisible();

  await tabTo(page, events(page));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByText('file-3')).toBeVisible();
  await tabTo(page, page.getByRole('tab', { name: 'Record' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('a.json.gz').first()).toBeVisible();

  await page.keyboard.press('Control+e');
  await tabTo(page, dialog(page, 'Export events as CSV').getByRole('button', { name: /Choose where/ }));
  await page.keyboard.press('Enter');
  await enter(page, path.basename(folder));
  await tabTo(page, page.getByRole('textbox', { name: 'Name' }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('by-keyboard');
  await page.keyboard.press('Enter');
  const target = path.join(folder, 'by-keyboard.csv');
  await expect.poll(() => existsSync(target)).toBe(true);
  expect(readFileSync(target, 'utf8').trimEnd().split('\r\n')).toHaveLength(5);

  // What had the focus before the dialogs has it again.
  await expect(page.getByRole('tab', { name: 'Provenance' })).toBeFocused();
});

/** Walks the list of files by the arrow keys to a name, and opens it. */
async function enter(page: Page, name: string | RegExp): Promise<void> {
  const files = page.getByRole('listbox', { name: 'Files and folders' });
  const wanted = files.getByRole('option').filter({ hasText: name });
  await expect(wanted).toHaveCount(1);
  await tabTo(page, files);
  const at = await wanted.evaluate((option) => [...(option.parentElement?.children ?? [])].indexOf(option));
  for (let moved = 0; moved < at; moved += 1) await page.keyboard.press('ArrowDown');
  await expect(files).toHaveAttribute('aria-activedescendant', (await wanted.getAttribute('id')) ?? '');
  await page.keyboard.press('Enter');
}
