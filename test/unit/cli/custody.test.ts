import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { custodyLine } from '../../../electron/cli/custody-line.ts';
import { openCase } from '../../../electron/engine/case/case-file.ts';
import { appendCustody } from '../../../electron/engine/case/custody.ts';
import { Database } from '../../../electron/engine/case/driver.ts';
import { makeKey, TestTrail } from '../../support/digests.ts';
import { writeTrailFolder } from '../../support/trail-folder.ts';
import { spoorIn } from './run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-custody-'));
const spoor = spoorIn(folder);

beforeAll(async () => {
  writeTrailFolder(path.join(folder, 'logs'), new TestTrail({ key: makeKey() }).write(2).objects);
  expect((await spoor('import', 'whole.spoor', 'logs')).code).toBe(0);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the case, tampered with. */
function tampered(name: string, sql: string): string {
  copyFileSync(path.join(folder, 'whole.spoor'), path.join(folder, name));
  const db = Database.open(path.join(folder, name), { readOnly: false });
  db.exec('DROP TRIGGER custody_never_changes');
  db.exec(sql);
  db.close();
  return name;
}

describe('spoor custody', () => {
  it('prints every row, the oldest first, and that nothing was changed', async () => {
    const { code, out } = await spoor('custody', 'whole');
    expect(code).toBe(0);
    const [first, second, third, ...rest] = out.split('\n');
    expect(first).toMatch(/^1 {2}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*Z +created +format \d+; version \d/);
    expect(second).toMatch(/^2 .* importBegun .*label logs/);
    expect(third).toMatch(/^3 .* imported .*read 6.*sealed .*files 6.*; .*version \d/);
    expect(rest.join('\n')).toMatch(
      /^\nThe chain holds: each of 3 rows follows from the one before\.\n6 files are under a seal\.\nhead [0-9a-f]{64}\n$/,
    );
  });

  it('prints one JSON object, from a file that cannot be written too', async () => {
    copyFileSync(path.join(folder, 'whole.spoor'), path.join(folder, 'locked.spoor'));
    chmodSync(path.join(folder, 'locked.spoor'), 0o444);
    const { code, out } = await spoor('custody', 'locked', '--json');
    expect(code).toBe(0);
    const said = JSON.parse(out);
    expect(said).toMatchObject({ ok: true, brokenAt: null, rows: 3, evidence: { ok: true, files: 6 } });
    expect(said.entries).toHaveLength(3);
    expect(said.entries[2]).toMatchObject({
      seq: 3,
      action: 'imported',
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      details: { sealed: { fromObject: 1, untilObject: 6, files: 6 }, version: expect.any(String) },
      hash: said.head,
    });
  });

  it('ends with 1 where the list or a file of the ledger was changed, and says where', async () => {
    const list = tampered('list.spoor', `UPDATE custody SET at_ms = at_ms + 1 WHERE seq = 2`);
    expect(await spoor('custody', list)).toMatchObject({
      code: 1,
      out: expect.stringContaining('BROKEN: row 2 does not follow from the one before it'),
    });
    const ledger = tampered('ledger.spoor', 'UPDATE objects SET size_bytes = 1 WHERE id = 2');
    expect(await spoor('custody', ledger)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/The chain holds.*\nBROKEN: files of the ledger .* after row 3 sealed them/),
    });
    const { code, out } = await spoor('custody', ledger, '--json');
    expect({ code, ...JSON.parse(out) }).toMatchObject({
      ...{ code: 1, ok: false, brokenAt: 3, evidence: { ok: false, brokenAt: 3 } },
    });
  });

  it('prints more rows than a page holds, each once, and nothing that drives the terminal', async () => {
    copyFileSync(path.join(folder, 'whole.spoor'), path.join(folder, 'long.spoor'));
    const opened = openCase(path.join(folder, 'long.spoor'), {
      ...{ access: 'write', clock: Date.now, version: 'test' },
    });
    opened.db.transaction(() => {
      for (let at = 0; at < 2500; at += 1)
        appendCustody(opened.db, { atMs: at, action: 'exported', details: { name: '\u001b[31m' } });
    });
    opened.close();
    const { entries } = JSON.parse((await spoor('custody', 'long', '--json')).out);
    expect(entries.map(({ seq }: { seq: number }) => seq)).toEqual(
      Array.from({ length: 2503 }, (_, at) => at + 1),
    );
    const { out } = await spoor('custody', 'long');
    expect(out).not.toContain('\u001b');
    expect(out).toContain('\\u001b[31m');
  });
});

describe('a custody row as a line', () => {
  it('says what is there, and leaves out what is nothing', () => {
    expect([
      custodyLine('{"files":{"seen":3,"damaged":0},"isCancelled":false,"error":null,"version":"1.0"}'),
      custodyLine('{"sources":[{"kind":"folder","label":"a"},{"kind":"file","label":"b"}],"all":true}'),
      custodyLine('{}'),
      custodyLine('{broken'),
      custodyLine('[1]'),
    ]).toEqual([
      'files seen 3; version 1.0',
      'sources kind folder, label a + kind file, label b; all',
      '',
      '{broken',
      '1',
    ]);
  });
});
