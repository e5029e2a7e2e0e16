import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '..');

/** `npm run test:kill`: kills imports of real files, fifty of them. By itself, because it takes minutes. */
export default defineConfig({
  root,
  test: {
    include: ['test/kill/**/*.kill.ts'],
    globalSetup: [path.join(root, 'build/vitest.setup.mjs')],
    testTimeout: 30 * 60_000,
    hookTimeout: 60_000,
  },
});
