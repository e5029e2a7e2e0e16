import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../..');
const load = async (file: string): Promise<unknown> => import(pathToFileURL(path.join(root, file)).href);

describe('security S16: the pin of Electron', () => {
  it('is one exact version of a major that Electron supported at the last look', () => {
    const text = readFileSync(path.join(root, 'package.json'), 'utf8');
    const { electron } = z
      .object({ devDependencies: z.object({ electron: z.string() }) })
      .parse(JSON.parse(text)).devDependencies;
    expect(electron).toMatch(/^\d+\.\d+\.\d+$/);
    // The three majors of November 2026 begin here; the number is moved when the pin is.
    expect(Number(electron.split('.')[0])).toBeGreaterThanOrEqual(43);
  });
});

// What was really packed is read back by test/package; this is the table that it is packed by.
describe('security S19: the fuses that are set', () => {
  it('are these, and the configuration of the package holds them', async () => {
    const { fuses, configuration } = z
      .object({ fuses: z.unknown(), configuration: z.function({ output: z.unknown() }) })
      .parse(await load('build/electron-builder.config.mjs'));
    expect(fuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(configuration()).toMatchObject({ electronFuses: fuses, publish: null });
  });
});
