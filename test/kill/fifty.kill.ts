import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sharedData } from '../support/engine.ts';
import { bundleEngineChild } from './kill-import.ts';
import { importUndisturbed, killImports } from './rounds.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('fifty kills in mid-import of real files damage no case, and each goes on to the same end', async () => {
  // Asked for by name, so it is not skipped: without the data nothing would be proven.
  expect(existsSync(sharedData), `The real files are not at ${sharedData}.`).toBe(true);
  const child = await bundleEngineChild('fifty-kills');
  await killImports(child, folder, await importUndisturbed(child, folder), { kills: 50, perCase: 2 });
});
