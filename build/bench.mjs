import { spawn } from 'node:child_process';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

// `npm run bench -- [--quick] [--events N]`: measures the built engine against the floor. See test/bench/index.ts.
ensureInstalled();
await ensureBuilt();

const bench = (file) => path.join(root, 'test/bench', file);
const folder = path.join(root, 'dist/bench');
const bundle = await rolldown({
  input: {
    bench: bench('index.ts'),
    'case-process': bench('case-process.ts'),
    'floor-thread': bench('floor-thread.ts'),
    'trail-thread': bench('trail-thread.ts'),
  },
  external: ['@photostructure/sqlite', /^node:/],
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
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
