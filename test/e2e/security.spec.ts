import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { contentSecurityPolicy } from '../../electron/assets/host-assets.ts';
import { expect, type Started, test } from './host.ts';
import { writeTrail } from './trail.ts';

// The rules of the security checklist that only a running Spoor can show; test/security has the others.

const freshFolder = (): string =>
  mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'security-'));
const firstEvent = (page: Page) => page.getByRole('grid', { name: 'Events' }).getByRole('gridcell').first();
const onlyDesktop = 'This is about the desktop’s own browser.';

function desktopOf({ electron }: Started): ElectronApplication {
  if (electron === null) throw new Error('This is no desktop.');
  return electron;
}

/** What Electron's log says so far. */
async function logOf(app: ElectronApplication): Promise<string> {
  const folder = await app.evaluate(({ app: electron }) => electron.getPath('logs'));
  return readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('');
}

/** From the events to a record, the files and what is proven, and again after a reload. */
async function use(page: Page): Promise<void> {
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  await firstEvent(page).click();
  await expect(page.getByText('eventVersion').first()).toBeVisible();
  for (const key of ['2', '3', '1']) {
    await page.keyboard.press('Escape');
    await page.keyboard.press(key);
  }
  await page.reload();
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
}

test('S1, P8: every request of a session goes to our own page, and none to a network', async ({
  start,
}, info) => {
  const folder = freshFolder();
  const networkLog = path.join(folder, 'network.json');
  const switches = info.project.name === 'electron' ? [`--log-net-log=${networkLog}`] : [];
  const { page, electron, stop } = await start({ folder, paths: [writeTrail(folder, 5), ...switches] });
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await electron?.evaluate(({ session }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { spoorSeen: seen });
    process
      .getBuiltinModule('node:diagnostics_channel')
      .subscribe('net.client.socket', () => seen.push('a connection that main began'));
    session.defaultSession.webRequest.onCompleted(({ url }) => seen.push(url));
    session.defaultSession.webRequest.onErrorOccurred(({ url }) => seen.push(url));
  });

  await use(page);

  const own = electron === null ? new URL(page.url()).origin : 'app://app';
  expect(requests.length).toBeGreaterThan(2);
  expect(requests.filter((url) => !url.startsWith(`${own}/`))).toEqual([]);
  if (electron === null) return;
  const seen = await electron.evaluate((): unknown => Reflect.get(globalThis, 'spoorSeen'));
  expect(seen).toContainEqual(expect.stringMatching(/^app:\/\/app\/(?:#|$)/));
  expect([seen].flat().filter((url) => !String(url).startsWith('app://app/'))).toEqual([]);
  // From its very start: nothing was asked that the lock of the session had to refuse.
  expect(await logOf(electron)).not.toContain('request.refused');
  await stop();
  // Chromium's own record of its network, of what it asks by itself too: no request to anywhere, no name looked up.
  const logged = readFileSync(networkLog, 'utf8');
  expect(logged).toContain('"logEventTypes"');
  expect(logged.match(/"(?:url|host|address|destination)":"(?!app:)[^"]*"/g) ?? []).toEqual([]);
});

test('S2, S3, S4, S11: the page has no Node, no bridge but ours, and its process is locked', async ({
  start,
}, info) => {
  test.skip(info.project.name !== 'electron', onlyDesktop);
  const started = await start();
  const { page } = started;
  await expect(page.getByRole('button', { name: /sample case/i })).toBeVisible();
  const app = desktopOf(started);
  expect(
    await page.evaluate(() => {
      const names = [
        'require',
        'process',
        'module',
        'exports',
        'Buffer',
        'global',
        '__dirname',
        'ipcRenderer',
      ];
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const inFrame = Reflect.get(frame.contentWindow ?? {}, 'spoor');
      frame.remove();
      return {
        node: names.filter((name) => Reflect.has(window, name)),
        bridge: Object.keys(Reflect.get(window, 'spoor')).sort(),
        inFrame: typeof inFrame,
        webview: document.createElement('webview').constructor.name,
      };
    }),
  ).toEqual({
    node: [],
    bridge: ['connect', 'grantDropped', 'onCommand', 'onOpen', 'runInWindow', 'showState'],
    inFrame: 'undefined',
    webview: 'HTMLElement',
  });
  const used = await app.evaluate(({ webContents }): unknown =>
    // Electron does not document it: the options that a page really has, defaults included.
    webContents
      .getAllWebContents()
      .map((contents) => Reflect.get(contents, 'getLastWebPreferences').call(contents)),
  );
  expect(used).toHaveLength(1);
  expect(used).toMatchObject([
    {
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webviewTag: false,
    },
  ]);
});

test('S4: the page’s process is in the sandbox of the system', async ({ start }, info) => {
  test.skip(info.project.name !== 'electron', onlyDesktop);
  test.skip(process.platform !== 'linux', 'Read from /proc.');
  test.skip(process.getuid?.() === 0, 'Root can start Chromium only without its sandbox.');
  const restricted = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  const isForbidden = existsSync(restricted) && readFileSync(restricted, 'utf8').trim() === '1';
  test.skip(isForbidden, 'This system lets only programs of its packages make a sandbox.');
  const app = desktopOf(await start({ isSandboxed: true }));
  const page = await app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId());
  // 2: the system's calls are filtered.
  expect(readFileSync(`/proc/${page}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
});

test('S5: the page is refused what it does not need, and may write to the clipboard', async ({
  start,
}, info) => {
  test.skip(info.project.name !== 'electron', onlyDesktop);
  const { page } = await start();
  await expect(page.getByRole('button', { name: /sample case/i })).toBeVisible();
  expect(
    await page.evaluate(async () => {
      // TypeScript does not know the clipboard's two names.
      const state = async (name: string): Promise<string> =>
        (await Reflect.apply(navigator.permissions.query, navigator.permissions, [{ name }])).state;
      return {
        notification: await Notification.requestPermission(),
        geolocation: await state('geolocation'),
        read: await state('clipboard-read'),
        write: await state('clipboard-write'),
      };
    }),
  ).toEqual({
    notification: 'denied',
    geolocation: 'denied',
    read: 'denied',
    write: 'granted',
  });
});

test('S7: the policy comes as a header, is never violated in use, and stops what is injected', async ({
  start,
}) => {
  const folder = freshFolder();
  const { page } = await start({ folder, paths: [writeTrail(folder, 5)] });
  await expect(firstEvent(page)).toBeVisible({ timeout: 30_000 });
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
      violations.push(violatedDirective),
    );
  });
  const violations = () => page.evaluate((): string[] => Reflect.get(window, 'violations'));
  const reloaded = await page.reload();
  expect(reloaded?.headers()['content-security-policy']).toBe(contentSecurityPolicy);
  await use(page);
  expect(await violations()).toEqual([]);

  const outcome = await page.evaluate(async () => {
    const script = document.createElement('script');
    try {
      script.append('window.injected = "script"');
    } catch {
      // Some versions refuse the text already here.
    }
    document.body.append(script);
    const asMarkup = (() => {
      try {
        document.createElement('div').innerHTML = '<b>';
        return 'taken';
      } catch (error) {
        return error instanceof Error ? error.name : '';
      }
    })();
    const asked = await fetch('https://x.invalid/').then(
      () => 'fetched',
      (error: unknown) => String(error),
    );
    return { asMarkup, asked, injected: typeof Reflect.get(window, 'injected') };
  });
  expect(outcome).toMatchObject({ asMarkup: 'TypeError', injected: 'undefined' });
  await expect.poll(violations).toContain('connect-src');
  expect(new Set(await violations())).toEqual(new Set(['require-trusted-types-for', 'connect-src']));
});

test('S13, S14: the window stays on our page, and is the only one', async ({ start }, info) => {
  test.skip(info.project.name !== 'electron', onlyDesktop);
  const started = await start();
  const { page } = started;
  const app = desktopOf(started);
  await expect(page.getByRole('button', { name: /sample case/i })).toBeVisible();
  const home = page.url();
  expect(await page.evaluate(() => window.open('app://app/'))).toBeNull();
  expect(await page.evaluate(() => window.open('https://x.invalid/'))).toBeNull();
  // A link to elsewhere, clicked with the middle button.
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://x.invalid/';
    link.textContent = 'elsewhere';
    link.style.setProperty('position', 'fixed');
    link.style.setProperty('inset', '0 auto auto 0');
    link.style.setProperty('z-index', '99');
    document.body.append(link);
  });
  await page.getByRole('link', { name: 'elsewhere' }).click({ button: 'middle' });
  await expect.poll(async () => (await logOf(app)).split('window-open.refused').length - 1).toBe(3);
  expect(app.windows()).toHaveLength(1);
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);

  // Chromium itself lets no page go to a file: or a data: address.
  const away = ['https://x.invalid/?next=app://app/', 'http://127.0.0.1:49999/', 'app://evil/'];
  for (const [at, url] of away.entries()) {
    await page.evaluate((to) => {
      window.location.href = to;
    }, url);
    await expect.poll(async () => (await logOf(app)).split('navigation.refused').length - 1).toBe(at + 1);
    expect(page.url()).toBe(home);
  }
});

test('P2: a file that a script made stands for nothing on the disk', async ({ start }, info) => {
  test.skip(info.project.name !== 'electron', onlyDesktop);
  const { page } = await start();
  await expect(page.getByRole('button', { name: /sample case/i })).toBeVisible();
  const granted = await page.evaluate((): unknown =>
    Reflect.get(window, 'spoor').grantDropped([new File(['x'], '/etc/passwd')]),
  );
  expect(granted).toEqual([]);
});

test('P6: the engine’s process sees the allowed part of the environment only', async ({ start }, info) => {
  test.skip(info.project.name !== 'electron', onlyDesktop);
  test.skip(process.platform !== 'linux', 'Read from /proc.');
  const app = desktopOf(await start());
  const engine = () =>
    app.evaluate(
      ({ app: electron }) =>
        electron.getAppMetrics().find(({ name }) => name === 'Spoor engine')?.pid ?? null,
    );
  await expect.poll(engine).not.toBeNull();
  const names = readFileSync(`/proc/${await engine()}/environ`, 'utf8')
    .split('\0')
    .map((line) => line.split('=')[0] ?? '');
  expect(names).toContain('HOME');
  // Main has these two: a test gives it its folder, and every process has a PATH.
  for (const name of ['SPOOR_DATA', 'PATH', 'NODE_OPTIONS']) expect(names).not.toContain(name);
});

test('P7: the token leaves the address bar, and is in no cookie', async ({ start }, info) => {
  test.skip(info.project.name === 'electron', 'There is no token where there is no host.');
  const { page } = await start();
  await expect(page.getByRole('button', { name: /sample case/i })).toBeVisible();
  const token = await page.evaluate(() => window.sessionStorage.getItem('spoor.token'));
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(page.url()).not.toContain('token');
  expect(await page.evaluate(() => ({ ...window.localStorage }))).not.toHaveProperty('spoor.token');
  expect(await page.context().cookies()).toEqual([]);
  await page.reload();
  await expect(page.getByRole('button', { name: /sample case/i })).toBeVisible();
  expect(page.url()).not.toContain('token');
});
