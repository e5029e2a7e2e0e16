import { describe, expect, it } from 'vitest';
import type { CorrelationRule } from '../../../electron/engine/detect/rule.ts';
import { finds, refusalOf, ruleSetOf, ruleText } from './rules.ts';

const base = (id: string, name: string) =>
  ruleText(`s: {eventName: ${name}}\ncondition: s`, `id: ${id}\nname: ${id}_name\nlevel: low`);
const files = (...documents: readonly string[]) => documents.join('---\n');

function correlationOf(text: string): CorrelationRule {
  const { rules, unusable } = ruleSetOf(text);
  const rule = rules.find(({ kind }) => kind === 'correlation');
  if (rule?.kind === 'correlation') return rule;
  throw new Error(`No correlation: ${JSON.stringify(unusable)}`);
}

describe('what a rule says of itself', () => {
  const text = ruleText(
    's: {eventName: A}\ncondition: s',
    `id: 8AD1600D-e9dc-4251-b0ee-a65268f29add
description: Why
level: High
status: test
references: [https://example.org/]
falsepositives:
  - Nobody
tags: [attack.initial_access, attack.privilege-escalation, attack.t1078.004, attack.g0016, cve.2020-1]`,
  );

  it('is kept', () => {
    expect(ruleSetOf(text).rules).toMatchObject([
      {
        kind: 'events',
        id: '8ad1600d-e9dc-4251-b0ee-a65268f29add',
        origin: 'sigma',
        title: 'A rule',
        description: 'Why',
        level: 'high',
        status: 'test',
        references: ['https://example.org/'],
        falsePositives: ['Nobody'],
        tactics: ['initial-access', 'privilege-escalation'],
        file: 'rule.yml',
        text: 'name:A -category:Insight',
      },
    ]);
  });

  it('is one line where it is a title', () => {
    const text = ruleText('s: {a|week: b}\ncondition: s').replace('A rule', String.raw`"two\nlines\e[31m"`);
    expect(ruleSetOf(text).unusable).toMatchObject([{ title: 'two lines [31m' }]);
  });

  it('may be next to nothing', () => {
    const rules = ruleSetOf(ruleText('s: {eventName: A}\ncondition: s', 'tags: 5')).rules;
    expect(rules).toMatchObject([
      { id: 'rule.yml', description: null, level: 'informational', status: null, tags: ['5'], tactics: [] },
    ]);
  });

  it.each([
    ['level: hihg', "Its level “hihg” is none of Sigma's."],
    ['title: ""', 'It is no YAML that can be read: the key “title” stands twice in a map.'],
  ])('with %s is refused', (head, reason) => {
    expect(ruleSetOf(ruleText('s: {eventName: A}\ncondition: s', head)).unusable).toMatchObject([{ reason }]);
  });
});

describe('a document', () => {
  it('for another product is passed over and counted, whatever is in it', () => {
    const other = (source: string) => `title: x\nid: x\nlogsource: ${source}\ndetection: nonsense\n`;
    const { rules, unusable, passedOver } = ruleSetOf(
      files(
        other('{product: windows, category: process_creation}'),
        other('{product: windows, category: process_creation}'),
        other('{product: aws, service: guardduty}'),
        other('{category: proxy}'),
        base('one', 'A'),
      ),
    );
    expect(rules.map(({ id }) => id)).toEqual(['one']);
    expect(unusable).toEqual([]);
    expect([...passedOver]).toEqual([
      ['windows/process_creation', 2],
      ['aws/guardduty', 1],
      ['any/proxy', 1],
    ]);
  });

  it.each([
    ['just text', 'It is no Sigma rule: there are no keys in it.'],
    ['title: x\nother: y', 'It is no Sigma rule: it has no detection, correlation or filter.'],
    ['title: x\ndetection: {}', 'It names no logsource.'],
    [
      'logsource: {product: aws, service: cloudtrail}\ndetection: {s: {a: b}, condition: s}',
      'It has no title.',
    ],
    [
      'title: x\nlogsource: {product: aws, service: cloudtrail}\ndetection: 5',
      'Its detection is no list of selections.',
    ],
    ['a: [', /^It is no YAML that can be read: /],
    ['a: !!binary x\n&a b: *missing', /^It is no YAML that can be read: /],
    ['a: &a [*a]', /^It is no YAML that can be read: /],
    [
      `a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d]`,
      /^It is no YAML that can be read: /,
    ],
    [`${'['.repeat(60)}${']'.repeat(60)}`, /nested deeper than 30 levels/],
    [`a: [${'x,'.repeat(30_000)}x]`, /more than 20000 values/],
    ['action: other\ntitle: x', 'Its action “other” is not known.'],
  ])('%s is told with the reason', (text, reason) => {
    const { rules, unusable } = ruleSetOf(text);
    expect(rules).toEqual([]);
    expect(unusable).toMatchObject([{ file: 'rule.yml', reason: expect.stringMatching(reason) }]);
  });

  it('that is empty is nothing', () => {
    expect(ruleSetOf('---\n---\n# only this\n')).toMatchObject({ rules: [], unusable: [] });
  });

  it('that is broken leaves the others of its file', () => {
    const { rules, unusable } = ruleSetOf(files(base('one', 'A'), 'a: {\n', base('two', 'B')));
    expect(rules.length + unusable.length).toBe(3);
    expect(rules.map(({ id }) => id)).toContain('one');
  });

  it('takes what global, repeat and reset say', () => {
    const part = (condition: string) => `detection: {s: {eventName: ${condition}}}\n`;
    const text = files(
      'action: global\ntitle: Shared\nid: shared\nlogsource: {product: aws, service: cloudtrail}\ndetection: {condition: s}\n',
      part('A'),
      `action: repeat\n${part('B')}`,
      'action: reset\n',
      part('C'),
    );
    const { rules, unusable } = ruleSetOf(text);
    expect(rules).toMatchObject([
      { id: 'shared', text: 'name:A -category:Insight' },
      { id: 'shared#2', text: 'name:B -category:Insight' },
    ]);
    expect(unusable).toMatchObject([{ reason: 'It names no logsource.' }]);
  });
});

