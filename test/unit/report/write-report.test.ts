import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenCase } from '../../../electron/engine/case/case-file.ts';
import { checkCustody } from '../../../electron/engine/case/custody.ts';
import { exceptionPages, reportFacts } from '../../../electron/engine/report/report-facts.ts';
import { type ReportOptions, writeReport } from '../../../electron/engine/report/write-report.ts';
import { messageOf, newCase, temporaryFolder } from '../case/fixtures.ts';
import { aVerdict, dayMs, hourMs, keepCheck } from './fixtures.ts';

let folder = '';
let opened: OpenCase;

beforeEach(() => {
  folder = temporaryFolder();
  opened = newCase(folder);
});

function report(overrides: Partial<ReportOptions> = {}) {
  const { format = 'json' } = overrides;
  return writeReport({
    ...{ db: opened.db, caseName: 'a.spoor', version: '0.4.0', format, overwrite: false },
    target: path.join(folder, `report.${format}`),
    clock: () => dayMs + 9 * hourMs,
    signal: new AbortController().signal,
    ...overrides,
  });
}

describe('a report', () => {
  it('refuses a case that was never checked, in a sentence, and leaves no file', async () => {
    await expect(report()).rejects.toMatchObject({
      code: 'not-found',
      message: 'There is nothing to report: a.spoor was never checked.',
    });
    expect(readdirSync(folder)).not.toContain('report.json');
  });

  it('as JSON tells the check, the head of custody and every exception, and nothing that was not asked about', async () => {
    keepCheck(opened.db, [
      aVerdict(),
      aVerdict({ key: 'b', verdict: 'missing', reason: 'log-missing', notes: ['named-twice'] }),
      aVerdict({ key: 'c', isAsked: false }),
      aVerdict({ key: 'd', verdict: 'proven', how: 'signature' }),
      aVerdict({ kind: 'digest', key: 'e', verdict: 'proven', how: 'hash-chain', series: 0 }),
    ]);
    const result = await report();
    const bytes = readFileSync(path.join(folder, 'report.json'));
    expect(result).toMatchObject({
      name: 'report.json',
      rows: 2,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    const said = JSON.parse(bytes.toString());
    expect(said).toMatchObject({
      kind: 'spoor-integrity-report',
      case: 'a.spoor',
      writtenAt: '2026-01-02T09:00:00.000Z',
      checkedAt: '2026-01-02T08:00:00.000Z',
      overall: 'tampered',
      logs: { total: 8, proven: 5, altered: 1, unsigned: 2 },
      trails: [{ trail: 'main', provenBy: { 'hash-chain': 1, signature: 0, 'previous-signature': 0 } }],
      gaps: [{ kind: 'missing', from: '2026-01-02T04:00:00.000Z', to: '2026-01-02T06:00:00.000Z' }],
      keys: [{ fingerprint: '0123456789abcdef0123456789abcdef', origin: 'aws' }],
      coverage: { isVerified: true, rows: [{ account: '111122223333', region: 'eu-west-1' }] },
      custody: { ok: true, head: checkCustody(opened.db).head },
      exceptions: 2,
    });
    expect(said.objects).toMatchObject([
      { verdict: 'altered', bucket: 'acme-trail', reason: 'hash-differs' },
      { verdict: 'missing', key: 'b', notes: ['More than one digest names it.'] },
    ]);
  });

  it('holds at most 10,000 files as HTML and says so; as JSON it holds all', async () => {
    const rows = Array.from({ length: 10_050 }, (_, at) => aVerdict({ key: `log-${at}-` }));
    keepCheck(opened.db, rows);
    expect((await report({ format: 'html' })).rows).toBe(10_000);
    const html = readFileSync(path.join(folder, 'report.html'), 'utf8');
    expect(html).toContain('These are the worst 10,000 of 10,050 files');
    expect(html.match(/\/log-\d+-</g)).toHaveLength(10_000);
    expect((await report()).rows).toBe(10_050);
    expect(JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')).objects).toHaveLength(10_050);
  });

  it('replaces a file only where it may, and leaves none when it is cancelled', async () => {
    keepCheck(opened.db, [aVerdict()]);
    const target = path.join(folder, 'report.json');
    writeFileSync(target, 'mine');
    await expect(report()).rejects.toMatchObject({ code: 'already-exists' });
    expect(readFileSync(target, 'utf8')).toBe('mine');
    await report({ overwrite: true });
    expect(JSON.parse(readFileSync(target, 'utf8')).exceptions).toBe(1);
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(report({ format: 'html', signal })).rejects.toThrow('cancelled');
    expect(existsSync(path.join(folder, 'report.html'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('does not tell two checks as one', () => {
    keepCheck(opened.db, [aVerdict()]);
    const subject = { caseName: 'a.spoor', version: '0.4.0', clock: Date.now };
    const facts = reportFacts(opened.db, subject);
    expect([...exceptionPages(opened.db, facts)].flat()).toHaveLength(1);
    keepCheck(opened.db, []);
    expect(messageOf(() => [...exceptionPages(opened.db, facts)])).toBe(
      'The case was checked again while its report was being written.',
    );
  });
});
