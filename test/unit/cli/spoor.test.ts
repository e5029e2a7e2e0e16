import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv } from '../export/csv-reader.ts';
import { spoorIn } from './run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-'));
const spoor = spoorIn(folder);

/** Escapes the terminal, turns the direction of the line, and is a formula. */
const hostile = '=cmd()\u001b]0;owned\u0007\u202egnp';

function record(n: number, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    eventTime: `2026-03-01T0${n}:00:00Z`,
    eventSource: 's3.amazonaws.com',
    eventName: n % 2 === 0 ? 'GetObject' : 'PutObject',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    userIdentity: { type: 'IAMUser', userName: 'alice', accountId: '111122223333' },
    recipientAccountId: '111122223333',
    ...change,
  };
}

const records = [
  record(1),
  record(2),
  record(3, { errorCode: 'AccessDenied' }),
  record(4, { userAgent: hostile }),
  record(4, { userAgent: hostile }),
];

beforeAll(async () => {
  mkdirSync(path.join(folder, 'logs'));
  writeFileSync(path.join(folder, 'logs', 'a.json.gz'), gzipSync(JSON.stringify({ Records: records })));
  writeFileSync(path.join(folder, 'logs', 'readme.txt'), 'not a trail\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('spoor', () => {
  it('imports into a case that it makes, and ends with one object of what was done', async () => {
    const { code, out, err } = await spoor('import', 'a.spoor', 'logs', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      case: path.join(folder, 'a.spoor'),
      files: {
        seen: 2,
        read: 1,
        partly: 0,
        empty: 0,
        notCloudTrail: 1,
        damaged: 0,
        tooLarge: 0,
        alreadyPresent: 0,
      },
      records: 5,
      events: 4,
      duplicates: 1,
      elapsedMs: expect.any(Number),
    });
  });

  it('tells what the case holds, and every file with its reason', async () => {
    const info = JSON.parse((await spoor('info', 'a.spoor', '--json')).out);
    expect(info).toMatchObject({
      events: 4,
      duplicates: 1,
      firstTime: '2026-03-01T01:00:00Z',
      lastTime: '2026-03-01T04:00:00Z',
      accounts: ['111122223333'],
      regions: ['eu-west-1'],
      sources: [expect.objectContaining({ id: 1, kind: 'folder' })],
      sizeBytes: expect.any(Number),
    });
    const ledger: { status: string; reason: string | null }[] = JSON.parse(
      (await spoor('ledger', 'a.spoor', '--json')).out,
    );
    expect(ledger.map(({ status }) => status).sort()).toEqual(['notCloudTrail', 'read']);
    expect(ledger.find(({ status }) => status === 'notCloudTrail')?.reason).toMatch(/\w+/);
  });

  it('shows events in the order asked for, also with a word that begins with a dash', async () => {
    const names = async (...args: string[]) =>
      JSON.parse(
        (await spoor('query', 'a.spoor', ...args, '--format', 'json', '--columns', 'time,name')).out,
      ).map(({ time }: { time: string }) => time.slice(11, 13));
    expect(await names('--sort', 'time')).toEqual(['01', '02', '03', '04']);
    expect(await names('--sort', '-time', '--limit', '2')).toEqual(['04', '03']);
    expect(await names('-error:*', '--sort', 'time')).toEqual(['01', '02', '04']);
    expect(await names('name:GetObject', '--with-duplicates')).toHaveLength(3);
  });

  it('shows times in the zone that is asked for, in tables and CSV; JSON keeps UTC', async () => {
    const query = (...more: string[]) =>
      spoor('query', 'a.spoor', 'error:*', '--columns', 'time', '--zone', 'Asia/Kolkata', ...more);
    expect((await query()).out).toBe('time\n2026-03-01T08:30:00+05:30\n');
    expect((await query('--format', 'csv')).out).toBe('time\r\n2026-03-01T08:30:00+05:30\r\n');
    expect(JSON.parse((await query('--format', 'json')).out)).toEqual([{ time: '2026-03-01T03:00:00Z' }]);
  });

  it('prints the record exactly with --raw', async () => {
    const { out } = await spoor('query', 'a.spoor', 'error:*', '--raw');
    expect(out).toBe(`${JSON.stringify(records[2])}\n`);
  });

  it('lets no control character and no direction mark of a record into a table', async () => {
    const { out } = await spoor('query', 'a.spoor', 'agent:*cmd*', '--columns', 'agent');
    expect(out).toContain('=cmd()\\u001b]0;owned\\u0007\\u202egnp');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('counts by value and over time', async () => {
    const { out } = await spoor('count', 'a.spoor', '--by', 'name', '--every', '1h', '--json');
    const count = JSON.parse(out);
    expect(count).toMatchObject({ events: 4, matched: 4, by: { field: 'name', distinct: 2 } });
    expect(
      count.bars.map(
        (bar: { read: number; write: number; failed: number }) => bar.read + bar.write + bar.failed,
      ),
    ).toEqual([1, 1, 1, 1]);
  });

  it('exports exactly the filtered events with the formula guard, and not on top of a file', async () => {
    const { code, out } = await spoor(
      'export',
      'a.spoor',
      'out.csv',
      'name:GetObject',
      '--format',
      'csv',
      '--columns',
      'time,agent',
      '--zone',
      'Europe/Vienna',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      name: 'out.csv',
      rows: 2,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(readCsv(readFileSync(path.join(folder, 'out.csv'), 'utf8'))).toEqual([
      ['time', 'agent'],
      ['2026-03-01T03:00:00+01:00', ''],
      ['2026-03-01T05:00:00+01:00', `'${hostile}`],
    ]);
    const again = await spoor('export', 'a.spoor', 'out.csv');
    expect(again.code).toBe(3);
    expect(again.err).toContain('exists already');
  });

  it('marks the place of a mistake in a filter and answers 2, never no rows', async () => {
    const { code, out, err } = await spoor('query', 'a.spoor', 'name:(PutObject');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/name:\(PutObject\n\s+\^/);
  });

  it.each([
    [['query', 'a.spoor', '--colour']],
    [['query', 'a.spoor', '--columns', 'nonsense']],
    [['query']],
    [['query', 'a.spoor', 'one', 'two']],
    [['count', 'a.spoor', '--every', 'often']],
    [['query', 'a.spoor', '--zone', 'Mars/Olympus']],
    [['export', 'a.spoor', 'mars.csv', '--zone', 'Mars/Olympus']],
    [['conjure']],
  ])('answers %j with 2 and a sentence', async (args) => {
    const { code, out, err } = await spoor(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^spoor: .+/);
  });

  it('answers 3 where there is nothing at a path, and leaves no empty case behind', async () => {
    const { code, err } = await spoor('import', 'new.spoor', 'no-such-folder');
    expect(code).toBe(3);
    expect(err).toContain('no-such-folder');
    expect((await spoor('info', 'new.spoor')).code).toBe(3);
  });

  it('answers 1 where nothing in the files is CloudTrail', async () => {
    const { code, err } = await spoor('import', 'b.spoor', path.join('logs', 'readme.txt'));
    expect(code).toBe(1);
    expect(err).toContain('CloudTrail');
  });

  it.each([
    'import',
    'sync',
    'follow',
    'info',
    'ledger',
    'trails',
    'query',
    'count',
    'export',
    'serve',
    'reindex',
    'index',
    'sample',
  ])('%s --help shows an example and the exit codes', async (name) => {
    const { code, out } = await spoor(name, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`Example: spoor ${name} `);
    expect(out).toContain('Exit codes:');
  });
});
