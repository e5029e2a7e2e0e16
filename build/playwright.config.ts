import path from 'node:path';
import { defineConfig } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '..');

/** One suite, two hosts: Electron, and a browser on the loopback host. What only one of them can show runs there alone. */
export default defineConfig({
  testDir: path.join(root, 'test/e2e'),
  outputDir: path.join(root, 'test-results'),
  fullyParallel: false,
  workers: 1,
  forbidOnly: process.env.CI === 'true',
  // Once in some fifty starts under load this machine's Electron hangs; a second failure is a failure.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  projects: [
    // A browser has its own menu and its own windows.
    { name: 'browser', testIgnore: /(desktop|windows)\.spec\.ts/ },
    // The page alone, whatever is around it.
    { name: 'electron', testIgnore: /(access|findings|saved-filters|toasts)\.spec\.ts/ },
  ],
});
