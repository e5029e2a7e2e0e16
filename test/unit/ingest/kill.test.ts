import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCase, openCase } from '../../../electron/engine/case/case-file.ts';
import { checkEvidence } from '../../../electron/engine/case/evidence-seal.ts';
import { startIngest } from '../../../electron/engine/ingest/start-ingest.ts';
import { json, record, temporaryFolder, workersDir, writeFiles } from './builders.ts';

const folder = temporaryFolder();
const trail = path.join(folder, 'trail');
// Inside the project, where the SQLite binding is found.
const child = path.join(workersDir, '../test/kill-child.js');

beforeAll(async () => {
  for (let i = 0; i < 4000; i += 1) {
    const records = Array.from({ length: i % 11 }, (_, k) => record((i * 3 + k) % 9000));
    writeFiles(trail, { [`${i % 10}/${i}.json.gz`]: gzipSync(json({ Records: records })) });
  }
  const bundle = await rolldown({
    input: path.join(import.meta.dirname, 'kill-child.ts'),
    external: ['@photostructure/sqlite', /^node:/],
    platform: 'node',
    tsconfig: false,
    logLevel: 'warn',
  });
  await bundle.write({ file: child, format: 'esm', codeSplitting: false });
  await bundle.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs an import in a process of its own and kills it when it has reported so many files. */
function importAndKill(casePath: string, afterFiles: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const running: ChildProcess = spawn(process.execPath, [child, casePath, trail, workersDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.stdout?.on('data', (text: Buffer) => {
      const done = Number(text.toString().trim().split('\n').at(-1));
      if (done >= afterFiles) running.kill('SIGKILL');
    });
    running.on('error', reject);
    running.on('exit', () => resolve());
  });
}

async function finish(casePath: string) {
  const opened = existsSync(casePath)
    ? openCase(casePath, { access: 'write', clock: Date.now, version: 'test' })
    : createCase(casePath, { clock: Date.now, version: 'test' });
  try {
    const task = {
      casePath: opened.path,
      mode: 'import',
      sources: [{ kind: 'path', path: trail }],
      threads: 2,
      version: 'test',
    } as const;
    await startIngest(task, { workersDir, onProgress: () => {}, signal: new AbortController().signal });
    // As text: comparing tens of thousands of objects is slow.
    const rowsOf = (sql: string) => opened.db.all(sql).map((row) => JSON.stringify(row));
    expect(checkEvidence(opened.db)).toEqual({ ok: true, brokenAt: null, files: 4000, unsealed: 0 });
    return {
      events: rowsOf('SELECT * FROM events ORDER BY id'),
      terms: rowsOf('SELECT * FROM terms ORDER BY id'),
      objects: rowsOf('SELECT id, key, status, is_kept, sha256, record_count FROM objects ORDER BY id'),
    };
  } finally {
    opened.close();
  }
}

test('an import that was killed again and again ends in the same case as one that was not', async () => {
  const killed = path.join(folder, 'killed.spoor');
  for (const afterFiles of [1, 1500, 3000]) await importAndKill(killed, afterFiles);
  const rows = await finish(killed);
  const undisturbed = await finish(path.join(folder, 'whole.spoor'));
  expect(rows.objects.length).toBe(4000);
  expect(rows).toEqual(undisturbed);
});
