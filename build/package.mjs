import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, fail, root } from './prepare.mjs';

// `npm run package`: what this machine can make of Spoor for its own platform; `-- --dir` the runnable folder only.
// With ELECTRON_OVERRIDE_DIST_PATH that runtime is packed, for this machine's processor, and nothing is downloaded
// for the folder. Under CI=true everything that the configuration names has to be made.
const { values: options } = parseArgs({
  options: { dir: { type: 'boolean', default: false }, out: { type: 'string', default: 'out' } },
});

ensureInstalled();
await ensureBuilt();
const { Arch, build, Platform } = await import('electron-builder');
const { FuseV1Options, getCurrentFuseWire } = await import('@electron/fuses');
const { thirdPartyNotices } = await import('./third-party.mjs');
writeFileSync(path.join(root, 'dist/THIRD-PARTY.txt'), thirdPartyNotices());
const { configuration, fuses, linuxProgram } = await import('./electron-builder.config.mjs');

const out = path.resolve(root, options.out);
const packed = new Set();
const platform = Platform.current();
const runtime = process.env.ELECTRON_OVERRIDE_DIST_PATH || (options.dir ? installedRuntime() : undefined);
const isOnlyThisProcessor = options.dir || runtime !== undefined;

/** The runtime that Electron's own package fetched, where it did: enough for a folder to try out. */
function installedRuntime() {
  const folder = path.join(root, 'node_modules/electron/dist');
  return existsSync(path.join(folder, 'version')) ? folder : undefined;
}

/** A fresh one for every run, which changes it. Where a runtime is given, it is packed under its own version. */
function freshConfiguration() {
  const plain = configuration();
  const afterPack = async (context) => {
    packed.add(context.appOutDir);
    await plain.afterPack(context);
  };
  const common = { ...plain, afterPack, directories: { ...plain.directories, output: out } };
  if (runtime === undefined) return common;
  const version = readFileSync(path.join(runtime, 'version'), 'utf8').trim().replace(/^v/, '');
  return { ...common, electronDist: runtime, electronVersion: version };
}

/** What is made, in steps that may fail by themselves: on Linux each format needs tools of its own. */
function steps() {
  if (options.dir) return [[{ target: 'dir', arch: [process.arch] }]];
  const targets = freshConfiguration()[platform.buildConfigurationKey].target.map(({ target, arch }) => ({
    target,
    arch: isOnlyThisProcessor ? arch.filter((name) => name === process.arch) : arch,
  }));
  return platform === Platform.LINUX ? targets.map((target) => [target]) : [targets];
}

/** Where a program lies on the machine. */
function onPath(program) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file));
}

/** The tools that electron-builder would download, where the machine has them. */
function preferToolsAtHand() {
  const sevenZip = onPath('7za') ?? onPath('7zz');
  if (sevenZip) process.env.ELECTRON_BUILDER_7ZIP_PATH ??= sevenZip;
  if (onPath('fpm')) process.env.USE_SYSTEM_FPM ??= 'true';
}

async function make(targets) {
  const names = targets.map(({ target }) => target).join(', ');
  const byArch = new Map();
  for (const { target, arch } of targets)
    for (const name of arch) byArch.set(Arch[name], [...(byArch.get(Arch[name]) ?? []), target]);
  try {
    const files = await build({
      targets: new Map([[platform, byArch]]),
      config: freshConfiguration(),
      projectDir: root,
      publish: 'never',
    });
    return { names, files };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isDownload = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|status code/i.test(reason);
    const advice = isDownload
      ? ' (a tool that it needs cannot be downloaded here; see build/RELEASE.md)'
      : '';
    return { names, files: [], reason: `${reason.split('\n')[0]}${advice}` };
  }
}

function bytesOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.size ?? 0;
  return readdirSync(file).reduce((sum, name) => sum + bytesOf(path.join(file, name)), 0);
}
const inMegabytes = (file) => `${(bytesOf(file) / 1e6).toFixed(1).padStart(7)} MB`;
const shown = (file) => path.relative(process.cwd(), file);

/** The program in a packed folder, and where its resources are. */
function programIn(folder) {
  if (platform === Platform.MAC)
    return {
      program: path.join(folder, 'Spoor.app'),
      resources: path.join(folder, 'Spoor.app/Contents/Resources'),
    };
  const name = platform === Platform.WINDOWS ? 'Spoor.exe' : linuxProgram;
  return { program: path.join(folder, name), resources: path.join(folder, 'resources') };
}

/** Reads the fuses back (in the program each is a letter, 0 or 1); how many are not as they are configured. */
async function checkFuses(program) {
  const wire = await getCurrentFuseWire(program);
  let wrong = 0;
  for (const [name, isOn] of Object.entries(fuses)) {
    const state = wire[FuseV1Options[name[0].toUpperCase() + name.slice(1)]];
    const isRight = state === (isOn ? '1' : '0').charCodeAt(0);
    if (!isRight) wrong += 1;
    console.log(`  fuse ${name}: ${isOn ? 'on' : 'off'}${isRight ? '' : ` WANTED, FOUND ${state}`}`);
  }
  return wrong;
}

preferToolsAtHand();
const results = [];
for (const targets of steps()) results.push(await make(targets));

let wrongFuses = 0;
for (const folder of packed) {
  const { program, resources } = programIn(folder);
  console.log(`\n${shown(folder)}`);
  console.log(`${inMegabytes(folder)}  all of it`);
  console.log(`${inMegabytes(path.join(resources, 'app.asar'))}  Spoor (app.asar)`);
  console.log(`${inMegabytes(path.join(resources, 'app.asar.unpacked'))}  its native binding`);
  wrongFuses += await checkFuses(program);
}
const made = results.flatMap(({ files }) => files);
if (made.length > 0) console.log('');
for (const file of made) console.log(`${inMegabytes(file)}  ${shown(file)}`);
const missing = results.filter(({ reason }) => reason !== undefined);
for (const { names, reason } of missing) console.error(`spoor: not made here: ${names}: ${reason}`);

if (wrongFuses > 0) fail('a fuse is not as it is configured; do not hand out this package.');
if (packed.size === 0 || (options.dir && missing.length > 0)) fail('nothing could be packed.');
if (process.env.CI === 'true' && missing.length > 0) fail('under CI=true everything has to be made.');
