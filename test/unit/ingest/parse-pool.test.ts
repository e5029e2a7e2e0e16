import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { FileTask } from '../../../electron/engine/ingest/file-task.ts';
import { ParsePool } from '../../../electron/engine/ingest/parse-pool.ts';
import { json, record, workersDir } from './builders.ts';

let pool: ParsePool;
afterEach(() => pool.close());

function task(key: string, bytes: Uint8Array): FileTask {
  return { key, known: [], from: { kind: 'bytes', bytes, modifiedMs: null } };
}

test('a file that needs more memory than a thread has is named, and the files around it are read', async () => {
  pool = new ParsePool(path.join(workersDir, 'parse-thread.js'), 1, 48);
  // Empty objects take many times the memory of their text.
  const deadly = Buffer.from(
    `{"eventName":"a","eventSource":"b","x":[${'{"a":{},"b":{}},'.repeat(700_000)}0]}`,
  );
  const batches = [
    [task('a', json([record(1)])), task('b', deadly), task('c', json([record(2)]))],
    [task('d', json([record(3)]))],
  ];
  const answers = await Promise.all(batches.map((tasks) => pool.run(tasks)));
  const statuses = answers.map((parts) =>
    parts.flatMap(({ files }) =>
      files.map((file) => (file.kind === 'read' ? file.reading.status : file.kind)),
    ),
  );
  expect(statuses).toEqual([['read', 'tooLarge', 'read'], ['read']]);
});

test('thread after thread may die of such files, and the process lives', async () => {
  pool = new ParsePool(path.join(workersDir, 'parse-thread.js'), 1, 48);
  const deadly = Buffer.from(
    `{"eventName":"a","eventSource":"b","x":[${'{"a":{},"b":{}},'.repeat(700_000)}0]}`,
  );
  for (let death = 0; death < 12; death += 1) {
    const [answer] = await pool.run([task('b', deadly)]);
    expect(answer?.files).toMatchObject([{ reading: { status: 'tooLarge' } }]);
  }
});

test('a missing program of the threads is an error and not a wait without end', async () => {
  pool = new ParsePool(path.join(workersDir, 'no-such-thread.js'), 1);
  await expect(pool.run([task('a', json([]))])).rejects.toThrow();
});
