import type { LoggableQuestion } from '../../../contract/integrity.ts';
import { matchesSelectors } from '../../../contract/selectors/match.ts';
import type { AdvancedSelector, FieldSelector, Selectors } from '../../../contract/selectors/selectors.ts';
import { partitionOf } from '../../sources/s3/partition.ts';
import type { CallKind } from './call-kind.ts';

export type Answer = 'yes' | 'no' | 'unknown';

/** The call that is asked about, as far as the question tells. */
export interface AskedCall {
  readonly source: string;
  readonly name: string;
  readonly region: string;
  readonly kind: CallKind;
  /** What it is done to: the whole ARN, or how those of all that it may be done to begin. */
  readonly arn: { readonly text: string; readonly isWhole: boolean };
}

/** Every character of it is strange in an ARN, so that no selector names it: it stands for anything. */
const anything = '\u{10fffd}';

/**
 * Whether selectors take every such call (`yes`), none (`no`), or that depends on what the question does not tell:
 * who calls, whether it reads, what it is done to. `matchesSelectors` takes what a record does not say for a match;
 * so a `no` of it is certain, and a `yes` is asked again of those selectors alone that need not know more.
 */
export function selects(selectors: Selectors, call: AskedCall): Answer {
  const { mayRead } = call.kind;
  if (!mayRead.some((reads) => matchesSelectors(selectors, recordOf(call, reads, false)))) return 'no';
  // A selector asks for the category, and of data for the type.
  const { category, resourceType } = call.kind;
  if (category === null || (category === 'Data' && resourceType === null)) return 'unknown';
  const sure = withoutOpen(selectors, call);
  return mayRead.every((reads) => matchesSelectors(sure, recordOf(call, reads, true))) ? 'yes' : 'unknown';
}

function recordOf(
  { source, name, region, kind, arn }: AskedCall,
  readOnly: boolean,
  isFilled: boolean,
): unknown {
  const whole = arn.isWhole ? arn.text : `${arn.text}${anything}`;
  const resource = arn.isWhole || isFilled ? { ARN: whole } : { ARNPrefix: arn.text };
  return {
    eventSource: source,
    eventName: name,
    eventType: 'AwsApiCall',
    eventCategory: kind.category,
    readOnly,
    awsRegion: region,
    ...(kind.category === 'Data' && kind.resourceType !== null
      ? { resources: [{ type: kind.resourceType, ...resource }] }
      : {}),
  };
}

/** Fields that the question does not tell. */
const untold: ReadonlySet<string> = new Set([
  'eventType',
  'sessionCredentialFromConsole',
  'userIdentity.arn',
  'errorCode',
  'vpcEndpointId',
]);

function withoutOpen(selectors: Selectors, { arn }: AskedCall): Selectors {
  if (selectors.kind === 'basic') return selectors;
  const isSure = ({ fields }: AdvancedSelector) =>
    fields.every((field) => !untold.has(field.field) && (arn.isWhole || !mayDeselect(field, arn.text)));
  return { ...selectors, selectors: selectors.selectors.filter(isSure) };
}

/** Some of what begins with the text may be deselected. */
function mayDeselect(field: FieldSelector, start: string): boolean {
  const { notEquals, notStartsWith, notEndsWith } = field;
  return (
    field.field === 'resources.ARN' &&
    (notEndsWith.length > 0 || [...notEquals, ...notStartsWith].some((value) => value.startsWith(start)))
  );
}

/** What a resource of a question is, by its ARN or by the name of a bucket, a function, a table or a queue. */
export function arnOf(question: LoggableQuestion, resourceType: string | null): AskedCall['arn'] {
  const given = question.resource ?? '';
  const { account, region } = question;
  const base = `arn:${partitionOf(region).id}`;
  switch (resourceType) {
    case 'AWS::S3::Object': {
      const text = given.startsWith('arn:') ? given : `${base}:s3:::${given}`;
      const isObject = /:::[^/]+\/./.test(text);
      const isBucket = given !== '' && !isObject;
      return { text: isBucket ? `${text.replace(/\/$/, '')}/` : text, isWhole: isObject };
    }
    case 'AWS::Lambda::Function': {
      // A version or alias is no part of what selectors name.
      const text = named(given, `${base}:lambda:${region}:${account}:function:`)
        .split(':')
        .slice(0, 7)
        .join(':');
      return { text: given === '' ? `${base}:lambda:` : text, isWhole: given !== '' };
    }
    case 'AWS::DynamoDB::Table':
      return whole(given, `${base}:dynamodb:`, `${base}:dynamodb:${region}:${account}:table/`);
    case 'AWS::SQS::Queue':
      return whole(given, `${base}:sqs:`, `${base}:sqs:${region}:${account}:`);
    default:
      return { text: given, isWhole: given.startsWith('arn:') };
  }
}

function whole(given: string, service: string, start: string): AskedCall['arn'] {
  return given === '' ? { text: service, isWhole: false } : { text: named(given, start), isWhole: true };
}

function named(given: string, start: string): string {
  return given.startsWith('arn:') ? given : `${start}${given}`;
}
