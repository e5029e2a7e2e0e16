import { existsSync } from 'node:fs';
import path from 'node:path';
import { createEngine, silentLog } from '../../electron/engine/index.ts';

/** A whole engine in a process of its own, which imports argv[3] into the case argv[2] until it is killed. */
const [casePath = '', source = '', workersDir = ''] = process.argv.slice(2);
const engine = await createEngine({
  version: 'test',
  dataFolder: path.join(path.dirname(casePath), 'data'),
  workersDir,
  threads: 2,
  log: silentLog,
  picker: async () => ({ kind: 'cancelled' }),
});
const isThere = existsSync(casePath);
const { token } = await engine.grantPath(casePath, isThere ? 'file' : 'save');
const info = isThere
  ? await engine.call('cases.open', { grant: token, access: 'write' })
  : await engine.call('cases.create', { grant: token });
if (info.access !== 'write') throw new Error(info.readOnlyReason ?? 'The case is read-only.');
const from = await engine.grantPath(source);
const { job: id } = await engine.call('import.start', { case: info.case, grants: [from.token] });
process.stdout.write('started\n');
for await (const job of engine.stream('jobs.watch', {})) {
  if (job.id !== id) continue;
  process.stdout.write(`${job.progress.done}\n`);
  if (job.endedAtMs === null) continue;
  if (job.error !== null) throw new Error(job.error.message);
  break;
}
await engine.close();
