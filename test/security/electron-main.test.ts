import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { type Assets, contentSecurityPolicy } from '../../electron/assets/host-assets.ts';
import { engineEnvironment } from '../../electron/main/engine-environment.ts';
import { lockContents } from '../../electron/main/lock-contents.ts';
import { isLoadable, isPermitted, lockSession } from '../../electron/main/lock-session.ts';
import { openedPaths } from '../../electron/main/opened-paths.ts';
import { isOurPage } from '../../electron/main/our-page.ts';
import { answerPageRequest, pageSchemes } from '../../electron/main/page-protocol.ts';
import { pickDialog, withExtension } from '../../electron/main/pick-dialog.ts';
import { checkSender } from '../../electron/main/sender.ts';
import { windowOptions } from '../../electron/main/window-options.ts';
import { memoryLog } from '../contract/stub-handlers.ts';

const foreign = [
  'https://x.invalid/?next=app://app/',
  'https://app/',
  'http://127.0.0.1/',
  'app://app.evil.invalid/',
  'app://app@evil.invalid/',
  'app://user@app/',
  'app://app:80/',
  'app://evil/',
  'evil://app/',
  'app-evil://app/',
  'file:///etc/passwd',
  'data:text/html,app://app/',
  'javascript:alert(1)//app://app/',
  'blob:app://app/1',
  'about:blank',
  'null',
  '',
];

describe('security S2, S3, S4, S11, S12: the window', () => {
  it('has every option that matters written out', () => {
    expect(windowOptions('/p/preload.cjs', { devTools: false, isDark: true }).webPreferences).toEqual({
      preload: '/p/preload.cjs',
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
  });
});

describe('security S5: permissions', () => {
  const permissions = [
    'clipboard-read',
    'clipboard-sanitized-write',
    'display-capture',
    'fullscreen',
    'geolocation',
    'hid',
    'idle-detection',
    'media',
    'mediaKeySystem',
    'midi',
    'midiSysex',
    'notifications',
    'openExternal',
    'pointerLock',
    'serial',
    'storage-access',
    'top-level-storage-access',
    'usb',
    'window-management',
    'fileSystem',
    'keyboardLock',
    'speaker-selection',
    'unknown',
  ];

  it('only writing text to the clipboard is allowed, and only to our page', () => {
    expect(permissions.filter((permission) => isPermitted(permission, 'app://app/'))).toEqual([
      'clipboard-sanitized-write',
    ]);
    for (const url of foreign) expect(isPermitted('clipboard-sanitized-write', url)).toBe(false);
  });

  it('both handlers, devices, downloads and requests are locked', () => {
    const set: Record<string, (...args: never[]) => unknown> = {};
    const keep = (name: string) => (handler: (...args: never[]) => unknown) => {
      set[name] = handler;
    };
    const session = Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      setSpellCheckerEnabled: keep('spelling'),
      setSpellCheckerLanguages: keep('languages'),
      webRequest: { onBeforeRequest: keep('before') },
    });
    // A cast: the few members of a session that the lock uses.
    lockSession(session as unknown as Session, memoryLog());
    const ask = set.request as (
      contents: null,
      permission: string,
      answer: (ok: boolean) => void,
      details: object,
    ) => void;
    const answers: boolean[] = [];
    ask(null, 'geolocation', (ok) => answers.push(ok), { requestingUrl: 'app://app/' });
    ask(null, 'clipboard-sanitized-write', (ok) => answers.push(ok), { requestingUrl: 'app://app/' });
    expect(answers).toEqual([false, true]);
    expect((set.check as (...args: unknown[]) => unknown)(null, 'notifications', 'app://app', {})).toBe(
      false,
    );
    expect((set.device as () => unknown)()).toBe(false);
    let prevented = 0;
    session.emit('will-download', { preventDefault: () => (prevented += 1) });
    expect(prevented).toBe(1);
    const before = set.before as (details: object, answer: (given: object) => void) => void;
    const given: object[] = [];
    for (const url of ['https://x.invalid/', 'app://app/']) before({ url }, (one) => given.push(one));
    expect(given).toEqual([{ cancel: true }, { cancel: false }]);
  });

  it('S1, P8: nothing but our page is loaded', () => {
    expect(isLoadable('app://app/assets/page.js')).toBe(true);
    for (const url of [
      'https://example.com/',
      'http://127.0.0.1:1/',
      'ws://127.0.0.1/',
      'ftp://x.invalid/',
      'file:///etc/passwd',
      'app://evil/',
    ]) {
      expect(isLoadable(url)).toBe(false);
    }
  });
});

describe('security S13, S14: navigation', () => {
  it('only our own page is our page', () => {
    for (const url of ['app://app/', 'app://app/index.html', 'app://app/?q=1#/review'])
      expect(isOurPage(url)).toBe(true);
    for (const url of foreign) expect(`${url} ${isOurPage(url)}`).toBe(`${url} false`);
  });

  function locked() {
    let open: ((details: { url: string }) => unknown) | undefined;
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler(handler: (details: { url: string }) => unknown) {
        open = handler;
      },
    });
    // A cast: the two members of web contents that the lock uses.
    lockContents(contents as unknown as WebContents, memoryLog());
    return { contents, open: (url: string) => open?.({ url }) };
  }

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])(
    '%s away from our page is prevented',
    (event) => {
      const { contents } = locked();
      const isPrevented = (url: string): boolean => {
        let prevented = false;
        contents.emit(event, {
          url,
          preventDefault() {
            prevented = true;
          },
        });
        return prevented;
      };
      expect(foreign.filter((url) => !isPrevented(url))).toEqual([]);
      expect(isPrevented('app://app/')).toBe(false);
    },
  );

  it('no window is opened, not even on our page', () => {
    const { open } = locked();
    for (const url of [...foreign, 'app://app/']) expect(open(url)).toEqual({ action: 'deny' });
  });

  it('S11: a webview is never attached', () => {
    const { contents } = locked();
    let prevented = false;
    contents.emit('will-attach-webview', {
      preventDefault() {
        prevented = true;
      },
    });
    expect(prevented).toBe(true);
  });
});