describe('a count behind the condition', () => {
  const counted = (asked: string) => `s: {eventName: A}\ntimeframe: 10m\ncondition: s | ${asked}`;

  it('becomes a correlation on a rule of its own', () => {
    const { rules } = ruleSetOf(ruleText(counted('count() by sourceIPAddress > 5')));
    expect(rules).toMatchObject([
      { kind: 'events', id: 'one#events', text: 'name:A -category:Insight' },
      {
        kind: 'correlation',
        id: 'one',
        type: 'event_count',
        rules: ['one#events'],
        groupBy: ['sourceIPAddress'],
        windowMs: 600_000,
        condition: { operator: 'gt', count: 5 },
        valueField: null,
        generates: false,
      },
    ]);
  });

  it('of a field counts its values', () => {
    expect(
      correlationOf(ruleText(counted('count(eventName) by awsRegion, userIdentity.arn >= 3'))),
    ).toMatchObject({
      type: 'value_count',
      valueField: 'eventName',
      groupBy: ['awsRegion', 'userIdentity.arn'],
      condition: { operator: 'gte', count: 3 },
    });
  });

  it.each(['sum(x) > 5', 'min(x) > 5', 'count() by > 5', 'count() ~ 5', 'else'])('%s is refused', (asked) => {
    expect(refusalOf(counted(asked))).toMatch(/is not supported: only count\(\) is\.$/);
  });

  it('of selections that a timeframe joins is their coming together', () => {
    const two = 'a: {eventName: A}\nb: {eventName: B}\ntimeframe: 5m\ncondition: ';
    const together = { type: 'temporal', rules: ['one#a', 'one#b'], windowMs: 300_000, condition: null };
    expect(correlationOf(ruleText(`${two}a and b`))).toMatchObject(together);
    expect(correlationOf(ruleText(`${two}a | near b`))).toMatchObject(together);
    expect(refusalOf(`${two}a or b`)).toMatch(/only selections joined by and/);
    expect(refusalOf(`${two}[a, b]`)).toMatch(/Several conditions/);
  });
});

