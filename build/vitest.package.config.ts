import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** `npm run test:package`: packs the program and starts it. By itself, because it takes a minute and a runtime. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  test: {
    include: ['test/package/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
