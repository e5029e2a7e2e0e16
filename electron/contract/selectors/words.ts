import { cleanText } from './refuse.ts';
import {
  type AdvancedSelector,
  type BasicSelector,
  type DataResource,
  type FieldSelector,
  isEveryResource,
  type ReadWriteType,
  type SelectorField,
  type Selectors,
} from './selectors.ts';

/** Values that a sentence names; the others are counted. A trail may have 500. */
const namedValues = 10;

/**
 * What the selectors select, a plain sentence each; a basic selector has one for its management events and one for
 * each type of data. What stands in quotes or as a name is as the trail has it, on one line.
 */
export function selectorWords(selectors: Selectors): string[] {
  return selectors.kind === 'basic'
    ? selectors.selectors.flatMap(basicWords)
    : selectors.selectors.map(advancedWords);
}

function basicWords(selector: BasicSelector): string[] {
  const { readWriteType, includeManagementEvents, excludeManagementEventSources, dataResources } = selector;
  const but = excludeManagementEventSources.length === 0 ? '' : ` but those of ${services(selector)}`;
  const management = includeManagementEvents ? [`${managementWords(readWriteType)}${but}`] : [];
  const data = dataResources
    .filter(({ values }) => values.length > 0)
    .map((resource) => dataResourceWords(resource, readWriteType));
  return management.length + data.length === 0
    ? ['A selector that selects nothing']
    : [...management, ...data];
}

function services({ excludeManagementEventSources }: BasicSelector): string {
  return joined(excludeManagementEventSources.map(serviceName), 'and');
}

function dataResourceWords({ type, values }: DataResource, access: ReadWriteType): string {
  const subject = dataSubject(type, access);
  if (values.some(isEveryResource)) return subject;
  if (type === 'AWS::Lambda::Function') return `${subject} of ${joined(values.map(name), 'and')}`;
  return `${subject} ${startsWords(type, values)}`;
}

function managementWords(access: ReadWriteType): string {
  if (access === 'All') return 'All management events';
  return access === 'ReadOnly' ? 'Management events that read' : 'Management events that write';
}

/** “S3 object writes”, “All SNS Topic events”. */
function dataSubject(type: string, access: ReadWriteType): string {
  const noun =
    nouns.get(type) ??
    cleanText(type, 100)
      .replace(/^AWS::/, '')
      .replaceAll('::', ' ');
  if (access === 'All') return `All ${noun} events`;
  return `${noun} ${access === 'ReadOnly' ? 'reads' : 'writes'}`;
}

const nouns: ReadonlyMap<string, string> = new Map([
  ['AWS::S3::Object', 'S3 object'],
  ['AWS::Lambda::Function', 'Lambda function'],
  ['AWS::DynamoDB::Table', 'DynamoDB table'],
]);

function advancedWords({ name: title, fields }: AdvancedSelector): string {
  const access = accessOf(fields);
  const type = firstValue(fields, 'resources.type');
  const category = firstValue(fields, 'eventCategory');
  const subject =
    category === 'Management'
      ? managementWords(access)
      : category === 'Data'
        ? dataSubject(type, access)
        : 'Network activity events';
  const conditions = fields.filter(
    ({ field }) => !['eventCategory', 'resources.type', 'readOnly'].includes(field),
  );
  const words = [subject, ...conditions.map((field) => conditionWords(field, type))].join(' ');
  return title === null ? words : `${words} (named “${cleanText(title, 100)}”)`;
}

function firstValue(fields: readonly FieldSelector[], wanted: SelectorField): string {
  return fields.find(({ field }) => field === wanted)?.equals[0] ?? '';
}

function accessOf(fields: readonly FieldSelector[]): ReadWriteType {
  const wanted = fields.filter(({ field }) => field === 'readOnly');
  // Both values in one condition are no condition.
  if (wanted.every(({ equals }) => equals.includes('true') && equals.includes('false'))) return 'All';
  return wanted.some(({ equals }) => !equals.includes('false')) ? 'ReadOnly' : 'WriteOnly';
}

