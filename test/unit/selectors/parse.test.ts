import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSelectors } from '../../../electron/contract/selectors/parse.ts';
import { printSelectors } from '../../../electron/contract/selectors/print.ts';
import { codeOf, messageOf } from '../case/fixtures.ts';
import { anySelectors, equals } from './arbitraries.ts';

const parse = (value: unknown) => parseSelectors(JSON.stringify(value));
const refusal = (value: unknown) => messageOf(() => parse(value));
const advanced = (...fields: readonly unknown[]) => [{ FieldSelectors: fields }];
const management = { Field: 'eventCategory', Equals: ['Management'] };
const data = [
  { Field: 'eventCategory', Equals: ['Data'] },
  { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
];
const wholeBasic = {
  kind: 'basic',
  selectors: [
    {
      readWriteType: 'All',
      includeManagementEvents: true,
      excludeManagementEventSources: [],
      dataResources: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3'] }],
    },
  ],
};

describe('reading event selectors', () => {
  it('what is printed is read back as it was', () => {
    fc.assert(
      fc.property(anySelectors, (selectors) => {
        expect(parseSelectors(printSelectors(selectors))).toEqual(selectors);
      }),
    );
  });

  it('what get-event-selectors prints is read, with the trail that it names', () => {
    expect(
      parse({
        TrailARN: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
        EventSelectors: [
          {
            ReadWriteType: 'All',
            IncludeManagementEvents: true,
            DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
            ExcludeManagementEventSources: [],
          },
        ],
      }),
    ).toEqual({ ...wholeBasic, trailArn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main' });
  });

  it('the parameters of PutEventSelectors are read as a log has them', () => {
    expect(
      parse({
        trailName: 'management-events',
        eventSelectors: [
          {
            readWriteType: 'All',
            includeManagementEvents: true,
            dataResources: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3'] }],
            excludeManagementEventSources: [],
          },
        ],
      }),
    ).toEqual({ ...wholeBasic, trailArn: null });
    expect(
      parse({
        trailName: 'main',
        advancedEventSelectors: [
          { name: 'writes', fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] },
        ],
      }),
    ).toEqual({
      kind: 'advanced',
      trailArn: null,
      selectors: [{ name: 'writes', fields: [equals('eventCategory', 'Management')] }],
    });
  });

  it('a bare list is read by what it holds, and what it leaves out has the meaning that AWS gives it', () => {
    expect(parse([{}])).toEqual({
      kind: 'basic',
      trailArn: null,
      selectors: [
        {
          readWriteType: 'All',
          includeManagementEvents: true,
          excludeManagementEventSources: [],
          dataResources: [],
        },
      ],
    });
    expect(parse(advanced(management)).kind).toBe('advanced');
  });

  it('a list of the other kind may be there and empty', () => {
    expect(parse({ EventSelectors: [], AdvancedEventSelectors: advanced(management) }).kind).toBe('advanced');
  });

  it.each([
    ['{', 'The event selectors are not JSON.'],
    ['3', 'Event selectors are an object or a list.'],
    ['{}', 'There is no event selector in it.'],
    ['[]', 'There is no event selector in it.'],
    ['{"EventSelectors": {}}', 'EventSelectors must be a list.'],
    ['[[]]', 'Event selector 1: it must be an object.'],
    [
      '[{}, {"ReadWriteType": "Write"}]',
      'Event selector 2, ReadWriteType: it must be ReadOnly, WriteOnly or All.',
    ],
    [
      '[{"IncludeManagementEvents": "true"}]',
      'Event selector 1, IncludeManagementEvents: it must be true or false.',
    ],
    [
      '[{"DataResources": [{"Type": "AWS::SNS::Topic", "Values": []}]}]',
      'Event selector 1, DataResources 1 Type: it must be AWS::S3::Object, AWS::Lambda::Function, AWS::DynamoDB::Table.',
    ],
    [
      '[{"ReadWrite\\u0007Type": "All"}]',
      'Event selector 1: it has “readWrite\ufffdType”, which is none of ReadWriteType, IncludeManagementEvents, ExcludeManagementEventSources, DataResources.',
    ],
    ['[{"__proto__": {"readWriteType": "ReadOnly"}}]', /^Event selector 1: it has “__proto__”/],
  ])('%s is refused: the sentence names the place', (json, message) => {
    expect(codeOf(() => parseSelectors(json))).toBe('bad-request');
    expect(messageOf(() => parseSelectors(json))).toMatch(message);
  });

  it('basic and advanced selectors together are refused', () => {
    expect(refusal({ EventSelectors: [{}], AdvancedEventSelectors: advanced(management) })).toBe(
      'A trail has basic or advanced event selectors, not both.',
    );
  });

  it("AWS's limits of basic selectors hold: 5 selectors, 250 resources, not counting those that mean all", () => {
    const values = Array.from({ length: 250 }, (_, i) => `arn:aws:s3:::bucket-${i}/`);
    const withValues = (list: readonly string[]) => [
      { DataResources: [{ Type: 'AWS::S3::Object', Values: list }] },
      { DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }] },
    ];
    expect(parse([{}, {}, {}, {}, {}]).selectors).toHaveLength(5);
    expect(refusal([{}, {}, {}, {}, {}, {}])).toMatch('at most 5 basic event selectors');
    expect(parse(withValues(values)).selectors).toHaveLength(2);
    expect(refusal(withValues([...values, 'arn:aws:s3:::one-more/']))).toMatch('here are 251');
  });

  it("AWS's limit of advanced selectors holds: 500 values over all of them", () => {
    const named = (count: number) => ({
      Field: 'eventName',
      NotEquals: Array.from({ length: count }, (_, i) => `Name${i}`),
    });
    const both = (count: number) => [...advanced(management, named(count)), ...advanced(management)];
    expect(parse(both(498)).selectors).toHaveLength(2);
    expect(refusal(both(499))).toMatch(
      'at most 500 values over all of its advanced event selectors; here are 501',
    );
  });

  it.each([
    [
      [{ Field: 'eventName', Equals: ['x'] }],
      'Event selector 1, eventCategory: it must equal one category, and here are 0.',
    ],
    [
      [{ Field: 'eventCategory', Equals: ['Insight'] }],
      /a trail selects Management, Data, NetworkActivity events, and not “Insight”/,
    ],
    [[{ Field: 'eventCategory', NotEquals: ['Data'] }], /it must equal one category/],
    [
      [{ Field: 'eventCategory', Equals: ['Data'] }],
      'Event selector 1: it has no condition on resources.type.',
    ],
    [
      [{ Field: 'eventCategory', Equals: ['NetworkActivity'] }],
      'Event selector 1: it has no condition on eventSource.',
    ],
    [
      [management, { Field: 'resources.ARN', Equals: ['x'] }],
      /resources.ARN: selectors of Management events take .* only/,
    ],
    [
      [management, { Field: 'eventNme', Equals: ['x'] }],
      /^Event selector 1, FieldSelectors 2 Field: it must be one of .* and is “eventNme”/,
    ],
    [
      [management, { Field: 'eventName', Equals: [] }],
      'Event selector 1, eventName: it has no operator with a value.',
    ],
    [
      [management, { Field: 'readOnly', NotEquals: ['true'] }],
      'Event selector 1, readOnly: it takes Equals, and not NotEquals.',
    ],
    [
      [management, { Field: 'readOnly', Equals: ['yes'] }],
      'Event selector 1, readOnly: it can be true or false, and not “yes”.',
    ],
    [
      [management, { Field: 'sessionCredentialFromConsole', StartsWith: ['t'] }],
      /takes Equals or NotEquals, and not StartsWith/,
    ],
    [
      [data[0], { Field: 'resources.type', Equals: ['AWS::S3::Object', 'AWS::SNS::Topic'] }],
      'Event selector 1, resources.type: it must be one type, and here are 2.',
    ],
    [[...data, data[1]], 'Event selector 1, resources.type: it must be one type, and here are 2.'],
    [
      [
        { Field: 'eventCategory', Equals: ['NetworkActivity'] },
        { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
      ],
      'Event selector 1, eventSource: it takes Equals, and not NotEquals.',
    ],
    [
      [
        { Field: 'eventCategory', Equals: ['NetworkActivity'] },
        { Field: 'eventSource', Equals: ['kms.amazonaws.com'] },
        { Field: 'errorCode', Equals: ['AccessDenied'] },
      ],
      'Event selector 1, errorCode: it can be VpceAccessDenied, and not “AccessDenied”.',
    ],
  ])('conditions that AWS would not have are refused: %j', (fields, message) => {
    expect(refusal(advanced(...fields))).toMatch(message);
  });

  it('a text beyond all measure is refused, and nesting beyond all measure does no harm', () => {
    expect(codeOf(() => parseSelectors(' '.repeat(1_000_001)))).toBe('too-large');
    expect(codeOf(() => parseSelectors('['.repeat(400_000) + ']'.repeat(400_000)))).toBe('bad-request');
  });

  it('whatever JSON is given, the answer is selectors or a refusal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(['no error', 'bad-request']).toContain(codeOf(() => parse(value)));
        expect(['no error', 'bad-request']).toContain(codeOf(() => parse({ EventSelectors: [value] })));
        expect(['no error', 'bad-request']).toContain(codeOf(() => parse([{ FieldSelectors: [value] }])));
      }),
    );
  });
});
