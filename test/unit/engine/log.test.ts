import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createEngine, lineLog } from '../../../electron/engine/index.ts';
import { startTestEngine, workersDir } from '../../support/engine.ts';

it('lets no secret into a line, whatever its level', () => {
  const lines: string[] = [];
  const log = lineLog(
    (line) => lines.push(line),
    () => 0,
  );
  for (const level of ['info', 'warn', 'error'] as const)
    log[level]('tried', {
      address: 'http://127.0.0.1:1/#token=abcdef-123',
      detail: 'key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      sessionToken: 'EXAMPLE',
    });
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    ['info', 'warn', 'error'].map((level) => ({
      at: '1970-01-01T00:00:00.000Z',
      level,
      event: 'tried',
      address: 'http://127.0.0.1:1/#token=…',
      detail: 'key …',
      sessionToken: '…',
    })),
  );
});

it('opens a case although the recent list cannot be written, and logs that', async () => {
  const desk = await startTestEngine();
  const lines: string[] = [];
  const inTheWay = path.join(desk.folder, 'a-file');
  writeFileSync(inTheWay, '');
  const engine = await createEngine({
    version: '0.0.0-test',
    dataFolder: path.join(inTheWay, 'data'),
    workersDir,
    threads: 1,
    log: lineLog((line) => lines.push(line)),
    picker: async () => ({ kind: 'cancelled' }),
  });
  try {
    const { token } = await engine.grantPath(path.join(desk.folder, 'case.spoor'), 'save');
    expect(await engine.call('cases.create', { grant: token })).toMatchObject({ events: 0 });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', event: 'recent.not-written', detail: expect.stringContaining('ENOTDIR') },
    ]);
  } finally {
    await engine.close();
    await desk.stop();
  }
});
