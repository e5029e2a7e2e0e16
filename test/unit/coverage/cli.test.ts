import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeKey, TestTrail } from '../../support/digests.ts';
import { keyListJson, writeTrailFolder } from '../../support/trail-folder.ts';
import { spoorIn } from '../cli/run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-coverage-'));
const spoor = spoorIn(folder);
const key = makeKey();

/** Digests end at 4 minutes past; the fifth and its files are gone, and after the seventh three hours have none. */
beforeAll(async () => {
  const trail = new TestTrail({ key }).write(7).pause(3).write(3);
  const { objects } = trail;
  const lost = new Set([trail.hours[4]?.digest, ...(trail.hours[4]?.logs ?? [])]);
  writeTrailFolder(
    path.join(folder, 'trail'),
    objects.filter((object) => !lost.has(object)),
  );
  writeFileSync(path.join(folder, 'keys.json'), keyListJson([key]));
  expect((await spoor('import', 'trail.spoor', 'trail')).code).toBe(0);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says before a check that nothing is proven', async () => {
  const { code, out, err } = await spoor('coverage', 'trail', '--json');
  const said = JSON.parse(out);
  expect({ code, verified: said.verified, stepMs: said.stepMs }).toEqual({
    code: 1,
    verified: false,
    stepMs: 3_600_000,
  });
  expect(err).toContain('run spoor verify');
  expect(new Set(said.rows[0].cells.map(({ state }: { state: string }) => state))).toEqual(
    new Set(['unproven', 'unknown']),
  );
}, 60_000);

it('tells the state of every hour once it was checked', async () => {
  await spoor('verify', 'trail', '--keys', 'keys.json');
  const { code, out, err } = await spoor('coverage', 'trail', '--json');
  expect({ code, err }).toEqual({ code: 1, err: '' });
  const said = JSON.parse(out);
  expect(said).toMatchObject({ from: '2026-01-02T00:00:00Z', unplacedFiles: 0, verified: true });
  expect(said.rows).toHaveLength(1);
  const [row] = said.rows;
  expect(row).toMatchObject({ account: '111122223333', region: 'eu-west-1' });
  // Digests without their metadata: the last one before a hole has no signature.
  expect(row.cells.map(({ state }: { state: string }) => state)).toEqual([
    ...['proven', 'proven', 'proven', 'unproven', 'digestMissing', 'digestMissing', 'unproven'],
    ...['gap', 'gap', 'gap', 'gap', 'proven', 'unproven', 'unproven'],
  ]);
}, 60_000);

it('ends with 0 where all hours asked about are proven', async () => {
  const { code, out } = await spoor('coverage', 'trail', '--until', '2026-01-02T03:00:00Z');
  expect(out).toContain('|###|');
  expect(out).toContain('#  proven');
  expect(code).toBe(0);
  expect((await spoor('coverage', 'trail', '--since', '2026-01-03', '--until', '2026-01-02')).code).toBe(2);
}, 60_000);
