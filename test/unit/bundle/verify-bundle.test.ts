import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { writeBundle } from '../../../electron/engine/bundle/write-bundle.ts';
import { downloaded, makeKey, TestTrail } from '../../support/digests.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import { writeFiles } from '../ingest/builders.ts';
import { ingest, TestCases } from './support.ts';

const key = makeKey();
const trail = new TestTrail({ key }).write(3);
let cases: TestCases;
let host: TestEngine;
beforeEach(async () => {
  cases = new TestCases();
  host = await startTestEngine();
});
afterEach(async () => {
  await host.stop();
  cases.end();
});

async function check(file: string) {
  const info = await host.newCase();
  await host.importInto(info, file);
  const choice = { fromMs: null, untilMs: null, accounts: [], regions: [], trails: [] };
  const { job } = await host.engine.call('verify.start', { case: info.case, choice, keys: null });
  const ended = await endOf(host.engine, job);
  const { rows } = await host.engine.call('verify.objects', {
    ...{
      case: info.case,
      kind: 'digest',
      verdict: null,
      exceptionsOnly: false,
      text: '',
      offset: 0,
      limit: 100,
    },
  });
  return { overall: ended.overall, digests: rows.map(({ key: name, how }) => [name, how]).sort() };
}

test('the newest digest of a bundle is proven by its own signature, which a plain download has lost', async () => {
  const opened = cases.make();
  await ingest(opened, [cases.fillBundle(key, trail.objects)]);
  await writeBundle({
    db: opened.db,
    filter: parseFilter(''),
    target: cases.path('out.zip'),
    overwrite: false,
    version: 'test',
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  expect(await check(cases.path('out.zip'))).toEqual({
    overall: 'intact',
    digests: trail.hours.map(({ digest }) => [digest.key, 'signature']),
  });
  const plain = downloaded(trail.objects).map(({ key: name, bytes }) => [
    path.posix.join('logs', name),
    bytes,
  ]);
  writeFiles(cases.path('plain'), Object.fromEntries(plain));
  expect((await check(cases.path('plain'))).overall).not.toBe('intact');
});
