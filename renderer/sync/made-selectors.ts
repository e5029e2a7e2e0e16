import { printSelectors } from '../../electron/contract/selectors/print.ts';
import {
  type BasicDataType,
  basicDataTypes,
  type ReadWriteType,
  type Selectors,
} from '../../electron/contract/selectors/selectors.ts';

/** What a person ticks: one basic selector, as most trails have. Anything finer is pasted. */
export interface MadeSelectors {
  readonly readWrite: ReadWriteType;
  readonly management: boolean;
  /** Of AWS KMS and the RDS data API, which can be most of a trail. */
  readonly withoutNoise: boolean;
  readonly data: readonly BasicDataType[];
}

export const usualSelectors: MadeSelectors = {
  readWrite: 'WriteOnly',
  management: true,
  withoutNoise: true,
  data: [],
};

/** AWS's own way to say all resources of a type. */
const everyResource: Readonly<Record<BasicDataType, string>> = {
  'AWS::S3::Object': 'arn:aws:s3',
  'AWS::Lambda::Function': 'arn:aws:lambda',
  'AWS::DynamoDB::Table': 'arn:aws:dynamodb',
};

export const dataWords: Readonly<Record<BasicDataType, string>> = {
  'AWS::S3::Object': 'S3 objects',
  'AWS::Lambda::Function': 'Lambda functions',
  'AWS::DynamoDB::Table': 'DynamoDB tables',
};

export function dataTypes(): readonly BasicDataType[] {
  return basicDataTypes;
}

/** What was ticked, as AWS prints it. */
export function printMade({ readWrite, management, withoutNoise, data }: MadeSelectors): string {
  const selectors: Selectors = {
    kind: 'basic',
    trailArn: null,
    selectors: [
      {
        readWriteType: readWrite,
        includeManagementEvents: management,
        excludeManagementEventSources:
          management && withoutNoise ? ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] : [],
        dataResources: data.map((type) => ({ type, values: [everyResource[type]] })),
      },
    ],
  };
  return printSelectors(selectors);
}
