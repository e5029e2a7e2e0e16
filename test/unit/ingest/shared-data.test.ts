import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createCase } from '../../../electron/engine/case/case-file.ts';
import { startIngest } from '../../../electron/engine/ingest/start-ingest.ts';
import { temporaryFolder, workersDir } from './builders.ts';

const data = path.resolve(import.meta.dirname, '../../../../shared/data');
const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function importFolder(name: string) {
  const opened = createCase(path.join(folder, `${name || 'all'}.spoor`), {
    clock: Date.now,
    version: 'test',
  });
  try {
    const sources = [{ kind: 'path', path: path.join(data, name) }] as const;
    const task = { casePath: opened.path, mode: 'import', sources, threads: 2, version: 'test' } as const;
    const result = await startIngest(task, {
      workersDir,
      onProgress: () => {},
      signal: new AbortController().signal,
    });
    const unexplained = opened.db.all(
      "SELECT key FROM objects WHERE status NOT IN ('read') AND reason IS NULL",
    );
    const objects = opened.db.get('SELECT count(*) AS n FROM objects');
    return { result, unexplained, objects: objects?.n };
  } finally {
    opened.close();
  }
}

// Skipped where the shared data is not beside the checkout: it may not be copied into the repository.
describe.skipIf(!existsSync(data))('real data (skipped without ../shared/data)', () => {
  const expected: [string, object][] = [
    [
      'Yamato-Security__suzaku-sample-data',
      { files: { read: 1388 }, records: 11_805, events: 9342, duplicates: 2463 },
    ],
    ['Permiso-io-tools__CloudConsoleCartographer', { records: 5612 }],
    ['DataDog__stratus-red-team', { files: { read: 35 }, records: 310 }],
    ['adanalvarez__TrailDiscover', { files: { read: 282, empty: 10 }, records: 282 }],
    ['criblpacks__cribl-aws-cloudtrail-logs', { records: 44 }],
    ['cloud-custodian__cloud-custodian', { files: { read: 24, notCloudTrail: 15 }, records: 24 }],
    ['crowdsecurity__hub', { files: { read: 4 }, records: 13 }],
    ['zmallen__cloudtrail2sightings', { files: { read: 3, damaged: 1 }, records: 12 }],
    ['flosell__trailscraper', { files: { read: 3 }, records: 7 }],
    ['log2timeline__plaso', { records: 6 }],
    ['airbnb__streamalert', { records: 3 }],
    ['protectai__llm-guard', { files: { read: 2 }, records: 0 }],
    ['', { records: 18_118, files: { partly: 0, damaged: 1 } }],
  ];
  test.each(expected)('%s', async (name, counts) => {
    const { result, unexplained, objects } = await importFolder(name);
    expect(result).toMatchObject(counts);
    expect(unexplained).toEqual([]);
    expect(objects).toBe(result.files.seen);
  });
});
