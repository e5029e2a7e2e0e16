import { existsSync } from 'node:fs';
import { createEngine, silentLog } from '../../../electron/engine/index.ts';
import { connect, everything, when } from './sync-desk.ts';

/** Syncs the bucket at argv[3] into the case argv[2], and prints how many files are done, until it is killed. */
const [casePath = '', url = '', workersDir = '', dataFolder = ''] = process.argv.slice(2);
const engine = await createEngine({
  version: 'test',
  dataFolder,
  workersDir,
  threads: 2,
  log: silentLog,
  picker: async () => ({ kind: 'cancelled' }),
});
const isNew = !existsSync(casePath);
const { token } = await engine.grantPath(casePath, isNew ? 'save' : 'file');
const info = isNew
  ? await engine.call('cases.create', { grant: token })
  : await engine.call('cases.open', { grant: token, access: 'write' });
const connection = await connect(engine, url);
const { job } = await engine.call('sync.start', {
  case: info.case,
  connection,
  choice: everything,
  selectorsJson: null,
});
const ended = await when(engine, job, ({ progress }) => {
  process.stdout.write(`${progress.done}\n`);
  return false;
});
await engine.close();
if (ended.state !== 'done') throw new Error(ended.error?.message ?? ended.state);
