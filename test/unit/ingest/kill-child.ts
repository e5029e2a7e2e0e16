import { existsSync } from 'node:fs';
import { createCase, openCase } from '../../../electron/engine/case/case-file.ts';
import { startIngest } from '../../../electron/engine/ingest/start-ingest.ts';

/** Imports argv[3] into the case argv[2] and prints how many files are done, until it is killed. */
const [casePath = '', source = '', workersDir = ''] = process.argv.slice(2);
const context = { clock: Date.now, version: 'test' };
const opened = existsSync(casePath)
  ? openCase(casePath, { ...context, access: 'write' })
  : createCase(casePath, context);
const task = {
  casePath: opened.path,
  mode: 'import',
  sources: [{ kind: 'path', path: source }],
  threads: 2,
  version: 'test',
} as const;
await startIngest(task, {
  workersDir,
  onProgress: ({ filesDone }) => process.stdout.write(`${filesDone}\n`),
  signal: new AbortController().signal,
});
opened.close();
