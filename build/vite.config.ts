import path from 'node:path';
import { defineConfig } from 'vite';

const root = path.resolve(import.meta.dirname, '..');

export default defineConfig({
  root: path.join(root, 'renderer'),
  // Relative to the page, so that it works under app://app/ and under http://127.0.0.1.
  base: './',
  build: {
    outDir: path.join(root, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // The content security policy allows fonts and images from 'self' only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    // Read from this machine: nothing is won by smaller pieces.
    chunkSizeWarningLimit: 4096,
    rolldownOptions: {
      onLog(level, log, handle) {
        // "use client" is for servers that render; libraries carry it, and here everything is the client.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
    },
  },
});
