import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseInfo, Params } from '../../../electron/contract/api.ts';
import type { Finding } from '../../../electron/contract/detect.ts';
import { Database } from '../../../electron/engine/case/driver.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import { record } from '../ingest/builders.ts';

const user = (name: string) => ({
  type: 'IAMUser',
  userName: name,
  arn: `arn:aws:iam::111122223333:user/${name}`,
});
const stopped = (number: number, name = 'alice') =>
  record(number, { eventName: 'StopLogging', userIdentity: user(name) });
const sigmaRule = (name: string, level: string): string => `title: Somebody called ${name}
id: 8a1b2c3d-0000-4000-8000-000000000001
level: ${level}
tags: [attack.defense-evasion]
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventName: ${name}}
  condition: selection
`;

let test: TestEngine;
let info: CaseInfo;
let files = 0;
beforeEach(async () => {
  test = await startTestEngine();
  info = await test.newCase();
});
afterEach(() => test.stop());

async function importRecords(...records: readonly object[]): Promise<void> {
  files += 1;
  const file = path.join(test.folder, `${files}.json`);
  writeFileSync(file, JSON.stringify({ Records: records }));
  const job = await test.importInto(info, file);
  expect(job.error).toBeNull();
}

async function detect(options: Partial<Params<'detect.start'>> = {}): Promise<void> {
  const { job } = await test.engine.call('detect.start', {
    ...{ case: info.case, sigma: [], values: null, cis: true, minLevel: null },
    ...options,
  });
  expect(await endOf(test.engine, job)).toMatchObject({ state: 'done', error: null });
}

