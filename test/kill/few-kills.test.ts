import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedData } from '../support/engine.ts';
import { bundleEngineChild } from './kill-import.ts';
import { importUndisturbed, killImports } from './rounds.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Skipped where the shared data is not beside the checkout: it may not be copied into the repository.
describe.skipIf(!existsSync(sharedData))(
  'kill -9 in mid-import of real files (skipped without ../shared/data)',
  () => {
    it('three times over: the case is whole, and going on ends as an undisturbed import does', async () => {
      const child = await bundleEngineChild('few-kills');
      const undisturbed = await importUndisturbed(child, folder);
      expect(undisturbed.state.counts.events).toBeGreaterThan(10_000);
      await killImports(child, folder, undisturbed, { kills: 3, perCase: 3 });
    });
  },
);
