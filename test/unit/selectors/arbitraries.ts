import fc from 'fast-check';
import {
  type AdvancedSelector,
  type BasicSelector,
  basicDataTypes,
  type FieldSelector,
  type Operator,
  operators,
  readWriteTypes,
  type SelectorField,
  type Selectors,
} from '../../../electron/contract/selectors/selectors.ts';

/** Few values and near ones, so that conditions and records meet often. */
export const sources = [
  'kms.amazonaws.com',
  'rdsdata.amazonaws.com',
  's3.amazonaws.com',
  'ec2.amazonaws.com',
];
export const eventNames = ['GetObject', 'PutObject', 'GetObjectAcl', 'RunInstances', 'Put'];
export const arns = [
  'arn:aws:s3:::corp-logs/2026/a.json',
  'arn:aws:s3:::corp-logs/2026/',
  'arn:aws:s3:::corp-logs/',
  'arn:aws:s3:::corp',
  'arn:aws:lambda:eu-west-1:111122223333:function:a',
  'arn:aws:lambda:eu-west-1:111122223333:function:ab',
  'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
];
export const everyArn = ['arn:aws:s3', 'arn:aws:lambda', 'arn:aws:dynamodb'];
const pieces = ['json', 'Object', 'Get', '.com', 's3', 'arn:aws', 'ab', '2026/', '/'];

const some = <T>(values: readonly T[], maxLength = 3) =>
  fc.uniqueArray(fc.constantFrom(...values), { maxLength });

export const noConditions: Readonly<Record<Operator, readonly string[]>> = {
  equals: [],
  startsWith: [],
  endsWith: [],
  notEquals: [],
  notStartsWith: [],
  notEndsWith: [],
};

export function equals(field: SelectorField, ...values: readonly string[]): FieldSelector {
  return { ...noConditions, field, equals: values };
}

function anyOperators(field: SelectorField, values: readonly string[]): fc.Arbitrary<FieldSelector> {
  const texts = some([...values, ...pieces]);
  return fc
    .record({
      equals: texts,
      startsWith: texts,
      endsWith: texts,
      notEquals: texts,
      notStartsWith: texts,
      notEndsWith: texts,
    })
    .filter((conditions) => operators.some((operator) => conditions[operator].length > 0))
    .map((conditions) => ({ field, ...conditions }));
}

const readOnly = fc.constantFrom('true', 'false').map((value) => equals('readOnly', value));

const management = fc
  .tuple(
    fc.constant(equals('eventCategory', 'Management')),
    fc.option(anyOperators('eventSource', sources), { nil: null }),
    fc.option(readOnly, { nil: null }),
    fc.option(anyOperators('eventName', eventNames), { nil: null }),
  )
  .map((fields) => fields.filter((field) => field !== null));

const data = fc
  .tuple(
    fc.constant(equals('eventCategory', 'Data')),
    fc.constantFrom(...basicDataTypes, 'AWS::SNS::Topic').map((type) => equals('resources.type', type)),
    fc.option(anyOperators('resources.ARN', arns), { nil: null }),
    fc.option(readOnly, { nil: null }),
    fc.option(anyOperators('eventName', eventNames), { nil: null }),
    fc.option(anyOperators('userIdentity.arn', ['arn:aws:iam::111122223333:user/anna']), { nil: null }),
  )
  .map((fields) => fields.filter((field) => field !== null));

const network = fc
  .tuple(
    fc.constant(equals('eventCategory', 'NetworkActivity')),
    fc.constantFrom(...sources).map((source) => equals('eventSource', source)),
    fc.option(fc.constant(equals('errorCode', 'VpceAccessDenied')), { nil: null }),
    fc.option(anyOperators('vpcEndpointId', ['vpce-0a', 'vpce-0b']), { nil: null }),
  )
  .map((fields) => fields.filter((field) => field !== null));

const advanced: fc.Arbitrary<AdvancedSelector> = fc.record({
  name: fc.option(fc.string({ minLength: 1, maxLength: 30 }), { nil: null }),
  fields: fc.oneof(management, data, network),
});

const basic: fc.Arbitrary<BasicSelector> = fc.record({
  readWriteType: fc.constantFrom(...readWriteTypes),
  includeManagementEvents: fc.boolean(),
  excludeManagementEventSources: some(sources, 2),
  dataResources: fc.array(
    fc.record({ type: fc.constantFrom(...basicDataTypes), values: some([...arns, ...everyArn]) }),
    { maxLength: 3 },
  ),
});

const trailArn = fc.constantFrom(null, 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main');

export const anySelectors: fc.Arbitrary<Selectors> = fc.oneof(
  fc.record({
    kind: fc.constant('basic' as const),
    trailArn,
    selectors: fc.array(basic, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('advanced' as const),
    trailArn,
    selectors: fc.array(advanced, { minLength: 1, maxLength: 4 }),
  }),
);

/** A record that leaves nothing open. */
export interface PlainRecord {
  readonly eventCategory: string;
  readonly managementEvent: boolean;
  readonly eventSource: string;
  readonly eventName: string;
  readonly eventType: string;
  readonly readOnly: boolean | 'true' | 'false';
  readonly errorCode?: string;
  readonly vpcEndpointId: string;
  readonly userIdentity: { readonly arn: string };
  readonly resources: readonly { readonly type: string; readonly ARN: string }[];
}

export const plainRecord: fc.Arbitrary<PlainRecord> = fc
  .record({
    eventCategory: fc.constantFrom('Management', 'Data', 'NetworkActivity'),
    eventSource: fc.constantFrom(...sources),
    eventName: fc.constantFrom(...eventNames),
    readOnly: fc.constantFrom(true, false, 'true' as const, 'false' as const),
    isDenied: fc.boolean(),
    vpcEndpointId: fc.constantFrom('vpce-0a', 'vpce-0b'),
    user: fc.constantFrom('anna', 'bob'),
    resources: fc.array(
      fc.record({
        type: fc.constantFrom(...basicDataTypes, 'AWS::SNS::Topic'),
        ARN: fc.constantFrom(...arns),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  })
  .map(({ isDenied, user, ...record }) => ({
    ...record,
    managementEvent: record.eventCategory === 'Management',
    eventType: 'AwsApiCall',
    userIdentity: { arn: `arn:aws:iam::111122223333:user/${user}` },
    ...(isDenied ? { errorCode: 'VpceAccessDenied' } : {}),
  }));
