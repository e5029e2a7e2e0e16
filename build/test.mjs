import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, fail, findElectron, root } from './prepare.mjs';

// `npm test`: lint, types, unit, contract and security tests, then end to end in every host that is here.
ensureInstalled();
await ensureBuilt();

const isCi = process.env.CI === 'true';
const run = (title, command, args, env = {}) => {
  console.error(`\nspoor: ${title}`);
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (result.status !== 0) {
    console.error(`spoor: ${title} failed.`);
    process.exitCode = 1;
  }
};
const tool = (name) => path.join(root, 'node_modules', '.bin', name);

function findChromium() {
  const places = [
    process.env.SPOOR_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  return places.find((place) => place && existsSync(place));
}
const has = (program) => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;

run('lint', tool('biome'), ['check', '.']);
run('types', tool('tsc'), ['--noEmit']);
run('unit, contract and security tests', tool('vitest'), ['run', '--config', 'build/vitest.config.ts']);

const hosts = [];
const missing = [];
const chromium = findChromium();
if (chromium) hosts.push('browser');
else missing.push('browser (bring it with: apt-get install chromium, or set SPOOR_CHROMIUM)');
const electron = findElectron();
const needsXvfb = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
if (!('file' in electron)) {
  missing.push(`Electron (${electron.missing}; set ELECTRON_OVERRIDE_DIST_PATH to the folder of a runtime)`);
} else if (needsXvfb && !has('xvfb-run')) {
  missing.push('Electron (no display; bring one with: apt-get install xvfb xauth)');
} else hosts.push('electron');

// The hosts side by side: much of a scenario is waiting, and they share nothing.
const scratch = mkdtempSync(path.join(tmpdir(), 'spoor-e2e-'));
await Promise.all(hosts.map((host) => runHost(host)));
rmSync(scratch, { recursive: true, force: true });

function runHost(host) {
  const args = [
    ...[tool('playwright'), 'test', '--config', 'build/playwright.config.ts'],
    ...['--project', host, '--output', path.join('test-results', host)],
  ];
  const [command, ...rest] = needsXvfb && host === 'electron' ? ['xvfb-run', '-a', ...args] : args;
  const title = `end to end in ${host}`;
  console.error(`\nspoor: ${title}`);
  const child = spawn(command, rest, {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      SPOOR_CHROMIUM: chromium ?? '',
      SPOOR_E2E_FOLDER: scratch,
    },
  });
  return new Promise((resolve) => {
    child.on('exit', (code) => {
      if (code !== 0) {
        console.error(`spoor: ${title} failed.`);
        process.exitCode = 1;
      }
      resolve();
    });
  });
}
for (const host of missing) console.error(`spoor: skipped end to end in ${host}`);
if (isCi && missing.length > 0) fail('under CI=true every host must be there.');
console.error(process.exitCode ? '\nspoor: some tests failed.' : '\nspoor: all tests passed.');
