import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '..');

export default defineConfig({
  root,
  test: {
    include: ['test/{unit,contract,security,kill}/**/*.test.{ts,tsx}'],
    globalSetup: [path.join(root, 'build/vitest.setup.mjs')],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
