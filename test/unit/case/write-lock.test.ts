import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openCase } from '../../../electron/engine/case/case-file.ts';
import { readFileHeader } from '../../../electron/engine/case/file-header.ts';
import { lastReadingMode } from '../../../electron/engine/case/reading-mode.ts';
import { lockPathOf, takeWriteLock } from '../../../electron/engine/case/write-lock.ts';
import { context } from './builders.ts';
import { asOrdinaryUser, codeOf, messageOf, newCase } from './fixtures.ts';
import { buildChild, kill, startChild } from './second-process.ts';

beforeAll(buildChild);

function closedCase(): string {
  const opened = newCase();
  opened.close();
  return opened.path;
}

function lockedBy(holder: Record<string, unknown>): string {
  const file = closedCase();
  const whole = {
    program: 'Spoor 9',
    pid: process.pid,
    host: hostname(),
    processStart: null,
    sinceMs: 0,
    ...holder,
  };
  writeFileSync(lockPathOf(file), JSON.stringify(whole));
  return file;
}

function accessTo(file: string): string {
  const opened = openCase(file, { ...context, access: 'write' });
  opened.close();
  return opened.access;
}

function pidOfTheDead(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('the write lock', () => {
  test('is beside the case while it is open, names its holder, and goes when it is closed', () => {
    const opened = newCase();
    const holder: unknown = JSON.parse(readFileSync(lockPathOf(opened.path), 'utf8'));
    expect(holder).toMatchObject({
      program: 'Spoor 0.1.0',
      pid: process.pid,
      host: hostname(),
      sinceMs: context.clock(),
    });
    opened.close();
    expect(readdirSync(path.dirname(opened.path))).toEqual(['a.spoor']);
  });

  test('keeps the same process from writing twice', () => {
    const opened = newCase();
    expect(accessTo(opened.path)).toBe('read');
    expect(readdirSync(path.dirname(opened.path))).toContain('a.spoor-lock');
  });

  test('of a process that is gone is taken over', () => {
    const file = lockedBy({ pid: pidOfTheDead() });
    expect(accessTo(file)).toBe('write');
    expect(readdirSync(path.dirname(file))).toEqual(['a.spoor']);
  });

  test.skipIf(process.platform !== 'linux')(
    'of a gone process whose number was given to another is taken over',
    () => {
      const file = lockedBy({ processStart: 'another boot:1' });
      expect(accessTo(file)).toBe('write');
    },
  );

  test('of another machine is left to it, and the case is read', () => {
    const file = lockedBy({ host: 'elsewhere.example', pid: pidOfTheDead() });
    const opened = openCase(file, { ...context, access: 'write' });
    expect(opened.readOnlyReason).toMatch(
      /^Spoor 9 \(process \d+\) on elsewhere\.example .* since 1970-01-01 00:00:00 UTC\.$/,
    );
    opened.close();
    expect(readdirSync(path.dirname(file))).toContain('a.spoor-lock');
  });

  test('of another machine that is writing keeps the case from being read as well, and says what to delete', async () => {
    const file = closedCase();
    await kill(await startChild(file));
    writeFileSync(
      lockPathOf(file),
      JSON.stringify({
        program: 'Spoor 9',
        pid: 1,
        host: 'elsewhere.example',
        processStart: null,
        sinceMs: 0,
      }),
    );
    expect(codeOf(() => accessTo(file))).toBe('case-in-use');
    expect(messageOf(() => accessTo(file))).toContain('elsewhere.example');
  });

  test('that cannot be understood holds while it is fresh, and is taken over when it is old', () => {
    const file = closedCase();
    writeFileSync(lockPathOf(file), '{"prog');
    expect(accessTo(file)).toBe('read');
    utimesSync(lockPathOf(file), 1, 1);
    expect(accessTo(file)).toBe('write');
  });

  test('that was taken over by another meanwhile is not removed on release', () => {
    const file = closedCase();
    const answer = takeWriteLock(file, { program: 'Spoor 1', atMs: 0 });
    writeFileSync(lockPathOf(file), 'of another');
    if (answer.kind === 'taken') answer.lock.release();
    expect({ kind: answer.kind, text: readFileSync(lockPathOf(file), 'utf8') }).toEqual({
      kind: 'taken',
      text: 'of another',
    });
    expect(readdirSync(path.dirname(file)).sort()).toEqual(['a.spoor', 'a.spoor-lock']);
  });

  test('is gone when opening fails', () => {
    const file = closedCase();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, 8_192));
    expect(codeOf(() => accessTo(file))).toBe('damaged-case');
    expect(readdirSync(path.dirname(file))).toEqual(['a.spoor']);
  });
});

