import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { build as viteBuild } from 'vite';

export const root = path.resolve(import.meta.dirname, '..');
const electron = (file) => path.join(root, 'electron', file);

/** What stays outside the bundles: Electron itself and the native SQLite binding. */
const external = ['electron', '@photostructure/sqlite', /^node:/];

/** Every program of the host side; a key is the name of the file in dist/electron. */
const programs = {
  main: electron('main/index.ts'),
  utility: electron('utility/index.ts'),
  cli: electron('cli/index.ts'),
  'ingest-thread': electron('engine/workers/ingest-thread.ts'),
  'parse-thread': electron('engine/workers/parse-thread.ts'),
  'column-thread': electron('engine/workers/column-thread.ts'),
  'verify-thread': electron('engine/workers/verify-thread.ts'),
  'reader-thread': electron('engine/workers/reader-thread.ts'),
  'skip-thread': electron('engine/workers/skip-thread.ts'),
};

/** Bundles everything that runs in Node or in Electron's processes into dist/electron. */
export async function bundleNode() {
  const input = Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(file)));
  const bundle = await rolldown({
    input,
    external,
    platform: 'node',
    tsconfig: false,
    logLevel: 'warn',
  });
  await bundle.write({
    dir: path.join(root, 'dist/electron'),
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[hash].js',
    sourcemap: true,
  });
  await bundle.close();
  const preload = electron('preload/index.ts');
  if (!existsSync(preload)) return;
  const single = await rolldown({
    input: preload,
    external: ['electron'],
    platform: 'node',
    tsconfig: false,
    logLevel: 'warn',
  });
  // A sandboxed preload is one CommonJS file: no ESM, no second file.
  await single.write({
    file: path.join(root, 'dist/electron/preload.cjs'),
    format: 'cjs',
    codeSplitting: false,
  });
  await single.close();
}

/** Builds the page into dist/renderer. */
export async function bundlePage() {
  await viteBuild({ configFile: path.join(root, 'build/vite.config.ts'), logLevel: 'warn' });
}

export async function cleanBundles() {
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
}
