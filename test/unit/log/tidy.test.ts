import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tidy } from '../../../electron/log/tidy.ts';

const said = (text: string): unknown => tidy(text);

function parseErrorOf(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? '') : '';
  }
  throw new Error('This is JSON.');
}

describe('what a log keeps of a text', () => {
  it.each([
    ['Error: ENOSPC: no space left on device, write', 'Error: ENOSPC: no space left on device, write'],
    ['no such file /home/anna/My cases/theft at ACME.spoor', 'no such file theft at ACME.spoor'],
    ["ENOENT: no such file, open '/home/anna/a.spoor'", 'ENOENT: no such file, open “…”'],
    ['C:\\Users\\Anna Muster\\cases\\a.spoor is gone', 'a.spoor is gone'],
    ['\\\\server\\share\\cases\\a.spoor is gone', 'a.spoor is gone'],
    ['at run (file:///opt/Spoor/dist/electron/cli.js:12:3)', 'at run (cli.js:12:3)'],
    ['at run (/opt/Spoor/dist/electron/cli.js:12:3)', 'at run (cli.js:12:3)'],
    ['refused spoor://app/#/review?filter=name%3ADeleteTrail', 'refused spoor://app/…'],
    ['refused https://anna:pw@example.com/a?b=c', 'refused https://example.com/…'],
    ['arn:aws:iam::111122223333:user/anna may not', 'arn:… may not'],
    ['account 111122223333 has none', 'account … has none'],
    ['with AKIAIOSFODNN7EXAMPLE signed', 'with … signed'],
    ['AWSLogs/111122223333/CloudTrail/x.json.gz is damaged', 'AWSLogs/… is damaged'],
    ['took 1763888269000 ms', 'took 1763888269000 ms'],
  ])('%s', (text, left) => {
    expect(said(text)).toBe(left);
  });

  it('nothing of a record that JSON.parse quotes, and the places in Spoor’s code', () => {
    const left = said(parseErrorOf('{"userName": "anna", "sourceIPAddress": 203.0.113.7}'));
    expect(left).not.toMatch(/anna|203\.0\.113|userName|sourceIP/);
    expect(left).toMatch(/^SyntaxError: /);
    expect(left).toMatch(/at parseErrorOf \(tidy\.test\.ts:\d+:\d+\)/);
  });

  it('nothing of what is named as a filter, a key or an account', () => {
    expect(
      tidy({ code: 'no-case', filter: 'name:x', key: 'a/b', account: '1', nested: { records: [1] } }),
    ).toEqual({ code: 'no-case', filter: '…', key: '…', account: '…', nested: { records: '…' } });
  });

  it('no folder of an absolute path, whatever the folder is called', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ._-]{0,12}[A-Za-z]$/).map((text) => `Q${text}Q`);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (folders) => {
        const left = String(said(`cannot open /${folders.join('/')}/case.spoor: EIO`));
        expect(left).toBe('cannot open case.spoor: EIO');
        expect(said(`cannot open D:\\${folders.join('\\')}\\case.spoor: EIO`)).toBe(left);
      }),
    );
  });

  it('a text of a bounded length', () => {
    expect(String(said('x'.repeat(100_000))).length).toBeLessThan(5000);
  });
});
