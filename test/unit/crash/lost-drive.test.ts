import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { asDiskError } from '../../../electron/engine/case/disk-error.ts';
import { toAppError } from '../../../electron/engine/case/sql-error.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import { json, record, writeFiles } from '../ingest/builders.ts';

let desk: TestEngine;
let drive: string;
let away: string;

beforeEach(async () => {
  desk = await startTestEngine();
  drive = path.join(desk.folder, 'drive');
  away = path.join(desk.folder, 'drawer');
  mkdirSync(drive);
});
afterEach(() => desk.stop());

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? { code: error.code, message: error.message } : error;

async function grantOf(name: string, kind?: 'save'): Promise<string> {
  return (await desk.engine.grantPath(path.join(drive, name), kind)).token;
}

async function importOne(info: CaseInfo, nth: number) {
  const trail = path.join(desk.folder, `trail-${nth}`);
  writeFiles(trail, { 'a.json': json({ Records: [record(nth)] }) });
  const { token } = await desk.engine.grantPath(trail);
  const { job } = await desk.engine.call('import.start', { case: info.case, grants: [token] });
  return endOf(desk.engine, job);
}

describe('a case whose drive is taken out', () => {
  // What is open stays open when a folder is moved away, and nothing new is found there: as with a drive.
  it('is told as lost, with what was read still there; it opens again to write once the drive is back, and its job goes on', async () => {
    const info = await desk.engine.call('cases.create', { grant: await grantOf('a.spoor', 'save') });
    expect(await importOne(info, 1)).toMatchObject({ state: 'done' });

    renameSync(drive, away);
    const failed = await importOne(info, 2);
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'disk-failed', message: expect.stringMatching(/a\.spoor is not there any more/) },
    });
    const [lost] = await desk.engine.call('cases.opened', {});
    expect(lost).toMatchObject({ case: info.case, events: 1, lost: failed.error?.message });
    const watching = new AbortController();
    for await (const told of desk.engine.stream('cases.watch', { case: info.case }, watching.signal)) {
      expect(told.lost).toBe(failed.error?.message);
      watching.abort();
    }

    renameSync(away, drive);
    const again = await desk.engine.call('cases.open', { grant: await grantOf('a.spoor'), access: 'write' });
    expect(again).toMatchObject({ access: 'write', lost: null, events: 1 });
    expect(again.case).not.toBe(info.case);
    const [cutOff] = await desk.engine.call('jobs.unfinished', { case: again.case });
    const { job } = await desk.engine.call('jobs.goOn', { case: again.case, unfinished: cutOff?.id ?? '' });
    expect(await endOf(desk.engine, job)).toMatchObject({ state: 'done', importResult: { events: 1 } });
    expect(await desk.engine.call('cases.opened', {})).toMatchObject([{ events: 2 }]);
  });

  it('cannot be opened while it is away, in a sentence', async () => {
    const { case: id } = await desk.engine.call('cases.create', { grant: await grantOf('a.spoor', 'save') });
    const grant = await grantOf('a.spoor');
    await desk.engine.call('cases.close', { case: id });
    renameSync(drive, away);
    await expect(desk.engine.call('cases.open', { grant, access: 'write' })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('There is no case at'),
    });
  });
});

describe('what SQLite and the system say of a disk', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-disk-'));
  const there = path.join(folder, 'a.spoor');
  writeFileSync(there, '');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const sqlite = (errcode: number): Error => Object.assign(new Error('disk I/O error'), { errcode });

  it('is a drive that is gone where the file is not there, and a disk that failed where it is', () => {
    // SQLITE_IOERR_READ, SQLITE_IOERR_SHMSIZE, SQLITE_CANTOPEN (https://sqlite.org/rescode.html)
    for (const errcode of [266, 4874, 14])
      expect(codeOf(toAppError(sqlite(errcode), path.join(folder, 'gone.spoor')))).toEqual({
        code: 'disk-failed',
        message: expect.stringContaining('is not there any more'),
      });
    expect(codeOf(toAppError(sqlite(266), there))).toEqual({
      code: 'disk-failed',
      message: expect.stringContaining('The disk failed on'),
    });
    expect(codeOf(toAppError(sqlite(14), there))).toMatchObject({ code: 'unreadable' });
  });

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EIO', 'disk-failed'],
    ['ESTALE', 'disk-failed'],
    ['ENODEV', 'disk-failed'],
  ])('%s is %s', (code, expected) => {
    expect(asDiskError(Object.assign(new Error(code), { code }))?.code).toBe(expected);
  });

  it('is nothing where the disk is not at fault', () => {
    expect(asDiskError(new Error('x'))).toBeNull();
    expect(asDiskError(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toBeNull();
  });
});
