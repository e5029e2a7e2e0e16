import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { examine, undamaged } from './case-state.ts';
import { importAndKill } from './kill-import.ts';

export interface Uninterrupted {
  readonly state: ReturnType<typeof examine>;
  readonly tookMs: number;
}

/** What the import comes to when nobody disturbs it, and how long that takes here. */
export async function importUndisturbed(child: string, folder: string): Promise<Uninterrupted> {
  const casePath = path.join(folder, 'undisturbed.spoor');
  const { tookMs } = await importAndKill(child, casePath, Number.POSITIVE_INFINITY);
  const state = examine(casePath);
  expect(state).toMatchObject({ ...undamaged, unsealed: 0 });
  return { state, tookMs };
}

/**
 * Kills imports into one case after another until `kills` of them were hit, at moments spread evenly over the whole
 * of an import. Each case is killed up to `perCase` times, looked at after each, and then finished.
 */
export async function killImports(
  child: string,
  folder: string,
  { state: wanted, tookMs }: Uninterrupted,
  { kills, perCase }: { readonly kills: number; readonly perCase: number },
): Promise<void> {
  let killed = 0;
  for (let round = 0; killed < kills; round += 1) {
    const casePath = path.join(folder, `killed-${round}.spoor`);
    for (let nth = 0; nth < perCase && killed < kills; nth += 1) {
      // The golden ratio spreads any number of moments evenly.
      const share = ((killed + 1) * 0.618_033_988_75) % 1;
      const { wasKilled } = await importAndKill(child, casePath, (share * tookMs) / (nth + 1));
      if (wasKilled) killed += 1;
      expect(existsSync(casePath)).toBe(true);
      expect(examine(casePath), `after kill ${killed}, at ${share.toFixed(2)} of the import`).toMatchObject(
        undamaged,
      );
      // It was over before it could be killed: this case is finished.
      if (!wasKilled) break;
    }
    await importAndKill(child, casePath, Number.POSITIVE_INFINITY);
    const finished = examine(casePath);
    expect(finished).toMatchObject({ ...undamaged, unsealed: 0, counts: wanted.counts });
    expect(finished.rows).toEqual(wanted.rows);
    rmSync(casePath);
  }
}
