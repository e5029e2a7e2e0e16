import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { cisRules } from '../../../electron/engine/alarms/cis.ts';
import { findingFilter } from '../../../electron/engine/detect/finding-filter.ts';
import type { Rule } from '../../../electron/engine/detect/rule.ts';
import { ruleVersions } from '../../../electron/engine/detect/rule-version.ts';
import { planRun, runRules } from '../../../electron/engine/detect/run-rules.ts';
import { FakeSearch } from '../../support/fake-search.ts';
import { record } from '../ingest/builders.ts';
import { countRule, eventRule } from './rules.ts';

const user = (name: string) => ({
  type: 'IAMUser',
  userName: name,
  arn: `arn:aws:iam::111122223333:user/${name}`,
});
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();

async function runAll(search: FakeSearch, rules: readonly Rule[]) {
  return runRules(
    search,
    planRun(rules, () => false, { fromEvent: 1, lastEvent: search.lastEvent }),
  );
}
const told = (groups: Awaited<ReturnType<typeof runAll>>) =>
  groups.map(({ rule, actor, events }) => ({ rule, actor, events }));

describe('a run of rules', () => {
  it('groups what each rule found by actor, those without one together', async () => {
    const search = new FakeSearch([
      record(1, { eventName: 'StopLogging' }),
      record(2, { eventName: 'StopLogging', userIdentity: user('bob') }),
      record(3, { eventName: 'StopLogging', userIdentity: null }),
      record(4, { eventName: 'StopLogging', eventTime: 'never' }),
      record(5),
    ]);
    const groups = await runAll(search, [eventRule('stopped', 'name:StopLogging')]);
    expect(groups).toMatchObject([
      { rule: 'stopped', actor: 'alice', events: 2, undated: 1, seconds: [expect.any(Number)] },
      { actor: 'bob', events: 1, undated: 0 },
      { actor: null, events: 1 },
    ]);
  });

  it('asks all rules in one pass', async () => {
    const search = new FakeSearch([record(1)]);
    await runAll(search, cisRules());
    expect(search.asked).toEqual([{ filters: 15, fromEvent: 1 }]);
  });

  it('leaves events after the last one to the next run', async () => {
    const search = new FakeSearch([record(1), record(2)]);
    const rules = [eventRule('all', '')];
    const plan = planRun(rules, () => false, { fromEvent: 1, lastEvent: 1 });
    expect(told(await runRules(search, plan))).toEqual([{ rule: 'all', actor: 'alice', events: 1 }]);
  });

  it('looks at new events alone for rules that are what they were, and at all for the others', async () => {
    const search = new FakeSearch([record(1), record(2), record(3)]);
    const rules = [eventRule('known', 'service:s3'), eventRule('new', 'service:s3')];
    const plan = planRun(rules, ({ id }) => id === 'known', { fromEvent: 3, lastEvent: 3 });
    expect(plan.staying).toEqual(new Set(['known']));
    expect(told(await runRules(search, plan))).toEqual([
      { rule: 'new', actor: 'alice', events: 3 },
      { rule: 'known', actor: 'alice', events: 1 },
    ]);
  });

  it('asks nothing where nothing is new', async () => {
    const search = new FakeSearch([record(1)]);
    const plan = planRun([eventRule('known', '')], () => true, { fromEvent: 2, lastEvent: 1 });
    expect(await runRules(search, plan)).toEqual([]);
    expect(search.asked).toEqual([]);
  });

  it('leads to exactly the events of a finding, whoever the actor is', async () => {
    const names = fc.constantFrom('alice', 'Alice', 'a b', 'x"y', 'back\\slash', '*', '-', 'OR', 'ä:ö', '');
    const records = fc.array(
      fc.record({
        name: names,
        isMissing: fc.boolean(),
        eventName: fc.constantFrom('StopLogging', 'ConsoleLogin'),
        errorCode: fc.constantFrom(undefined, 'AccessDenied', 'Client.UnauthorizedOperation'),
      }),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(records, async (drawn) => {
        const search = new FakeSearch(
          drawn.map(({ name, isMissing, ...rest }, index) =>
            record(index, { ...rest, userIdentity: isMissing ? null : user(name) }),
          ),
        );
        const rules = cisRules();
        for (const { rule, actor, events, seconds } of await runAll(search, rules)) {
          const found = rules.find(({ id }) => id === rule);
          const text = found === undefined ? '' : findingFilter(found.filter, actor);
          const [matched] = await search.matchAll([parseFilter(text)]);
          expect(matched?.events.length).toBe(events);
          expect([...(matched?.timesMs ?? [])].map((ms) => ms / 1000)).toEqual(seconds);
        }
      }),
    );
  });
});

