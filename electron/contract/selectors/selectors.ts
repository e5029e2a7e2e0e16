/**
 * What of an account's activity a trail logs (cloudtrail.md d9). A trail has selectors of one of the two kinds,
 * and logs an event when any of its selectors matches it.
 */
export type Selectors =
  | { readonly kind: 'basic'; readonly trailArn: string | null; readonly selectors: readonly BasicSelector[] }
  | {
      readonly kind: 'advanced';
      readonly trailArn: string | null;
      readonly selectors: readonly AdvancedSelector[];
    };

export const readWriteTypes = ['ReadOnly', 'WriteOnly', 'All'] as const;
export type ReadWriteType = (typeof readWriteTypes)[number];

/** The resource types that basic selectors know. */
export const basicDataTypes = ['AWS::S3::Object', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table'] as const;
export type BasicDataType = (typeof basicDataTypes)[number];

export interface BasicSelector {
  readonly readWriteType: ReadWriteType;
  readonly includeManagementEvents: boolean;
  readonly excludeManagementEventSources: readonly string[];
  readonly dataResources: readonly DataResource[];
}

export interface DataResource {
  readonly type: BasicDataType;
  /** ARNs, beginnings of ARNs, or `arn:aws:s3` for all. None selects nothing: logs have such. */
  readonly values: readonly string[];
}

export interface AdvancedSelector {
  readonly name: string | null;
  /** All must match. */
  readonly fields: readonly FieldSelector[];
}

export const operators = [
  'equals',
  'startsWith',
  'endsWith',
  'notEquals',
  'notStartsWith',
  'notEndsWith',
] as const;
export type Operator = (typeof operators)[number];

/** The conditions on one field; an empty list is a condition that was not given. There are no wildcards. */
export interface FieldSelector extends Readonly<Record<Operator, readonly string[]>> {
  readonly field: SelectorField;
}

/** The categories of events that a trail can select. Insights are switched on elsewhere, in insight selectors. */
export const selectorCategories = ['Management', 'Data', 'NetworkActivity'] as const;
export type SelectorCategory = (typeof selectorCategories)[number];

export const selectorFields = [
  'eventCategory',
  'eventSource',
  'readOnly',
  'eventName',
  'eventType',
  'sessionCredentialFromConsole',
  'userIdentity.arn',
  'resources.type',
  'resources.ARN',
  'errorCode',
  'vpcEndpointId',
] as const;
export type SelectorField = (typeof selectorFields)[number];

/** `arn:aws:s3`, `arn:aws-us-gov:lambda`: every resource of the type. */
export function isEveryResource(value: string): boolean {
  return /^arn:aws[a-z-]*:(?:s3|lambda|dynamodb)$/.test(value);
}
