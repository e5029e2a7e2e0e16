import { type RecordFacts, type ResourceName, recordFacts } from './record-facts.ts';
import {
  type BasicDataType,
  type BasicSelector,
  type DataResource,
  type FieldSelector,
  isEveryResource,
  type Selectors,
} from './selectors.ts';

/**
 * Whether an event of these files is to be indexed: whether a trail with these selectors would have logged it, as
 * far as its record says (cloudtrail.md d9; any selector that matches is enough).
 *
 * What a record does not say counts as a match, condition by condition: a record that cannot be judged is indexed,
 * never dropped. For the same reason Insights and aggregated events always match, which no event selector of a
 * trail is about. What is derived where a record is silent: see {@link recordFacts}.
 */
export function matchesSelectors(selectors: Selectors, record: unknown): boolean {
  const facts = recordFacts(record);
  if (facts === null || facts.category === 'other') return true;
  return selectors.kind === 'basic'
    ? selectors.selectors.some((selector) => matchesBasic(selector, facts))
    : selectors.selectors.some(({ fields }) => matchesFields(fields, facts));
}

function matchesBasic(selector: BasicSelector, facts: RecordFacts): boolean {
  if (selector.readWriteType !== 'All' && facts.readOnly !== null) {
    if (facts.readOnly !== (selector.readWriteType === 'ReadOnly')) return false;
  }
  const mayBe = (category: string) => facts.category === null || facts.category === category;
  if (mayBe('Management') && selector.includeManagementEvents) {
    const isExcluded =
      facts.eventSource !== null && selector.excludeManagementEventSources.includes(facts.eventSource);
    if (!isExcluded) return true;
  }
  // Basic selectors cannot select network activity.
  return mayBe('Data') && selector.dataResources.some((resource) => matchesDataResource(resource, facts));
}

function matchesDataResource({ type, values }: DataResource, facts: RecordFacts): boolean {
  if (values.length === 0) return false;
  if (facts.resources === null) return facts.eventSource === null || facts.eventSource === sourceOf[type];
  return facts.resources.some(
    (resource) =>
      (resource.type === null || resource.type === type) &&
      values.some((value) =>
        // A function's ARN is exact: `…:function:a` does not stand for `…:function:ab`.
        type === 'AWS::Lambda::Function' && !isEveryResource(value)
          ? mayEqual(resource, value)
          : mayStartWith(resource, value),
      ),
  );
}

/** Who sends data events of the types that basic selectors know: all that a record without resources says of them. */
const sourceOf: Readonly<Record<BasicDataType, string>> = {
  'AWS::S3::Object': 's3.amazonaws.com',
  'AWS::Lambda::Function': 'lambda.amazonaws.com',
  'AWS::DynamoDB::Table': 'dynamodb.amazonaws.com',
};

function matchesFields(fields: readonly FieldSelector[], facts: RecordFacts): boolean {
  const ofResources = fields.filter(({ field }) => field === 'resources.type' || field === 'resources.ARN');
  const others = fields.filter((field) => !ofResources.includes(field));
  if (!others.every((field) => matchesField(field, facts))) return false;
  // One resource must pass all conditions: a copy names two objects, and S3 names the bucket beside the object.
  return (
    ofResources.length === 0 ||
    facts.resources === null ||
    facts.resources.some((resource) => ofResources.every((field) => matchesResource(field, resource)))
  );
}

function matchesField(field: FieldSelector, facts: RecordFacts): boolean {
  switch (field.field) {
    case 'eventCategory':
      return matchesValue(field, facts.category);
    case 'eventSource':
      return matchesValue(field, facts.eventSource);
    case 'eventName':
      return matchesValue(field, facts.eventName);
    case 'eventType':
      return matchesValue(field, facts.eventType);
    case 'vpcEndpointId':
      return matchesValue(field, facts.vpcEndpointId);
    case 'readOnly':
      return matchesValue(field, facts.readOnly === null ? null : String(facts.readOnly));
    case 'userIdentity.arn':
      return matchesOptional(field, facts.userArn);
    case 'errorCode':
      return matchesOptional(field, facts.errorCode);
    case 'sessionCredentialFromConsole':
      // Only sessions of the console have the field. How AWS compares "false" with a record that lacks it is not said.
      return facts.isFromConsole === null
        ? field.equals.length === 0 || field.equals.includes('false')
        : matchesValue(field, facts.isFromConsole);
    case 'resources.type':
    case 'resources.ARN':
      return facts.resources === null || facts.resources.some((resource) => matchesResource(field, resource));
  }
}

/** d9: one of the selecting values must hit where any is given, and none of the deselecting ones. */
function matchesValue(field: FieldSelector, value: string | null): boolean {
  if (value === null) return true;
  const { equals, startsWith, endsWith, notEquals, notStartsWith, notEndsWith } = field;
  const isSelecting = equals.length + startsWith.length + endsWith.length > 0;
  const isSelected =
    !isSelecting ||
    equals.includes(value) ||
    startsWith.some((start) => value.startsWith(start)) ||
    endsWith.some((end) => value.endsWith(end));
  return (
    isSelected &&
    !notEquals.includes(value) &&
    !notStartsWith.some((start) => value.startsWith(start)) &&
    !notEndsWith.some((end) => value.endsWith(end))
  );
}

/** For a field that many records rightly lack: undefined is known to be missing, null is not known. */
function matchesOptional(field: FieldSelector, value: string | null | undefined): boolean {
  if (value !== undefined) return matchesValue(field, value);
  return field.equals.length + field.startsWith.length + field.endsWith.length === 0;
}

function matchesResource(field: FieldSelector, resource: ResourceName): boolean {
  if (field.field === 'resources.type') return matchesValue(field, resource.type);
  if (resource.arn === null) return true;
  if (!resource.isPrefix) return matchesValue(field, resource.arn);
  const { arn } = resource;
  const isSelecting = field.equals.length + field.startsWith.length + field.endsWith.length > 0;
  return (
    (!isSelecting ||
      field.equals.some((value) => mayEqual(resource, value)) ||
      field.startsWith.some((value) => mayStartWith(resource, value)) ||
      field.endsWith.length > 0) &&
    // Of what begins with a text only this can be ruled out: that it does not begin with a part of it.
    !field.notStartsWith.some((value) => arn.startsWith(value))
  );
}

function mayEqual({ arn, isPrefix }: ResourceName, value: string): boolean {
  return arn === null || (isPrefix ? value.startsWith(arn) : value === arn);
}

function mayStartWith({ arn, isPrefix }: ResourceName, value: string): boolean {
  return arn === null || arn.startsWith(value) || (isPrefix && value.startsWith(arn));
}
