import { createPublicKey } from 'node:crypto';
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import type { Verification, VerifyChoice } from '../../../electron/contract/integrity.ts';
import { Database } from '../../../electron/engine/case/driver.ts';
import { bytesAt, numberAt } from '../../../electron/engine/case/row.ts';
import { hourMs, makeKey, type StoredObject, TestTrail } from '../../support/digests.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import { keyListJson, writeTrailFolder } from '../../support/trail-folder.ts';
import { at } from '../../support/verification.ts';

const key = makeKey();
const everything: VerifyChoice = { fromMs: null, untilMs: null, accounts: [], regions: [], trails: [] };
let test: TestEngine;

beforeAll(async () => {
  test = await startTestEngine();
});
afterAll(() => test.stop());

let count = 0;

/** A case of these objects and of the key's list. */
async function caseOf(objects: readonly StoredObject[], keys = [key]): Promise<CaseInfo> {
  count += 1;
  const folder = path.join(test.folder, `trail-${count}`);
  writeTrailFolder(folder, objects);
  if (keys.length > 0) writeFileSync(path.join(folder, 'public-keys.json'), keyListJson(keys));
  const info = await test.newCase(`check-${count}`);
  const job = await test.importInto(info, folder);
  expect(job.error).toBeNull();
  return info;
}

async function check(
  { case: id }: Pick<CaseInfo, 'case'>,
  choice: Partial<VerifyChoice> = {},
  keys: string | null = null,
): Promise<Verification> {
  const { job } = await test.engine.call('verify.start', {
    case: id,
    choice: { ...everything, ...choice },
    keys,
  });
  const ended = await endOf(test.engine, job);
  expect(ended.error).toBeNull();
  const { verification } = await test.engine.call('verify.latest', { case: id });
  if (verification === null) throw new Error('there is no verification');
  expect(ended.overall).toBe(verification.overall);
  return verification;
}

async function exceptions(id: string): Promise<string[]> {
  const request = { kind: null, verdict: null, exceptionsOnly: true, text: '', offset: 0, limit: 100 };
  const { rows } = await test.engine.call('verify.objects', { case: id, ...request });
  return rows.map(({ kind, verdict, reason }) => `${kind} ${verdict} ${reason}`);
}

async function matched(id: string, filter: string): Promise<number> {
  const view = { histogram: null, facets: [], page: null, withDuplicates: true };
  return (await test.engine.call('events.view', { case: id, filter, ...view })).matched;
}

