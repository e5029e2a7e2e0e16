import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../electron/engine/index.ts';
import { openFileLog } from '../../../electron/log/file-log.ts';
import { startTestEngine, type TestEngine, workersDir } from '../../support/engine.ts';

let desk: TestEngine;
let engine: Engine;
let logFolder: string;

beforeEach(async () => {
  desk = await startTestEngine();
  logFolder = path.join(desk.folder, 'logs');
  engine = await createEngine({
    version: '1.2.3',
    dataFolder: path.join(desk.folder, 'other-data'),
    workersDir,
    threads: 1,
    logFolder,
    log: openFileLog(logFolder, { echo: () => {} }),
    picker: async () => ({ kind: 'cancelled' }),
  });
});
afterEach(async () => {
  await engine.close();
  await desk.stop();
});

const targetIn = async (name: string) => (await engine.grantPath(path.join(desk.folder, name), 'save')).token;

describe('a support bundle', () => {
  it('is saved exactly as it was shown, and only where nothing lies', async () => {
    mkdirSync(logFolder, { recursive: true });
    writeFileSync(path.join(logFolder, 'spoor.log'), 'as it was read');
    const shown = await engine.call('support.prepare', {});
    // What is written to the log between reading and saving is not what the person has read.
    writeFileSync(path.join(logFolder, 'spoor.log'), 'changed since');
    const target = await targetIn('support.zip');
    const saved = await engine.call('support.save', { bundle: shown.bundle, target, overwrite: false });
    expect(saved).toMatchObject({ name: 'support.zip', rows: shown.files.length });
    const zip = unzipSync(new Uint8Array(readFileSync(path.join(desk.folder, 'support.zip'))));
    expect(Object.fromEntries(Object.entries(zip).map(([name, bytes]) => [name, strFromU8(bytes)]))).toEqual(
      Object.fromEntries(shown.files.map(({ name, text }) => [name, text])),
    );
    await expect(
      engine.call('support.save', { bundle: shown.bundle, target, overwrite: false }),
    ).rejects.toMatchObject({ code: 'already-exists' });
    await expect(
      engine.call('support.save', { bundle: 'made-up', target, overwrite: true }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('tells of sizes and codes, and nothing of the case', async () => {
    const folder = path.join(desk.folder, 'operation nightfall');
    mkdirSync(folder, { recursive: true });
    const record = {
      eventID: 'e-1',
      eventName: 'StolenSecretEvent',
      eventTime: '2026-03-01T00:00:00Z',
      recipientAccountId: '111122223333',
      userIdentity: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    };
    writeFileSync(path.join(folder, 'evidence-of-theft.json'), JSON.stringify({ Records: [record] }));
    const info = await engine.call('cases.create', {
      grant: (await engine.grantPath(path.join(folder, 'nightfall.spoor'), 'save')).token,
    });
    const { token } = await engine.grantPath(folder);
    const { job } = await engine.call('import.start', { case: info.case, grants: [token] });
    for await (const { id, endedAtMs } of engine.stream('jobs.watch', {}))
      if (id === job && endedAtMs !== null) break;
    const { files } = await engine.call('support.prepare', {});
    expect(files.map(({ name }) => name)).toEqual(['about.json', 'spoor.log']);
    const [about, log] = files.map(({ text }) => text);
    expect(JSON.parse(about ?? '')).toMatchObject({
      spoor: '1.2.3',
      cases: [{ access: 'write', events: 1, files: { read: 1 } }],
      jobs: [{ kind: 'import', state: 'done', error: null }],
    });
    expect(log).toContain('"event":"jobs.ended"');
    for (const { text } of files)
      expect(text).not.toMatch(/nightfall|evidence|Stolen|111122223333|AKIA|operation/i);
    expect(files.some(({ text }) => text.includes(desk.folder))).toBe(false);
  });

  it('holds the log that was put aside too, the newest first, and no other file of that folder', async () => {
    mkdirSync(logFolder, { recursive: true });
    for (const name of ['spoor.log', 'spoor.1.log', 'spoor.2.log', 'notes.log', 'spoor.log.bak'])
      writeFileSync(path.join(logFolder, name), name);
    writeFileSync(path.join(logFolder, 'spoor.1.log'), `${'x'.repeat(2 * 1024 * 1024)}\nlast line\n`);
    const { files } = await engine.call('support.prepare', {});
    expect(files.map(({ name }) => name)).toEqual(['about.json', 'spoor.log', 'spoor.1.log', 'spoor.2.log']);
    expect(files[2]?.text).toBe('last line\n');
  });
});
