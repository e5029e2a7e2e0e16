import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What `npm start`, `npm test` and `npm run spoor` need before they can run. Only Node's own modules here. */
export const root = path.resolve(import.meta.dirname, '..');
const inRoot = (...parts) => path.join(root, ...parts);

/** Ends the program with one sentence. */
export function fail(message) {
  console.error(`spoor: ${message}`);
  process.exit(3);
}

/** Runs `npm ci` where the installed packages are missing or older than the lock file. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Node 20.19 or later is needed; this is ${process.versions.node}.`);
  const lock = inRoot('package-lock.json');
  const installed = inRoot('node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error('spoor: installing packages (npm ci) …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0)
    fail('npm ci failed; its messages are above. Check that the npm registry can be reached.');
  // npm leaves the time of an unchanged tree alone; mark it as seen.
  writeFileSync(installed, readFileSync(installed));
}

function newestMs(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((newest, entry) => {
    const file = path.join(folder, entry.name);
    return Math.max(newest, entry.isDirectory() ? newestMs(file) : statSync(file).mtimeMs);
  }, 0);
}

/** Builds the bundles where a source is newer than they are. */
export async function ensureBuilt() {
  const stamp = inRoot('dist', 'built');
  const sourceMs = Math.max(
    ...['electron', 'renderer', 'build'].map((folder) => newestMs(inRoot(folder))),
    statSync(inRoot('package-lock.json')).mtimeMs,
  );
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= sourceMs) return;
  console.error('spoor: building …');
  const { bundleNode, bundlePage, cleanBundles } = await import('./bundle.mjs');
  await cleanBundles();
  await Promise.all([bundleNode(), bundlePage()]);
  writeFileSync(stamp, '');
}

/**
 * The Electron program to start, or a sentence that says why there is none.
 *
 * Electron's own package fetches its runtime on first use; where that is blocked, ELECTRON_OVERRIDE_DIST_PATH
 * may name a folder that holds one.
 */
export function findElectron() {
  const program =
    { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const file = path.join(override, program);
    return existsSync(file)
      ? { file }
      : { missing: `ELECTRON_OVERRIDE_DIST_PATH names ${override}, and no Electron is there` };
  }
  const file = inRoot('node_modules', 'electron', 'dist', program);
  if (existsSync(file)) return { file };
  const fetched = spawnSync(process.execPath, [inRoot('node_modules', 'electron', 'install.js')], {
    cwd: root,
    stdio: 'ignore',
    timeout: 120_000,
  });
  return fetched.status === 0 && existsSync(file)
    ? { file }
    : { missing: 'the Electron runtime cannot be downloaded here' };
}

/** True where a window can be opened. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Chromium refuses to start its sandbox as root. */
export function sandboxSwitches() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
