import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '..');

/** `npm run test:kill`: kills imports of real files, fifty of them, and a sync, twenty times. It takes minutes. */
export default defineConfig({
  root,
  test: {
    include: ['test/kill/**/*.kill.ts', 'test/unit/sync/kill.test.ts'],
    env: { SPOOR_KILLS: '20' },
    globalSetup: [path.join(root, 'build/vitest.setup.mjs')],
    testTimeout: 30 * 60_000,
    hookTimeout: 60_000,
  },
});