function conditionWords(field: FieldSelector, type: string): string {
  const isObject = field.field === 'resources.ARN' && type === 'AWS::S3::Object';
  const starts = (values: readonly string[]) =>
    isObject
      ? startsWords(type, values)
      : `whose ${nameOfField(field.field)} begins with ${joined(values.map(name), 'or')}`;
  const parts = {
    select: [
      ...(field.equals.length === 0 ? [] : [equalWords(field.field, field.equals)]),
      ...(field.startsWith.length === 0 ? [] : [starts(field.startsWith)]),
      ...(field.endsWith.length === 0 ? [] : [endWords(field.field, field.endsWith)]),
    ],
    deselect: [
      ...(field.notEquals.length === 0 ? [] : [equalWords(field.field, field.notEquals)]),
      ...(field.notStartsWith.length === 0 ? [] : [starts(field.notStartsWith)]),
      ...(field.notEndsWith.length === 0 ? [] : [endWords(field.field, field.notEndsWith)]),
    ],
  };
  const select = parts.select.join(', or ');
  if (parts.deselect.length === 0) return select;
  return `${select === '' ? '' : `${select}, `}but not those ${parts.deselect.join(', nor those ')}`;
}

function equalWords(field: SelectorField, values: readonly string[]): string {
  if (field === 'eventSource') return `of ${joined(values.map(serviceName), 'or')}`;
  if (field === 'eventName') return `named ${joined(values.map(name), 'or')}`;
  if (field === 'vpcEndpointId') return `through the VPC endpoint ${joined(values.map(name), 'or')}`;
  if (field === 'errorCode') return "that the VPC endpoint's policy denied";
  if (field === 'userIdentity.arn') return `by ${joined(values.map(name), 'or')}`;
  if (field === 'resources.ARN') return `on ${joined(values.map(name), 'or')}`;
  if (field !== 'sessionCredentialFromConsole') return `of the type ${joined(values.map(name), 'or')}`;
  return values.includes('false') ? 'not from the console' : 'from the console';
}

function endWords(field: SelectorField, values: readonly string[]): string {
  return `whose ${nameOfField(field)} ends with ${joined(values.map(name), 'or')}`;
}

function nameOfField(field: SelectorField): string {
  if (field === 'eventName') return 'name';
  if (field === 'eventSource') return 'service';
  if (field === 'resources.ARN') return 'resource';
  if (field === 'userIdentity.arn') return 'caller';
  return field === 'vpcEndpointId' ? 'VPC endpoint' : 'type';
}

/** Beginnings of ARNs: of S3 objects as bucket and folder, of others as they are. */
function startsWords(type: string, values: readonly string[]): string {
  if (type !== 'AWS::S3::Object') return `whose ARN begins with ${joined(values.map(name), 'or')}`;
  return joined(values.map(objectsWords), 'or');
}

function objectsWords(arn: string): string {
  const found = /^arn:aws[a-z-]*:s3:::([^/]*)(\/?)(.*)$/s.exec(arn);
  if (isEveryResource(arn) || found?.[1] === '') return 'in all buckets';
  if (found === null) return `whose ARN begins with ${name(arn)}`;
  const [, bucket = '', slash = '', key = ''] = found;
  if (slash === '') return `in buckets whose name begins with ${name(bucket)}`;
  return key === '' ? `in bucket ${name(bucket)}` : `in bucket ${name(bucket)} under ${name(key)}`;
}

function serviceName(source: string): string {
  const known = serviceNames.get(source);
  return known ?? name(source);
}

const serviceNames: ReadonlyMap<string, string> = new Map([
  ['kms.amazonaws.com', 'AWS KMS'],
  ['rdsdata.amazonaws.com', 'the RDS Data API'],
  ['s3.amazonaws.com', 'Amazon S3'],
  ['ec2.amazonaws.com', 'Amazon EC2'],
  ['cloudtrail.amazonaws.com', 'AWS CloudTrail'],
  ['secretsmanager.amazonaws.com', 'AWS Secrets Manager'],
]);

function name(text: string): string {
  return cleanText(text, 200);
}

/** “a, b and c”; of many only the first, and how many more there are. */
function joined(items: readonly string[], word: 'and' | 'or'): string {
  const shown =
    items.length > namedValues
      ? [...items.slice(0, namedValues - 1), `${items.length - namedValues + 1} more`]
      : items;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} ${word} ${shown.at(-1)}`;
}
