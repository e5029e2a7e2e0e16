import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openCase } from '../../../electron/engine/case/case-file.ts';
import { checkCustody } from '../../../electron/engine/case/custody.ts';
import { summarize } from '../../../electron/engine/case/summary.ts';
import { context } from './builders.ts';
import { newCase } from './fixtures.ts';
import { buildChild, kill, startChild } from './second-process.ts';

beforeAll(buildChild);

function closedCase(): string {
  const opened = newCase();
  opened.close();
  return opened.path;
}

test('a second process is told who has the case, and reads what is committed', async () => {
  const file = closedCase();
  const child = await startChild(file);
  const opened = openCase(file, { ...context, access: 'write' });
  expect(opened.access).toBe('read');
  expect(opened.readOnlyReason).toMatch(
    new RegExp(
      `^Spoor 0\\.1\\.0 \\(process ${child.pid}\\) on this computer \\(.+\\) .* since 2026-01-02 03:04:05 UTC\\.$`,
    ),
  );
  expect(summarize(opened.db, file).events).toBe(10);
  opened.close();
});

test('a process killed within a transaction leaves every whole object and nothing of the half one', async () => {
  const file = closedCase();
  await kill(await startChild(file));
  const opened = openCase(file, { ...context, access: 'write' });
  expect(opened).toMatchObject({ access: 'write', readOnlyReason: null });
  expect(summarize(opened.db, file)).toMatchObject({ events: 10, files: { seen: 1 } });
  expect(opened.db.all('SELECT key FROM objects').map((row) => row.key)).toEqual(['whole']);
  expect(
    opened.db.get('SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM terms) AS terms'),
  ).toMatchObject({
    events: 10,
    terms: 10,
  });
  expect(opened.db.get('PRAGMA integrity_check')?.integrity_check).toBe('ok');
  expect(checkCustody(opened.db)).toMatchObject({ ok: true, rows: 2 });
  opened.close();
  expect(readdirSync(path.dirname(file))).toEqual(['a.spoor']);
});

test('a reader of a case whose writer was killed sees its last commit', async () => {
  const file = closedCase();
  await kill(await startChild(file));
  expect(existsSync(`${file}-wal`)).toBe(true);
  const opened = openCase(file, { ...context, access: 'read' });
  expect(summarize(opened.db, file).events).toBe(10);
  opened.close();
});
