import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTrail } from '../e2e/trail.ts';
import { listArchive, pack, whyNotHere } from './packed.ts';
import { type Display, openDisplay, startProgram } from './started.ts';

const missing = whyNotHere();
const isSkipped = missing !== undefined && process.env.CI !== 'true';
if (isSkipped) process.stderr.write(`spoor: the packaged program is not tested: ${missing}.\n`);

/** All that may be in the archive. A name that fits none of these has no business in it. */
const allowed = [
  /^package\.json$/,
  /^dist\/electron\/(?:main|utility|(?:column|ingest|parse|reader|skip|verify)-thread|chunk-[\w-]+)\.js$/,
  /^dist\/electron\/preload\.cjs$/,
  /^dist\/renderer\/index\.html$/,
  /^dist\/renderer\/assets\/[\w-]+\.(?:js|css|svg|woff2)$/,
  /^node_modules\/@photostructure\/sqlite\/(?:package\.json|LICENSE|dist\/index\.mjs)$/,
  new RegExp(
    `^node_modules/@photostructure/sqlite/prebuilds/linux-${process.arch}/@photostructure\\+sqlite\\.glibc\\.node$`,
  ),
  /^node_modules\/node-gyp-build\/(?:package\.json|LICENSE|index\.js|node-gyp-build\.js)$/,
];

describe.skipIf(isSkipped)('the packaged program', () => {
  let scratch = '';
  let folder = '';
  let printed = '';

  beforeAll(() => {
    if (missing !== undefined) throw new Error(`The program cannot be packed here: ${missing}.`);
    scratch = mkdtempSync(path.join(tmpdir(), 'spoor-package-'));
    ({ folder, printed } = pack(path.join(scratch, 'out')));
  });
  afterAll(() => {
    if (scratch !== '') rmSync(scratch, { recursive: true, force: true });
  });

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

  describe('when it is started', () => {
    let display: Display;
    beforeAll(async () => {
      display = await openDisplay();
    });
    afterAll(() => display.close());

    const environment = () => ({
      PATH: process.env.PATH ?? '',
      HOME: scratch,
      DISPLAY: display.name,
      SPOOR_DATA: path.join(scratch, 'data'),
      TZ: 'UTC',
    });
    /** A file of code that leaves a mark when it is run. */
    const strangeCode = (file: string) => {
      const mark = `${file}.was-run`;
      writeFileSync(file, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
      return { file, wasRun: () => existsSync(mark) };
    };

    it('imports a trail, shows its rows, and asks for nothing but its own pages', async () => {
      const started = await startProgram(program(), [writeTrail(scratch, 40)], environment());
      try {
        const { page } = started;
        const row = page.getByRole('row').filter({ hasText: '03-01 00:38:00' });
        expect(await row.textContent({ timeout: 30_000 })).toContain('PutObject');
        if (process.env.SPOOR_SCREENSHOT) await page.screenshot({ path: process.env.SPOOR_SCREENSHOT });

        const requests: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        await page.reload();
        await row.waitFor();
        expect(requests.length).toBeGreaterThan(2);
        expect(requests.filter((url) => !url.startsWith('app://app/'))).toEqual([]);
        expect(
          await page.evaluate(() => ['require', 'process'].filter((name) => name in globalThis)),
        ).toEqual([]);
        expect(await started.closeWindow()).toBe(0);
      } finally {
        started.kill();
      }
    });

    it('is no Node, and no variable or switch opens it to a debugger or to other code', async () => {
      const required = strangeCode(path.join(scratch, 'required.cjs'));
      const started = await startProgram(program(), ['--inspect=0'], {
        ...environment(),
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: `--require ${required.file}`,
      });
      try {
        await started.page.getByRole('heading').first().waitFor();
        expect(await started.closeWindow()).toBe(0);
        expect(started.printed()).not.toContain('Debugger listening');
        expect(required.wasRun()).toBe(false);
      } finally {
        started.kill();
      }
    });

    it('runs no folder that was put in the place of its archive', async () => {
      const planted = path.join(folder, 'resources/app');
      mkdirSync(planted);
      writeFileSync(path.join(planted, 'package.json'), '{"main":"main.cjs"}');
      const main = strangeCode(path.join(planted, 'main.cjs'));
      appendFileSync(main.file, ";require('electron').app.exit()");
      renameSync(archive(), `${archive()}.aside`);
      try {
        const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
        spawnSync(program(), args, { env: environment(), timeout: 20_000, killSignal: 'SIGKILL' });
        expect(main.wasRun()).toBe(false);
      } finally {
        renameSync(`${archive()}.aside`, archive());
        rmSync(planted, { recursive: true });
      }
    });
  });
});