async function ruleFolder(rules: Readonly<Record<string, string>>): Promise<string> {
  const folder = path.join(test.folder, 'rules');
  for (const [name, text] of Object.entries(rules)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return (await test.engine.grantPath(folder)).token;
}

async function findings(choice: Partial<Params<'findings.page'>> = {}): Promise<readonly Finding[]> {
  const page = await test.engine.call('findings.page', {
    ...{ case: info.case, minLevel: null, state: null, suppressed: 'show', rule: null, text: '' },
    ...{ offset: 0, limit: 100 },
    ...choice,
  });
  expect(page.total).toBe(Object.values(page.counts).reduce((sum, one) => sum + one, 0));
  return page.rows;
}
const told = (rows: readonly Finding[]) => rows.map(({ rule, actor, events }) => [rule, actor, events]);
const actions = async (): Promise<string[]> =>
  (await test.engine.call('custody.page', { case: info.case, offset: 0, limit: 100 })).rows.map(
    ({ action }) => action,
  );

describe('findings of a case', () => {
  it('are told by rule and actor, the worst first, each with a filter that leads to its events', async () => {
    await importRecords(
      stopped(1),
      stopped(2),
      stopped(3, 'bob'),
      record(4, { errorCode: 'AccessDenied', userIdentity: null }),
      record(5),
    );
    await detect();
    const rows = await findings();
    expect(told(rows)).toEqual([
      ['CIS 4.5', 'bob', 1],
      ['CIS 4.5', 'alice', 2],
      ['CIS 4.1', null, 1],
    ]);
    for (const { filter, events } of rows) {
      const question = { case: info.case, filter, withDuplicates: false };
      for await (const progress of test.engine.stream('events.search', question)) void progress;
      const view = await test.engine.call('events.view', {
        ...question,
        ...{ histogram: null, facets: [], page: null },
      });
      expect(view.matched).toBe(events);
    }
  });

  it('grow with what a later import brings, and nothing is counted twice', async () => {
    await importRecords(stopped(1), record(2));
    await detect();
    await importRecords(stopped(1), stopped(3), stopped(4, 'bob'));
    expect(told(await findings())).toEqual([
      ['CIS 4.5', 'bob', 1],
      ['CIS 4.5', 'alice', 2],
    ]);
    const [, alice] = await findings();
    expect(alice).toMatchObject({
      firstMs: Date.UTC(2024, 0, 1, 0, 0, 1),
      lastMs: Date.UTC(2024, 0, 1, 0, 0, 3),
    });
    const { run } = await test.engine.call('detect.rules', { case: info.case });
    expect(run).toMatchObject({ isCurrent: true, isKept: true });
    expect(run?.rules.find(({ id }) => id === 'CIS 4.5')).toMatchObject({ findings: 2, events: 3 });
  });

  it('are the same after a reindex and what follows it', async () => {
    await importRecords(stopped(1));
    await importRecords(stopped(2, 'bob'));
    await detect();
    const before = await findings();
    const { job } = await test.engine.call('reindex.start', { case: info.case });
    await endOf(test.engine, job);
    expect(await findings()).toEqual(before);
    await importRecords(stopped(3));
    expect(told(await findings())).toEqual([
      ['CIS 4.5', 'alice', 2],
      ['CIS 4.5', 'bob', 1],
    ]);
  });

  it('are made anew where a rule asks for something else now, and kept where it does not', async () => {
    await importRecords(stopped(1), record(2));
    const sigma = [await ruleFolder({ 'a.yml': sigmaRule('StopLogging', 'low') })];
    await detect({ sigma, cis: false });
    const [first] = await findings();
    expect(first).toMatchObject({ level: 'low', tactics: ['defense-evasion'], events: 1 });
    await mark('falsePositive', 'a drill');
    await ruleFolder({ 'a.yml': sigmaRule('StopLogging', 'critical') });
    await detect({ sigma, cis: false });
    expect(await findings()).toMatchObject([{ level: 'critical', state: 'falsePositive', note: 'a drill' }]);
    await ruleFolder({ 'a.yml': sigmaRule('GetObject', 'critical') });
    await detect({ sigma, cis: false });
    expect(await findings()).toMatchObject([{ title: 'Somebody called GetObject', state: 'open', note: '' }]);
  });

  it('go with the rules that are not chosen any more', async () => {
    await importRecords(stopped(1), record(2, { errorCode: 'AccessDenied' }));
    await detect();
    expect(await findings()).toHaveLength(2);
    await detect({ minLevel: 'high' });
    expect(told(await findings())).toEqual([['CIS 4.5', 'alice', 1]]);
    const { run } = await test.engine.call('detect.rules', { case: info.case });
    expect(run).toMatchObject({ minLevel: 'high', belowMinLevel: 12 });
  });

  it('can be looked for by level, state, rule, actor and title', async () => {
    await importRecords(stopped(1), stopped(2, 'bob'), record(3, { errorCode: 'AccessDenied' }));
    await detect();
    await mark('truePositive', 'it was Bob', 'bob');
    expect(await findings({ minLevel: 'high' })).toHaveLength(2);
    expect(told(await findings({ state: 'truePositive' }))).toEqual([['CIS 4.5', 'bob', 1]]);
    expect(told(await findings({ rule: 'CIS 4.1' }))).toEqual([['CIS 4.1', 'alice', 1]]);
    expect(told(await findings({ text: 'BOB' }))).toEqual([['CIS 4.5', 'bob', 1]]);
    expect(await findings({ text: 'changes of trails' })).toHaveLength(2);
    expect(await findings({ offset: 1, limit: 1 })).toHaveLength(1);
    expect(await findings({ text: '%' })).toEqual([]);
  });
});

async function mark(state: Finding['state'], note: string, actor = 'alice'): Promise<Finding> {
  const [row] = await findings({ text: actor });
  return test.engine.call('findings.mark', { case: info.case, rule: row?.rule ?? '', actor, state, note });
}

describe('what a person says of findings', () => {
  const suppressRule = (actor: Params<'findings.suppress'>['actor']) =>
    test.engine.call('findings.suppress', { case: info.case, rule: 'CIS 4.5', actor, reason: 'a drill' });
  const sumUp = async () => {
    const enough = new AbortController();
    for await (const summary of test.engine.stream('findings.watch', { case: info.case }, enough.signal)) {
      enough.abort();
      return summary;
    }
    throw new Error('Nothing was told.');
  };

  beforeEach(async () => {
    await importRecords(stopped(1), stopped(2, 'bob'), record(3, { errorCode: 'AccessDenied' }));
    await detect();
  });

  it('hides findings of one actor, these and later ones, until it is lifted', async () => {
    const { id, findings: hidden } = await suppressRule({ kind: 'one', actor: 'bob' });
    expect(hidden).toBe(1);
    await importRecords(stopped(10, 'bob'));
    expect(told(await findings({ suppressed: 'hide' }))).toEqual([
      ['CIS 4.5', 'alice', 1],
      ['CIS 4.1', 'alice', 1],
    ]);
    expect(await findings({ suppressed: 'only' })).toMatchObject([
      { actor: 'bob', events: 2, suppression: { id, reason: 'a drill' } },
    ]);
    await test.engine.call('findings.lift', { case: info.case, suppression: id });
    expect(await findings({ suppressed: 'hide' })).toHaveLength(3);
    const { suppressions } = await test.engine.call('findings.suppressions', { case: info.case });
    expect(suppressions).toMatchObject([{ id, liftedAtMs: expect.any(Number), findings: 0 }]);
    expect(await actions()).toEqual(expect.arrayContaining(['suppressed', 'suppression-lifted', 'detected']));
  });

  it('hides all of a rule, and refuses to do so twice', async () => {
    await suppressRule({ kind: 'any' });
    expect(told(await findings({ suppressed: 'hide' }))).toEqual([['CIS 4.1', 'alice', 1]]);
    await expect(suppressRule({ kind: 'any' })).rejects.toMatchObject({ code: 'already-exists' });
    await expect(
      test.engine.call('findings.lift', { case: info.case, suppression: 99 }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('takes false positives and what is suppressed out of the summary and the timeline', async () => {
    const bars = async () =>
      (
        await test.engine.call('findings.marks', {
          ...{ case: info.case, minLevel: null, fromMs: Date.UTC(2024, 0, 1), stepMs: 1000, bars: 3 },
        })
      ).bars.map(({ fromMs, worst, events }) => [fromMs - Date.UTC(2024, 0, 1), worst, events.high]);
    expect(await bars()).toEqual([
      [1000, 'high', 1],
      [2000, 'high', 1],
    ]);
    await mark('falsePositive', '', 'bob');
    expect(await bars()).toEqual([[1000, 'high', 1]]);
    expect(await sumUp()).toMatchObject({ findings: { high: 1, low: 1 }, isCurrent: true, problem: null });
    await suppressRule({ kind: 'any' });
    expect(await sumUp()).toMatchObject({ findings: { high: 0, low: 1 } });
  });

  it('in a read-only case is told while it is open, and leaves the case as it is', async () => {
    await mark('truePositive', 'seen', 'bob');
    await test.engine.call('cases.close', { case: info.case });
    const file = path.join(info.place, info.name);
    const copy = path.join(test.folder, 'copy.spoor');
    copyFileSync(file, copy);
    const open = async () => {
      const { token } = await test.engine.grantPath(copy, 'file');
      return test.engine.call('cases.open', { grant: token, access: 'read' });
    };
    info = await open();
    await mark('falsePositive', 'not really', 'bob');
    await detect({ minLevel: 'high' });
    expect(await findings()).toMatchObject([
      { actor: 'bob', state: 'falsePositive' },
      { actor: 'alice', state: 'open' },
    ]);
    const { run } = await test.engine.call('detect.rules', { case: info.case });
    expect(run).toMatchObject({ isKept: false, minLevel: 'high' });
    await expect(suppressRule({ kind: 'any' })).rejects.toMatchObject({ code: 'read-only' });
    await test.engine.call('cases.close', { case: info.case });
    info = await open();
    expect(await findings({ text: 'bob' })).toMatchObject([{ state: 'truePositive', note: 'seen' }]);
    expect(await findings()).toHaveLength(3);
  });
});

describe('alarms and patterns of CloudWatch', () => {
  const alarm = {
    periodSeconds: 300,
    threshold: 1,
    comparison: '>=',
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: 'notBreaching',
  } as const;
  const simulate = (source: Params<'alarms.simulate'>['source']) =>
    test.engine.call('alarms.simulate', { case: info.case, source, alarm, fromMs: null, untilMs: null });

  it('an alarm on a pattern, a filter and a rule rings at the same time', async () => {
    await importRecords(stopped(1), record(2), record(1000));
    const answers = await Promise.all([
      simulate({ kind: 'pattern', pattern: '{ $.eventName = StopLogging }' }),
      simulate({ kind: 'filter', filter: 'name:StopLogging' }),
      simulate({ kind: 'rule', rule: 'CIS 4.5' }),
    ]);
    const start = Date.UTC(2024, 0, 1);
    for (const answer of answers)
      expect(answer).toMatchObject({
        events: 1,
        undated: 0,
        simulation: {
          total: 1,
          intervals: [
            { fromMs: start + 300_000, untilMs: start + 600_000, worst: { fromMs: start, count: 1 } },
          ],
        },
      });
    await expect(simulate({ kind: 'rule', rule: 'none' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('a case without events is quiet', async () => {
    expect((await simulate({ kind: 'filter', filter: '' })).simulation).toEqual({ intervals: [], total: 0 });
  });

  it('says how many events lack an operand of !=', async () => {
    await importRecords(record(1), record(2, { errorCode: 'AccessDenied' }));
    const pattern = '{ $.errorCode != "x" }';
    const check = await test.engine.call('cloudwatch.check', { case: info.case, pattern });
    expect(check).toMatchObject({ error: null, operands: [{ path: '$.errorCode', events: 1 }] });
    const without = await test.engine.call('cloudwatch.check', { case: null, pattern });
    expect(without).toMatchObject({ filter: check.filter, operands: [{ events: null }] });
  });

  it('says what is wrong with a pattern, and where', async () => {
    const check = await test.engine.call('cloudwatch.check', { case: null, pattern: '{ $.eventName ! }' });
    expect(check).toMatchObject({
      filter: null,
      error: { code: 'filter-syntax', place: { start: expect.any(Number), end: expect.any(Number) } },
      operands: [],
    });
  });
});

describe('a run that does not end well', () => {
  it('leaves the findings of the one before when it is cancelled', async () => {
    await importRecords(stopped(1));
    await detect();
    const { job } = await test.engine.call('detect.start', {
      ...{ case: info.case, sigma: [], values: null, cis: true, minLevel: 'critical' },
    });
    await test.engine.call('jobs.cancel', { job });
    expect(await endOf(test.engine, job)).toMatchObject({ state: 'cancelled' });
    expect(told(await findings())).toEqual([['CIS 4.5', 'alice', 1]]);
  });

  it('is no failure of the import that began it, and is told', async () => {
    await importRecords(stopped(1));
    await detect();
    const db = Database.open(path.join(info.place, info.name), { readOnly: false });
    db.run("UPDATE rule_runs SET rules = replace(rules, '$.eventName', '((')");
    db.close();
    await importRecords(stopped(2));
    const enough = new AbortController();
    for await (const summary of test.engine.stream('findings.watch', { case: info.case }, enough.signal)) {
      expect(summary).toMatchObject({ isCurrent: false, problem: { code: 'damaged-case' } });
      enough.abort();
    }
    await detect();
    expect(told(await findings())).toEqual([['CIS 4.5', 'alice', 2]]);
  });
});

it('a rule that only another one built on finds anew when it stands alone', async () => {
  await importRecords(stopped(1), stopped(2));
  const correlation = `---
title: Stopped again and again
id: 8a1b2c3d-0000-4000-8000-000000000002
level: high
correlation:
  type: event_count
  rules: [8a1b2c3d-0000-4000-8000-000000000001]
  group-by: [sourceIPAddress]
  timespan: 1h
  condition: {gte: 2}
`;
  const sigma = [await ruleFolder({ 'a.yml': sigmaRule('StopLogging', 'low') + correlation })];
  await detect({ sigma, cis: false });
  expect(await findings()).toMatchObject([{ title: 'Stopped again and again', events: 2 }]);
  const { run } = await test.engine.call('detect.rules', { case: info.case });
  expect(run?.rules.map(({ explanation }) => explanation)).toEqual([
    'name:StopLogging -category:Insight',
    '2 or more events of “Somebody called StopLogging” within 1 h, by sourceIPAddress',
  ]);
  await importRecords(stopped(3));
  expect(await findings()).toMatchObject([{ title: 'Stopped again and again', events: 3 }]);
  await ruleFolder({ 'a.yml': sigmaRule('StopLogging', 'low') });
  await detect({ sigma, cis: false });
  expect(await findings()).toMatchObject([{ title: 'Somebody called StopLogging', events: 3 }]);
});