describe('security S17: senders', () => {
  const main = { url: 'app://app/', parent: null };

  it('the main frame of our page may speak', () => {
    expect(() => checkSender({ senderFrame: main }, 'spoor:connect', memoryLog())).not.toThrow();
  });

  it('every other frame is refused, and the log says so', () => {
    const log = memoryLog();
    const frames = [
      null,
      { url: 'app://app/', parent: main },
      ...foreign.map((url) => ({ url, parent: null })),
    ];
    for (const senderFrame of frames)
      expect(() => checkSender({ senderFrame }, 'spoor:connect', log)).toThrow();
    expect(log.lines).toHaveLength(frames.length);
  });
});

describe('security S18: the page protocol', () => {
  const page = { bytes: new Uint8Array([1, 2]), contentType: 'text/html; charset=utf-8' };
  const assets: Assets = new Map([
    ['/', page],
    ['/index.html', page],
    ['/assets/a.js', page],
  ]);
  const status = (url: string, method = 'GET'): number => answerPageRequest(assets, { url, method }).status;

  it('has these privileges and no other', () => {
    expect(pageSchemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });

  it('serves the files of the map, with the policy as a header', async () => {
    const answer = answerPageRequest(assets, { url: 'app://app/?x=1', method: 'GET' });
    expect(answer.status).toBe(200);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(page.bytes);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-security-policy': contentSecurityPolicy,
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(await answerPageRequest(assets, { url: 'app://app/assets/a.js', method: 'HEAD' }).text()).toBe('');
  });

  it.each([
    'app://app/..',
    'app://app/../main.js',
    'app://app/assets/../../electron/main.js',
    'app://app/%2e%2e/main.js',
    'app://app/assets/%2e%2e%2f%2e%2e%2fmain.js',
    'app://app/..\\main.js',
    'app://app/assets\\a.js',
    'app://app//etc/passwd',
    'app://app/C:/x',
    'app://app/assets',
    'app://app/assets/',
    'app://app/INDEX.HTML',
    'app://app/.vite/manifest.json',
    'app://app/constructor',
    'app://app/__proto__',
    'app://app/assets/a.js%00.png',
  ])('%s is a page or nothing, never another file', (url) => {
    // What a URL parser folds into the page itself is the page; everything else does not exist.
    const folded = new URL(url).pathname;
    expect(status(url)).toBe(assets.has(folded) ? 200 : 404);
  });

  it('other hosts and other methods are refused', () => {
    for (const url of ['app://evil/', 'app://app.evil/index.html', 'app://app:1/', 'file:///index.html'])
      expect(status(url)).toBe(403);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'get'])
      expect(status('app://app/', method)).toBe(405);
  });
});

describe('security S7: the content security policy', () => {
  it('is this one', () => {
    expect(contentSecurityPolicy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'",
    );
  });
});

describe('security P6: the engine process', () => {
  it('sees the allowed part of the environment only', () => {
    const environment = {
      HOME: '/home/a',
      AWS_PROFILE: 'audit',
      https_proxy: 'http://p',
      NO_PROXY: 'x',
      TZ: 'UTC',
      NODE_OPTIONS: '--require /evil',
      NODE_EXTRA_CA_CERTS: '/x',
      LD_PRELOAD: '/evil.so',
      ELECTRON_RUN_AS_NODE: '1',
      GITHUB_TOKEN: 'x',
      PATH: '/bin',
      AWSX: 'no',
      EMPTY: undefined,
    };
    expect(engineEnvironment(environment)).toEqual({
      HOME: '/home/a',
      AWS_PROFILE: 'audit',
      https_proxy: 'http://p',
      NO_PROXY: 'x',
      TZ: 'UTC',
    });
  });
});

describe('security P2: paths from outside', () => {
  it('a command line is read without its switches and its application', () => {
    expect(openedPaths(['spoor', '--no-sandbox', 'a.spoor', '/b', ''], '/work', false)).toEqual([
      '/work/a.spoor',
      '/b',
    ]);
    expect(openedPaths(['electron', '--inspect=0', '.', 'a.spoor'], '/work', true)).toEqual([
      '/work/a.spoor',
    ]);
  });

  it('a suggested name stays a name', () => {
    const request = { want: 'new-case', suggestedName: '../../etc/cron.d/x\u0000<>.spoor' } as const;
    expect(pickDialog(request, 'linux', '/home/a')).toMatchObject({
      kind: 'save',
      options: { defaultPath: '/home/a/x.spoor' },
    });
    expect(pickDialog({ want: 'export', suggestedName: '..' }, 'linux', '/home/a')).toMatchObject({
      options: { defaultPath: '/home/a/untitled' },
    });
    expect(withExtension('/a/b', '.spoor')).toBe('/a/b.spoor');
    expect(withExtension('/a/b.SPOOR', '.spoor')).toBe('/a/b.SPOOR');
  });
});
