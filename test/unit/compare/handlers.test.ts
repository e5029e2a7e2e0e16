import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparedFields } from '../../../electron/contract/compare.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';

let test: TestEngine;
let id = '';

beforeAll(async () => {
  test = await startTestEngine();
  const { case: made, job } = await test.engine.call('cases.sample', {});
  expect((await endOf(test.engine, job)).error).toBeNull();
  id = made.case;
});
afterAll(() => test.stop());

const rare = { sinceMs: null, fewerThan: 4, scope: 'both', limit: 50 } as const;
const period = (from: string, until: string) => ({ fromMs: Date.parse(from), untilMs: Date.parse(until) });

async function matched(filter: string): Promise<number> {
  for await (const _ of test.engine.stream('events.search', { case: id, filter, withDuplicates: false }));
  const view = { case: id, filter, withDuplicates: false, histogram: null, facets: [], page: null };
  return (await test.engine.call('events.view', view)).matched;
}

describe('what the engine answers', () => {
  it('is exact under a filter that only records answer', async () => {
    const filter = 'requestParameters.bucketName:*';
    const question = { case: id, filter, withDuplicates: false, ...rare, fields: [...comparedFields] };
    const list = await test.engine.call('rare.list', question);
    expect(list.matched).toBe(await matched(filter));
    expect(list.matched).toBeGreaterThan(0);
    expect(list.lines.length).toBeGreaterThan(0);
    for (const line of list.lines.slice(0, 5)) expect(await matched(line.filter)).toBe(line.count);
  });

  it('counts a field that was asked for twice once', async () => {
    const question = { case: id, filter: '', withDuplicates: false, ...rare };
    const once = await test.engine.call('rare.list', { ...question, fields: ['name'] });
    const twice = await test.engine.call('rare.list', { ...question, fields: ['name', 'name'] });
    expect(twice).toEqual(once);
  });

  it('refuses what means nothing', async () => {
    const selection = { case: id, filter: '', withDuplicates: false, fields: ['name' as const], limit: 5 };
    await expect(
      test.engine.call('rare.list', { ...selection, sinceMs: null, fewerThan: null, scope: 'both' }),
    ).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/what makes a value rare/),
    });
    const march = period('2026-03-01Z', '2026-04-01Z');
    for (const [before, after, sentence] of [
      [march, period('2026-03-31Z', '2026-05-01Z'), /have time in common/],
      [march, period('2026-05-01Z', '2026-05-01Z'), /The second period ends/],
    ] as const)
      await expect(
        test.engine.call('compare.periods', { ...selection, before, after }),
      ).rejects.toMatchObject({ code: 'bad-request', message: expect.stringMatching(sentence) });
  });
});