describe('a correlation', () => {
  const denied = (minute: number, ip: string, name = 'alice') =>
    record(minute, {
      errorCode: 'AccessDenied',
      eventTime: at(minute),
      sourceIPAddress: ip,
      userIdentity: user(name),
    });
  const rules = [eventRule('denied', 'error:AccessDenied'), countRule('burst', ['denied'], 3)];

  it('gives findings where its events come together, and its parts none of their own', async () => {
    const search = new FakeSearch([
      denied(0, '203.0.113.7'),
      denied(1, '203.0.113.7'),
      denied(2, '198.51.100.1'),
      denied(3, '203.0.113.7', 'bob'),
      denied(40, '203.0.113.7'),
    ]);
    const groups = await runAll(search, rules);
    expect(told(groups)).toEqual([
      { rule: 'burst', actor: 'alice', events: 2 },
      { rule: 'burst', actor: 'bob', events: 1 },
    ]);
    expect(groups.every(({ isFilterExact }) => isFilterExact)).toBe(true);
    const [alice] = await search.matchAll([parseFilter(groups[0]?.filter ?? '')]);
    expect([...(alice?.events ?? [])]).toEqual([1, 2]);
  });

  it('has findings of its parts as well where it says so', async () => {
    const search = new FakeSearch([denied(0, '203.0.113.7')]);
    const generating = [
      eventRule('denied', 'error:*'),
      countRule('burst', ['denied'], 3, { generates: true }),
    ];
    expect(told(await runAll(search, generating))).toEqual([{ rule: 'denied', actor: 'alice', events: 1 }]);
  });

  it('joins new events to those that were there before', async () => {
    const search = new FakeSearch([denied(0, '203.0.113.7'), denied(1, '203.0.113.7')]);
    expect(await runAll(search, rules)).toEqual([]);
    search.add(denied(2, '203.0.113.7'));
    const plan = planRun(rules, () => true, { fromEvent: 3, lastEvent: 3 });
    expect(told(await runRules(search, plan))).toEqual([{ rule: 'burst', actor: 'alice', events: 3 }]);
  });

  it('says so where its filter leads to more than its events', async () => {
    const few = countRule('few', ['denied'], 2, { groupBy: [], condition: { operator: 'lt', count: 2 } });
    const value = countRule('values', ['denied'], 2, {
      type: 'value_count',
      groupBy: [],
      valueField: 'eventName',
    });
    const search = new FakeSearch([
      denied(0, '203.0.113.7'),
      { ...denied(1, '203.0.113.7'), eventName: null },
      { ...denied(2, '203.0.113.7'), eventName: 'PutObject' },
    ]);
    const groups = await runAll(search, [eventRule('denied', 'error:AccessDenied'), few, value]);
    expect(groups.map(({ rule, events, isFilterExact }) => ({ rule, events, isFilterExact }))).toEqual([
      { rule: 'values', events: 2, isFilterExact: false },
    ]);
  });
});

describe('the version of a rule', () => {
  it('changes with what it asks for and not with what it says', () => {
    const versionOf = (text: string, title = 'x') =>
      ruleVersions([eventRule('a', text, { title })]).get('a') ?? '';
    expect(versionOf('name:A', 'other')).toBe(versionOf('name:A'));
    expect(versionOf('name:B')).not.toBe(versionOf('name:A'));
  });

  it('of a correlation changes with the rules it builds on', () => {
    const versionOf = (text: string) =>
      ruleVersions([countRule('burst', ['a'], 3), eventRule('a', text)]).get('burst');
    expect(versionOf('name:B')).not.toBe(versionOf('name:A'));
  });
});
