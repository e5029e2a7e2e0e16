import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

const files = ['electron', 'renderer'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|tsx|html|css)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name)),
);
const texts = new Map(files.map((file) => [path.relative(root, file), readFileSync(file, 'utf8')]));

function matches(pattern: RegExp): string[] {
  return [...texts].filter(([, text]) => pattern.test(text)).map(([file]) => file);
}

describe('the sources', () => {
  it.each([
    ['S2', /nodeIntegration\w*: true/],
    ['S3', /contextIsolation: false/],
    ['S4', /sandbox: false|appendSwitch\('(?!host-resolver-rules')/],
    ['S5', /fromPartition|\bpartition:/],
    ['S6', /webSecurity/],
    ['S8', /allowRunningInsecureContent/],
    ['S9', /experimentalFeatures/],
    ['S10', /enableBlinkFeatures/],
    ['S11', /<webview|webviewTag: true/],
    ['S18', /loadFile\(|file:\/\//],
    ['S18', /bypassCSP|corsEnabled|allowServiceWorkers/],
    ['P3', /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write/],
    ['P6', /allowLoadingUnsignedLibraries/],
    ['P7', /Access-Control-|Set-Cookie/i],
    ['P8', /autoUpdater|crashReporter|sendBeacon|XMLHttpRequest|new WebSocket|EventSource\(/],
  ])('%s: hold no %s', (_rule, pattern) => {
    expect(matches(pattern)).toEqual([]);
  });

  it('S15: open no address outside the application', () => {
    expect(matches(/openExternal\(/)).toEqual([]);
  });

  it('P8: fetch in the transport only', () => {
    expect(matches(/(?<![#.\w])fetch\(/)).toEqual([path.join('renderer', 'transport', 'http-host.ts')]);
  });

  it('P8: import what opens connections or starts programs for a bucket’s account and the loopback host only', () => {
    const files = matches(/'node:(?:http2?|https|net|tls|dgram|dns|child_process)'|@aws-sdk|@smithy/);
    const homes = [path.join('electron', 'engine', 'sources', 's3'), path.join('electron', 'web')];
    expect(files.filter((file) => !homes.includes(path.dirname(file)))).toEqual([
      path.join('electron', 'engine', 'follow', 'queue.ts'),
      path.join('electron', 'engine', 'trails', 'ask-trails.ts'),
    ]);
  });

  it('P7: compare the token in constant time', () => {
    expect(matches(/timingSafeEqual\(/)).toEqual([path.join('electron', 'web', 'request-guard.ts')]);
  });

  it('S17: listen to the page in two files, whose every channel a test forges', () => {
    expect(matches(/ipcMain\.(?:handle|handleOnce|on|once)\(/)).toEqual([
      path.join('electron', 'main', 'page-bridge.ts'),
      path.join('electron', 'main', 'page-state.ts'),
    ]);
  });

  it('S4: switch the sandbox on', () => {
    expect(matches(/app\.enableSandbox\(\)/)).toEqual([path.join('electron', 'main', 'index.ts')]);
  });
});
