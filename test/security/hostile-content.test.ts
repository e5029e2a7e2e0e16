import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { table, terminalJson } from '../../electron/cli/terminal-text.ts';
import { csvText, guardCell } from '../../electron/contract/csv.ts';
import { logBody, recordNumber } from '../support/bucket-trail.ts';
import { endOf, startTestEngine, type TestEngine } from '../support/engine.ts';
import { spoorIn } from '../unit/cli/run-spoor.ts';

const formula = "=cmd|'/c calc'!A1";
const escapes = '\u001b]0;owned\u0007\u001b[2J\u009b31m';
const markup = '<img src=x onerror="alert(1)">';
const reversed = 'evil\u202egpj';

let folder: string;
let desk: TestEngine;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-hostile-'));
  desk = await startTestEngine();
});
afterAll(async () => {
  await desk.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('security P3: log content is hostile', () => {
  it('no cell of a CSV file is a formula', () => {
    for (const cell of [formula, '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '"=1', '\u200b=1', '＝1'])
      expect(guardCell(cell)).toBe(`'${cell}`);
    expect(csvText([[formula, 'a']], { formulaGuard: true })).toBe(`'${formula},a\r\n`);
  });

  it('nothing that a terminal acts on is printed', () => {
    const acted = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
    for (const text of [escapes, reversed, 'a\rb', 'a\u0000b']) {
      expect(
        table(['H'], [[text]])
          .slice(0, -1)
          .replaceAll('\n', ''),
      ).not.toMatch(acted);
      expect(terminalJson({ [text]: text })).not.toMatch(acted);
      expect(JSON.parse(terminalJson({ [text]: text }))).toEqual({ [text]: text });
    }
  });

  it('a trail full of it is printed and exported as text', async () => {
    const spoor = spoorIn(folder);
    const record = recordNumber(1, { eventName: `${formula}${escapes}`, userAgent: `${markup}${reversed}` });
    writeFileSync(path.join(folder, 'a.json.gz'), logBody(record));
    expect((await spoor('import', 'a.spoor', 'a.json.gz')).code).toBe(0);
    const { code, out, err } = await spoor('query', 'a.spoor', '', '--columns', 'name,agent');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('\\u001b]0;owned\\u0007');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect((await spoor('export', 'a.spoor', 'a.csv', '--columns', 'name')).code).toBe(0);
    const [, row = ''] = readFileSync(path.join(folder, 'a.csv'), 'utf8').split('\r\n');
    expect(row).toMatch(/^"?'=cmd/);
  });
});

describe('security P4: what is read of hostile input is limited', () => {
  it('a bomb, a deep nesting and a nest of archives are named in the ledger, and the rest is read', async () => {
    const nested = [...Array(5)].reduce<Uint8Array>(
      (inner) => zipSync({ 'inner.zip': inner }, { level: 0 }),
      zipSync({ 'a.json': logBody(recordNumber(9)) }),
    );
    const source = path.join(folder, 'hostile.zip');
    const files: Record<string, Uint8Array> = {
      'bomb.json.gz': gzipSync(Buffer.alloc(64 * 1024 * 1024)),
      'deep.json': Buffer.from(
        `{"eventName":"a","eventSource":"b","x":${'['.repeat(5000)}${']'.repeat(5000)}}`,
      ),
      'layers.json.gz': [...Array(4)].reduce<Uint8Array>((inner) => gzipSync(inner), Buffer.from('{}')),
      'nested.zip': nested,
      'good.json.gz': logBody(recordNumber(1)),
    };
    writeFileSync(source, zipSync(files, { level: 0 }));
    const info = await desk.newCase('hostile');
    expect(await desk.importInto(info, source)).toMatchObject({ state: 'done', importResult: { events: 1 } });
    const { rows } = await desk.engine.call('ledger.page', {
      case: info.case,
      text: '',
      status: null,
      sort: { by: 'key', descending: false },
      offset: 0,
      limit: 100,
    });
    const told = Object.fromEntries(
      rows.map(({ key, status }) => [key.replace(/^.*hostile\.zip!\//, ''), status]),
    );
    expect(told).toMatchObject({
      'bomb.json.gz': 'tooLarge',
      'deep.json': 'tooLarge',
      'layers.json.gz': 'tooLarge',
      'good.json.gz': 'read',
    });
    expect(rows.find(({ key }) => key.includes('nested.zip!'))?.status).not.toBe('read');
  });
});

describe('security P5: a key never becomes a path', () => {
  it('members of an archive that climb are read under their names, and written nowhere', async () => {
    const names = [
      '../../climbed.json.gz',
      '/tmp/climbed.json.gz',
      '..\\climbed.json.gz',
      'C:\\climbed.json.gz',
    ];
    const source = path.join(folder, 'climbing.zip');
    writeFileSync(
      source,
      zipSync(Object.fromEntries(names.map((name, at) => [name, logBody(recordNumber(at))]))),
    );
    const info = await desk.newCase('climbing');
    expect(await desk.importInto(info, source)).toMatchObject({ importResult: { events: names.length } });

    expect(readdirSync(path.dirname(folder)).filter((name) => name.includes('climbed'))).toEqual([]);

    const target = path.join(folder, 'bundle.zip');
    const place = await desk.engine.grantPath(folder);
    const { grant } = await desk.engine.call('host.place', { folder: place.token, name: 'bundle.zip' });
    const { job } = await desk.engine.call('bundle.start', {
      case: info.case,
      filter: '',
      target: grant.token,
      overwrite: false,
    });
    expect(await endOf(desk.engine, job)).toMatchObject({ state: 'done' });
    const members = Object.keys(unzipSync(readFileSync(target)));
    expect(members.length).toBeGreaterThan(0);
    expect(members.filter((name) => /^[/\\]|^\w:|\\|(?:^|\/)\.\.(?:\/|$)/.test(name))).toEqual([]);
  });
});
