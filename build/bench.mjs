import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ensureInstalled, root } from './prepare.mjs';

// `npm run bench -- [--quick] [--events N] [--sync] [--verify] [--search]`: measures the engine against the floor. See test/bench/index.ts.
ensureInstalled();
const { rolldown } = await import('rolldown');

const bench = (file) => path.join(root, 'test/bench', file);
const thread = (file) => path.join(root, 'electron/engine/workers', file);
// Not in dist: a build meanwhile empties that, and a run takes minutes. Under node_modules, because the binding is found from there.
const folder = path.join(root, 'node_modules/.cache', `spoor-bench-${process.pid}`);
const bundle = await rolldown({
  input: {
    bench: bench('index.ts'),
    'case-process': bench('case-process.ts'),
    'floor-thread': bench('floor-thread.ts'),
    'trail-thread': bench('trail-thread.ts'),
    'bucket-process': bench('bucket-process.ts'),
    'sdk-process': bench('sdk-process.ts'),
    'sync-process': bench('sync-process.ts'),
    'hash-floor-thread': bench('hash-floor-thread.ts'),
    'ingest-thread': thread('ingest-thread.ts'),
    'parse-thread': thread('parse-thread.ts'),
    'column-thread': thread('column-thread.ts'),
    'verify-thread': thread('verify-thread.ts'),
    'reader-thread': thread('reader-thread.ts'),
    'skip-thread': thread('skip-thread.ts'),
  },
  external: ['electron', '@photostructure/sqlite', /^node:/],
  platform: 'node',
  tsconfig: false,
  logLevel: 'warn',
});
await bundle.write({
  dir: folder,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunk-[hash].js',
  sourcemap: true,
});
await bundle.close();

const child = spawn(process.execPath, [path.join(folder, 'bench.js'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', async (code, signal) => {
  await rm(folder, { recursive: true, force: true });
  process.exit(signal ? 1 : (code ?? 1));
});
