import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileLog } from '../../../electron/log/file-log.ts';

let folder: string;
let echoed: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-log-'));
  echoed = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const logs = () => path.join(folder, 'logs');
const echo = (line: string): void => {
  echoed.push(line);
};
const linesOf = (name: string): unknown[] =>
  readFileSync(path.join(logs(), name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

describe('the log file', () => {
  it('has a JSON object a line, for the person’s eyes only, and says warnings aloud as well', () => {
    const log = openFileLog(logs(), { clock: () => 0, echo });
    log.info('app.started', { version: '1' });
    log.warn('jobs.failed', { code: 'disk-full', durationMs: 3 });
    const at = '1970-01-01T00:00:00.000Z';
    expect(linesOf('spoor.log')).toEqual([
      { at, level: 'info', event: 'app.started', version: '1' },
      { at, level: 'warn', event: 'jobs.failed', code: 'disk-full', durationMs: 3 },
    ]);
    expect(echoed).toEqual([expect.stringContaining('jobs.failed')]);
    if (process.platform !== 'win32')
      expect(statSync(path.join(logs(), 'spoor.log')).mode & 0o777).toBe(0o600);
  });

  it('never holds more than five files of its size, the newest lines first', () => {
    const maxBytes = 1000;
    const log = openFileLog(logs(), { clock: () => 0, echo, maxBytes });
    for (let nth = 0; nth < 500; nth += 1) log.info('tick', { nth });
    const names = readdirSync(logs()).sort();
    expect(names).toEqual(['spoor.1.log', 'spoor.2.log', 'spoor.3.log', 'spoor.4.log', 'spoor.log']);
    for (const name of names) expect(statSync(path.join(logs(), name)).size).toBeLessThanOrEqual(maxBytes);
    expect(linesOf('spoor.log').at(-1)).toMatchObject({ nth: 499 });
    const kept = ['spoor.4.log', 'spoor.3.log', 'spoor.2.log', 'spoor.1.log', 'spoor.log'].flatMap(linesOf);
    const first = 500 - kept.length;
    expect(kept).toMatchObject(kept.map((_, at) => ({ nth: first + at })));
  });

  it('goes on without a file where none can be written, and says so once', () => {
    writeFileSync(logs(), 'in the way');
    const log = openFileLog(logs(), { echo });
    log.info('one');
    log.info('two');
    expect(echoed).toEqual([expect.stringMatching(/^The log cannot be written: .*EEXIST/)]);
    rmSync(logs());
    log.info('three');
    expect(linesOf('spoor.log')).toMatchObject([{ event: 'three' }]);
  });
});
