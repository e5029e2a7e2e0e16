import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTrail } from '../e2e/trail.ts';
import { listArchive, pack, whyNotHere } from './packed.ts';
import { openDisplay, startProgram } from './started.ts';

const missing = whyNotHere();
const isSkipped = missing !== undefined && process.env.CI !== 'true';

/** All that may be in the archive. A name that fits none of these has no business in it. */
const allowed = [
  /^package\.json$/,
  /^dist\/electron\/(?:main|utility|(?:column|hash|ingest|parse|verify)-thread|chunk-[\w-]+)\.js$/,
  /^dist\/electron\/preload\.cjs$/,
  /^dist\/renderer\/index\.html$/,
  /^dist\/renderer\/assets\/[\w-]+\.(?:js|css|svg|woff2)$/,
  /^node_modules\/@photostructure\/sqlite\/(?:package\.json|LICENSE|dist\/index\.mjs)$/,
  new RegExp(
    `^node_modules/@photostructure/sqlite/prebuilds/linux-${process.arch}/@photostructure\\+sqlite\\.glibc\\.node$`,
  ),
  /^node_modules\/node-gyp-build\/(?:package\.json|LICENSE|index\.js|node-gyp-build\.js)$/,
];

describe.skipIf(isSkipped)(`the packaged program${isSkipped ? ` (skipped: ${missing})` : ''}`, () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'spoor-package-'));
  let folder = '';
  let printed = '';

  beforeAll(() => {
    if (missing !== undefined) throw new Error(`The program cannot be packed here: ${missing}.`);
    ({ folder, printed } = pack(path.join(scratch, 'out')));
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  const archive = () => path.join(folder, 'resources/app.asar');
  const program = () => path.join(folder, 'spoor-desktop');

  it('holds what it needs and nothing else', () => {
    const names = listArchive(archive()).map(({ name }) => name);
    expect(names.filter((name) => !allowed.some((pattern) => pattern.test(name)))).toEqual([]);
    for (const pattern of allowed) expect(names.some((name) => pattern.test(name))).toBe(true);
  });

  it('keeps everything but the native binding inside the archive', () => {
    const outside = listArchive(archive()).filter(({ isOutside }) => isOutside);
    expect(outside.map(({ name }) => path.extname(name))).toEqual(['.node']);
    expect(existsSync(path.join(folder, 'resources/default_app.asar'))).toBe(false);
  });

  it('carries its own licence and those of what it is made with', () => {
    const notices = readFileSync(path.join(folder, 'resources/THIRD-PARTY.txt'), 'utf8');
    for (const name of ['react', 'zod', '@aws-sdk/client-s3', '@photostructure/sqlite', 'electron-builder'])
      expect([name, new RegExp(`^${name} \\d`, 'm').test(notices)]).toEqual([
        name,
        name !== 'electron-builder',
      ]);
    expect(existsSync(path.join(folder, 'resources/LICENSE.txt'))).toBe(true);
    expect(existsSync(path.join(folder, 'LICENSES.chromium.html'))).toBe(true);
  });

  it('says how large it is', () => {
    expect(printed).toMatch(/\d+\.\d MB {2}all of it/);
    expect(printed).toMatch(/\d+\.\d MB {2}Spoor \(app\.asar\)/);
  });

  it('has its fuses as the checklist wants them (S19)', async () => {
    const wire = await getCurrentFuseWire(program());
    const isOn = (fuse: FuseV1Options) => wire[fuse] === '1'.charCodeAt(0);
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      ownSnapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      inspect: false,
      asarIntegrity: true,
      onlyAsar: true,
      ownSnapshot: false,
      fileProtocol: false,
    });
  });

  it('imports a trail and shows its rows, and no switch, variable or folder makes it run other code', async () => {
    const marks = path.join(scratch, 'marks');
    mkdirSync(marks);
    const strange = (name: string) =>
      `require('node:fs').writeFileSync(${JSON.stringify(path.join(marks, name))}, '')`;
    const required = path.join(scratch, 'required.cjs');
    writeFileSync(required, strange('NODE_OPTIONS'));
    const planted = path.join(folder, 'resources/app');
    mkdirSync(planted);
    writeFileSync(path.join(planted, 'package.json'), '{"main":"main.cjs"}');
    writeFileSync(path.join(planted, 'main.cjs'), strange('resources-app'));

    const display = await openDisplay();
    const logs = writeTrail(scratch, 40);
    const started = await startProgram(program(), ['--inspect=0', logs], {
      PATH: process.env.PATH ?? '',
      HOME: scratch,
      DISPLAY: display.name,
      SPOOR_DATA: path.join(scratch, 'data'),
      TZ: 'UTC',
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: `--require ${required}`,
    });
    try {
      const { page } = started;
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      await page.reload();
      const rows = page.getByRole('grid', { name: 'Events' }).getByRole('row');
      await rows.filter({ hasText: 'alice' }).first().waitFor();
      expect(await rows.filter({ hasText: '03-01 00:38:00' }).textContent()).toContain('PutObject');
      expect(await page.evaluate(() => ['require', 'process'].filter((name) => name in globalThis))).toEqual(
        [],
      );
      expect(requests.length).toBeGreaterThan(0);
      expect(requests.filter((url) => !url.startsWith('app://app/'))).toEqual([]);
      if (process.env.SPOOR_SCREENSHOT) await page.screenshot({ path: process.env.SPOOR_SCREENSHOT });
      expect(await started.closeWindow()).toBe(0);
      expect(started.printed()).not.toContain('Debugger listening');
      for (const mark of ['NODE_OPTIONS', 'resources-app'])
        expect(existsSync(path.join(marks, mark))).toBe(false);
    } finally {
      started.kill();
      display.close();
      rmSync(planted, { recursive: true });
    }
  });
});