/** Windows has no permission bits; there the folder's refusal is met by the same code through EPERM. */
describe.skipIf(process.platform === 'win32')('where nothing may be written', () => {
  /** A folder that only its owner, who is not us, may write to. */
  function seal(file: string): void {
    for (const name of readdirSync(path.dirname(file))) chmodSync(path.join(path.dirname(file), name), 0o444);
    chmodSync(path.dirname(file), 0o555);
  }

  test('a closed case is read, with the file as the reason', () => {
    const file = closedCase();
    seal(file);
    const opened = asOrdinaryUser(() => openCase(file, { ...context, access: 'write' }));
    expect(opened).toMatchObject({ access: 'read', readOnlyReason: `You may not write to ${file}.` });
    opened.close();
    chmodSync(path.dirname(file), 0o755);
    expect(readdirSync(path.dirname(file))).toEqual(['a.spoor']);
  });

  test('a writable file in a sealed folder is read, with the folder as the reason', () => {
    const file = closedCase();
    seal(file);
    chmodSync(file, 0o666);
    const opened = asOrdinaryUser(() => openCase(file, { ...context, access: 'write' }));
    expect(opened).toMatchObject({
      access: 'read',
      readOnlyReason: `You may not write to the folder ${path.dirname(file)}.`,
    });
    opened.close();
  });

  test('a case whose writer was killed is read with its last commit, without a file beside it', async () => {
    const file = closedCase();
    await kill(await startChild(file));
    rmSync(`${file}-shm`);
    rmSync(lockPathOf(file));
    seal(file);
    const before = readFileSync(`${file}-wal`);
    asOrdinaryUser(() => {
      expect(lastReadingMode(file)).toBe('alone');
      const opened = openCase(file, { ...context, access: 'read' });
      expect(opened.db.get('SELECT count(*) AS events FROM events')?.events).toBe(10);
      opened.close();
    });
    expect(readFileSync(`${file}-wal`).equals(before)).toBe(true);
  });

  test('a case that is marked as open but has no WAL is read as it is', () => {
    const file = closedCase();
    const bytes = readFileSync(file);
    bytes.fill(2, 18, 20);
    writeFileSync(file, bytes);
    expect(readFileHeader(file).isWal).toBe(true);
    seal(file);
    asOrdinaryUser(() => {
      expect(lastReadingMode(file)).toBe('immutable');
      const opened = openCase(file, { ...context, access: 'read' });
      expect(opened.db.get('SELECT action FROM custody')?.action).toBe('created');
      opened.close();
    });
  });

  test('a case is read while its writer has it open', async () => {
    const file = closedCase();
    await startChild(file);
    seal(file);
    asOrdinaryUser(() => {
      expect(lastReadingMode(file)).toBeNull();
      const opened = openCase(file, { ...context, access: 'write' });
      expect(opened.db.get('SELECT count(*) AS events FROM events')?.events).toBe(10);
      opened.close();
    });
  });

  test('a file that may not be read is told as such', () => {
    const file = closedCase();
    if (process.getuid?.() === 0) chownSync(file, 0, 0);
    chmodSync(file, 0o000);
    expect(asOrdinaryUser(() => codeOf(() => accessTo(file)))).toBe('unreadable');
  });
});