describe('the check of a case', () => {
  it('proves what a plain download can prove, and says what the newest digest lacks', async () => {
    const trail = new TestTrail({ key }).write(6);
    const info = await caseOf(trail.objects);
    const { overall, digests, logs, keys, series } = await check(info);
    expect({ overall, digests, logs }).toEqual({
      overall: 'unproven',
      digests: { total: 6, by: { proven: 5, unsigned: 1 } },
      logs: { total: 12, by: { proven: 10, unsigned: 2 } },
    });
    expect(keys).toMatchObject([{ fingerprint: key.given.fingerprint, origin: 'file', fault: null }]);
    expect(series).toMatchObject([{ account: '111122223333', region: 'eu-west-1', trail: 'main' }]);
    expect(await exceptions(info.case)).toEqual([
      'digest unsigned no-signature',
      'log unsigned digest-unsigned',
      'log unsigned digest-unsigned',
    ]);
  });

  it('marks the events of an altered file, and only those', async () => {
    const trail = new TestTrail({ key }).write(4);
    const altered = at(at(trail.hours, 1).logs, 0);
    altered.bytes = gzipSync('{"Records":[{"eventName":"PutObject","eventTime":"2026-01-02T01:10:00Z"}]}');
    const info = await caseOf(trail.objects);
    expect((await check(info)).overall).toBe('tampered');
    expect(at(await exceptions(info.case), 0)).toBe('log altered hash-differs');
    expect(await matched(info.case, 'verdict:altered')).toBe(1);
    expect(await matched(info.case, 'verdict:altered name:PutObject')).toBe(1);
    expect(await matched(info.case, 'verdict:proven')).toBe(5);
    expect(await matched(info.case, '-verdict:*')).toBe(0);
    const page = { sort: { field: 'time', descending: false }, offset: 0, limit: 10, columns: [] } as const;
    const { rows } = await test.engine.call('events.page', {
      ...{ case: info.case, filter: 'verdict:altered', withDuplicates: true, page: { ...page, columns: [] } },
    });
    const { object } = await test.engine.call('events.get', {
      case: info.case,
      event: at(rows, 0).event,
    });
    expect(object.proof).toMatchObject({ verdict: 'altered', how: null });
    expect(object.proof?.byKey).toMatch(/CloudTrail-Digest_eu-west-1_main/);
  });

  it('calls what was put in the place of a log file altered, and not missing', async () => {
    const trail = new TestTrail({ key, logsPerHour: 3 }).write(2);
    const [text, empty, archive] = at(trail.hours, 0).logs;
    if (text === undefined || empty === undefined || archive === undefined) throw new Error('no logs');
    text.bytes = Buffer.from('nothing to see here');
    empty.bytes = Buffer.alloc(0);
    archive.bytes = gzipSync('this is no JSON');
    const info = await caseOf(trail.objects);
    expect((await check(info)).logs).toEqual({ total: 6, by: { altered: 3, unsigned: 3 } });
  });

  it('shows no verdict before it, and none of what came after it', async () => {
    const trail = new TestTrail({ key }).write(2);
    const info = await caseOf(trail.objects);
    expect(await matched(info.case, '-verdict:*')).toBe(4);
    expect((await check(info)).isCurrent).toBe(true);
    const later = new TestTrail({ key, region: 'us-east-1' }).write(1);
    const folder = path.join(test.folder, `later-${count}`);
    writeTrailFolder(folder, later.objects);
    await test.importInto(info, folder);
    const { verification } = await test.engine.call('verify.latest', { case: info.case });
    expect(verification?.isCurrent).toBe(false);
    expect(await matched(info.case, '-verdict:*')).toBe(2);
    expect((await check(info)).isCurrent).toBe(true);
    expect(await matched(info.case, '-verdict:*')).toBe(0);
  });

  it('tells only what was asked for, and gives every event its verdict all the same', async () => {
    const one = new TestTrail({ key }).write(4);
    const other = new TestTrail({ key, account: '444455556666', trail: 'other' }).write(4);
    at(at(other.hours, 0).logs, 0).bytes = gzipSync(
      '{"Records":[{"eventName":"Planted","eventTime":"2026-01-02T00:09:00Z"}]}',
    );
    const info = await caseOf([...one.objects, ...other.objects]);
    const named = await check(info, { trails: ['main'] });
    expect(named.digests).toEqual({ total: 4, by: { proven: 3, unsigned: 1 } });
    expect(named.logs.total).toBe(8);
    expect(await exceptions(info.case)).not.toContain('log altered hash-differs');
    expect(await matched(info.case, 'verdict:altered')).toBe(1);
    expect(await check(info, { accounts: ['444455556666'] })).toMatchObject({ overall: 'tampered' });
    const startMs = at(one.hours, 0).json.digestStartTime;
    const early = await check(info, {
      accounts: ['111122223333'],
      fromMs: Date.parse(startMs),
      untilMs: Date.parse(startMs) + hourMs - 1,
    });
    expect(early).toMatchObject({ overall: 'intact', digests: { total: 1, by: { proven: 1 } } });
  });

  it('takes keys from a file for this time only', async () => {
    const trail = new TestTrail({ key }).write(3);
    const info = await caseOf(trail.objects, []);
    expect((await check(info)).digests.by).toEqual({ 'key-unknown': 2, unsigned: 1 });
    const file = path.join(test.folder, 'keys.json');
    writeFileSync(file, keyListJson([key]));
    const { token } = await test.engine.grantPath(file, 'file');
    const { digests, keys } = await check(info, {}, token);
    expect(digests.by).toEqual({ proven: 2, unsigned: 1 });
    expect(keys).toMatchObject([{ origin: 'given' }]);
    expect((await check(info)).keys).toEqual([]);
  });

  it('works on a case that is open read-only, and leaves nothing in it', async () => {
    const trail = new TestTrail({ key }).write(3);
    const info = await caseOf(trail.objects);
    const file = path.join(info.place, info.name);
    await test.engine.call('cases.close', { case: info.case });
    const copy = path.join(test.folder, 'evidence.spoor');
    copyFileSync(file, copy);
    const { token } = await test.engine.grantPath(copy, 'file');
    const read = await test.engine.call('cases.open', { grant: token, access: 'read' });
    expect(await check(read)).toMatchObject({ isKept: false, digests: { by: { proven: 2, unsigned: 1 } } });
    expect(await check(read)).toMatchObject({ isKept: false, isCurrent: true });
    expect(await exceptions(read.case)).toHaveLength(3);
    await test.engine.call('cases.close', { case: read.case });
    const again = await test.engine.call('cases.open', { grant: token, access: 'write' });
    expect(await test.engine.call('verify.latest', { case: again.case })).toEqual({ verification: null });
  });

  it('is cancelled without leaving anything', async () => {
    const trail = new TestTrail({ key, logsPerHour: 40 }).write(30);
    const info = await caseOf(trail.objects);
    const { job } = await test.engine.call('verify.start', {
      case: info.case,
      choice: everything,
      keys: null,
    });
    await test.engine.call('jobs.cancel', { job });
    expect((await endOf(test.engine, job)).state).toBe('cancelled');
    expect(await test.engine.call('verify.latest', { case: info.case })).toEqual({ verification: null });
  });

  it('sees bytes that were changed in the case file itself, and names the file', async () => {
    const trail = new TestTrail({ key }).write(3);
    const info = await caseOf(trail.objects);
    await test.engine.call('cases.close', { case: info.case });
    const file = path.join(info.place, info.name);
    const log = at(at(trail.hours, 0).logs, 0);
    const db = Database.open(file, { readOnly: false });
    const row = db.get(
      'SELECT b.pack_id, b.offset, p.bytes FROM objects AS o JOIN blobs AS b USING (sha256) JOIN packs AS p ON p.id = b.pack_id WHERE o.key = ?',
      log.key,
    );
    const bytes = Uint8Array.from(bytesAt(row ?? {}, 'bytes'));
    const last = numberAt(row ?? {}, 'offset') + log.bytes.length - 1;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
    db.run('UPDATE packs SET bytes = ? WHERE id = ?', bytes, numberAt(row ?? {}, 'pack_id'));
    db.close();
    const { token } = await test.engine.grantPath(file, 'file');
    const again = await test.engine.call('cases.open', { grant: token, access: 'write' });
    expect((await check(again)).overall).toBe('tampered');
    const found = await exceptions(again.case);
    expect(found.filter((one) => one.includes('altered'))).toEqual(['log altered log-not-as-imported']);
  });

  it('names the file whose bytes are gone from the case, and keeps no verdict', async () => {
    const info = await caseOf(new TestTrail({ key }).write(3).objects);
    await test.engine.call('cases.close', { case: info.case });
    const file = path.join(info.place, info.name);
    const db = Database.open(file, { readOnly: false });
    db.run('DELETE FROM packs');
    db.close();
    const { token } = await test.engine.grantPath(file, 'file');
    const again = await test.engine.call('cases.open', { grant: token, access: 'write' });
    const { job } = await test.engine.call('verify.start', {
      case: again.case,
      ...{ choice: everything, keys: null },
    });
    const { error } = await endOf(test.engine, job);
    expect(error?.code).toBe('damaged-case');
    expect(error?.message).toMatch(/the bytes of the file with SHA-256 [\da-f]{64} are missing/);
    expect((await test.engine.call('verify.latest', { case: again.case })).verification).toBeNull();
  });

  it('says it in the words of the AWS CLI', async () => {
    const trail = new TestTrail({ key }).write(3);
    const info = await caseOf(trail.objects);
    const question = {
      trailArn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
      ...{ account: null, region: 'eu-west-1', bucket: null, isVerbose: true, keys: null },
      fromMs: Date.UTC(2026, 0, 2),
      untilMs: Date.UTC(2026, 0, 3),
    };
    const text: string[] = [];
    for await (const part of test.engine.stream('verify.text', { case: info.case, ...question }))
      text.push(part.text);
    expect(text.join('')).toContain('Validating log files for trail arn:aws:cloudtrail:eu-west-1');
    expect(text.join('')).toContain('2/3 digest files valid, 1/3 digest files INVALID');
  });
});

describe('public keys in a bundle', () => {
  it.each([
    ['pkcs1', 'pem'],
    ['spki', 'pem'],
    ['spki', 'der'],
  ] as const)('may be %s in %s', async (type, format) => {
    const trail = new TestTrail({ key }).write(3);
    const pkcs1 = { key: Buffer.from(key.given.der), format: 'der', type: 'pkcs1' } as const;
    const text =
      format === 'pem'
        ? createPublicKey(pkcs1).export({ type, format })
        : createPublicKey(pkcs1).export({ type, format }).toString('base64');
    const list = JSON.parse(keyListJson([key]));
    list.PublicKeyList[0].Value = text;
    const info = await caseOf(trail.objects, []);
    const file = path.join(test.folder, `${type}-${format}.json`);
    writeFileSync(file, JSON.stringify(list));
    await test.importInto(info, file);
    expect((await check(info)).digests.by).toEqual({ proven: 2, unsigned: 1 });
  });
});