describe('a correlation', () => {
  const correlation = (settings: string) => `title: C\nid: c\nlevel: high\ncorrelation: {${settings}}\n`;
  const two = [base('one', 'A'), base('two', 'B')];

  it.each<[string, object]>([
    [
      'type: event_count, rules: [one], group-by: [userIdentity.arn], timespan: 1h, condition: {gte: 10}',
      {
        type: 'event_count',
        rules: ['one'],
        groupBy: ['userIdentity.arn'],
        windowMs: 3_600_000,
        condition: { operator: 'gte', count: 10 },
        valueField: null,
        generates: false,
        level: 'high',
      },
    ],
    [
      'type: value_count, rules: one_name, group-by: awsRegion, timespan: 30s, condition: {field: eventName, neq: 2}, generate: true',
      {
        type: 'value_count',
        rules: ['one'],
        groupBy: ['awsRegion'],
        windowMs: 30_000,
        condition: { operator: 'neq', count: 2 },
        valueField: 'eventName',
        generates: true,
      },
    ],
    [
      'type: temporal, rules: [one, TWO], timespan: 2d',
      { type: 'temporal', rules: ['one', 'two'], groupBy: [], windowMs: 172_800_000, condition: null },
    ],
    [
      'type: temporal_order, rules: [two, one], timespan: 1w, group-by: [who], aliases: {who: {one: userIdentity.arn, two: userIdentity.arn}}',
      { type: 'temporal_order', rules: ['two', 'one'], groupBy: ['userIdentity.arn'], windowMs: 604_800_000 },
    ],
  ])('%s', (settings, expected) => {
    expect(correlationOf(files(correlation(settings), ...two))).toMatchObject(expected);
  });

  const temporal = 'type: temporal, rules: [one, two], timespan: 5m';
  const counting = 'type: event_count, rules: [one], timespan: 5m';
  it.each([
    ['type: value_sum, rules: [one], timespan: 5m', /^Its correlation type “value_sum” is not supported/],
    ['type: temporal, rules: [one], timespan: 5m', 'Its correlation needs two rules that come together.'],
    ['type: temporal, timespan: 5m', 'Its correlation names no rules.'],
    [`${temporal}, condition: {lt: 2}`, /which of the rules come together/],
    ['type: temporal, rules: [one, two], timespan: 5M', /^Its time span “5M” cannot be read/],
    ['type: temporal, rules: [one, two]', /^Its time span/],
    [
      'type: temporal, rules: [one, three], timespan: 5m',
      'It builds on “three”, which is not among the rules that can be used.',
    ],
    [
      'type: temporal, rules: [one, bad], timespan: 5m',
      'It builds on “bad”, which is not among the rules that can be used.',
    ],
    [
      'type: temporal, rules: [one, many], timespan: 5m',
      'It builds on “many”, which is a correlation itself; that is not supported.',
    ],
    [
      `${temporal}, group-by: [who], aliases: {who: {one: a, two: b}}`,
      /^The alias “who” stands for different fields/,
    ],
    [counting, /^The condition of its correlation cannot be read/],
    [`${counting}, condition: {gte: 1, lt: 5}`, /two bounds/],
    [`${counting}, condition: {gte: x}`, /^The condition of its correlation cannot be read/],
    ['type: value_count, rules: [one], timespan: 5m, condition: {gte: 1}', /names none or several/],
  ])('%s is refused', (settings, reason) => {
    const many = ruleText('s: {eventName: A}\ntimeframe: 5m\ncondition: s | count() > 5', 'id: many');
    const bad = ruleText('s: {a|re: "("}\ncondition: s', 'id: bad');
    const { unusable } = ruleSetOf(files(...two, many, bad, correlation(settings)));
    expect(unusable.filter(({ title }) => title === 'C')).toMatchObject([
      { reason: expect.stringMatching(reason) },
    ]);
  });

  it('on rules for another product is passed over with them', () => {
    const other = 'title: x\nid: x\nlogsource: {product: okta, service: okta}\ndetection: {}\n';
    const { passedOver, unusable } = ruleSetOf(
      files(correlation('type: event_count, rules: [x], timespan: 5m, condition: {gte: 3}'), other),
    );
    expect([...passedOver]).toEqual([['okta/okta', 2]]);
    expect(unusable).toEqual([]);
  });
});

describe('a filter', () => {
  const filter = (rules: string) =>
    `title: F\nlogsource: {product: aws, service: cloudtrail}\nfilter: {rules: ${rules}, known: {userAgent: good}, condition: not known}\n`;

  it.each(['[one]', 'one_name', '[ONE]'])('narrows the rules that it names: %s', (rules) => {
    const set = ruleSetOf(files(filter(rules), base('one', 'A'), base('two', 'B')));
    expect(set.rules).toMatchObject([
      { id: 'one', text: 'name:A -agent:good -category:Insight' },
      { id: 'two', text: 'name:B -category:Insight' },
    ]);
    expect(set.unusable).toEqual([]);
  });

  it('narrows what a count counts, and with any every rule', () => {
    const count = ruleText('s: {eventName: A}\ntimeframe: 5m\ncondition: s | count() > 5', 'id: many');
    const [events] = ruleSetOf(files(filter('any'), count)).rules;
    if (events?.kind !== 'events') throw new Error('No rule on events.');
    expect(finds(events, { eventName: 'A', userAgent: 'else' })).toBe(true);
    expect(finds(events, { eventName: 'A', userAgent: 'good' })).toBe(false);
  });

  it('of no rule that is there is told', () => {
    expect(ruleSetOf(filter('[none]')).unusable).toMatchObject([
      { title: 'F', reason: 'There is no rule that it could narrow.' },
    ]);
  });

  it('that cannot be used harms no rule', () => {
    const bad = filter('any').replace('userAgent', 'userAgent|week');
    const { rules, unusable } = ruleSetOf(files(bad, base('one', 'A')));
    expect(rules).toHaveLength(1);
    expect(unusable).toMatchObject([{ title: 'F', reason: expect.stringContaining('week') }]);
  });
});
