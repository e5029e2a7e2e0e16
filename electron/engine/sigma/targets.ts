import type { FieldName } from '../../contract/fields.ts';
import { and, not } from '../../contract/filter/build.ts';
import type { Filter, PathTarget, Pattern, Target } from '../../contract/filter/syntax-tree.ts';
import { addressTest } from '../filter/address.ts';
import { quoted, RuleProblem } from './rule-problem.ts';

/** Fields of the log by the column that answers them at once. */
export type Columns = ReadonlyMap<string, FieldName>;

/**
 * Where a column holds what the record does (`ingest/project.ts`). Not among them: awsRegion, recipientAccountId and
 * eventID, whose columns are filled from elsewhere when the record lacks them, and resources, which are coarsened.
 * A column has no empty texts: there they are missing. It keeps 4096 characters, more than AWS puts into any of these.
 */
const plainColumns: readonly (readonly [string, FieldName])[] = [
  ['sourceIPAddress', 'ip'],
  ['userAgent', 'agent'],
  ['eventCategory', 'category'],
  ['eventType', 'type'],
  ['readOnly', 'readonly'],
  ['vpcEndpointId', 'vpce'],
  ['userIdentity.type', 'identitytype'],
  ['userIdentity.arn', 'identity'],
  ['userIdentity.userName', 'user'],
  ['userIdentity.accessKeyId', 'key'],
  ['userIdentity.sessionContext.attributes.mfaAuthenticated', 'mfa'],
];

/** For an Insight these columns name the calls that it is about; its record says so in other places. */
const insightColumns: readonly (readonly [string, FieldName])[] = [
  ['eventName', 'name'],
  ['eventSource', 'source'],
  ['errorCode', 'error'],
];
const insightFields: ReadonlySet<FieldName> = new Set(insightColumns.map(([, field]) => field));
const insight: Filter = {
  kind: 'match',
  target: { kind: 'field', field: 'category' },
  anyOf: [{ kind: 'literal', text: 'Insight' }],
};

/**
 * The filter that `compile` makes with columns where these say what the record does. An Insight on DeleteBucket is no
 * DeleteBucket: it is left out, or, where it might be meant, names are looked up in the record.
 */
export function onColumns(compile: (columns: Columns) => Filter): Filter {
  const filter = compile(new Map([...plainColumns, ...insightColumns]));
  if (!asksInsightField(filter)) return filter;
  return withoutInsightFields(filter) === false ? and(filter, not(insight)) : compile(new Map(plainColumns));
}

function asksInsightField(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.some(asksInsightField);
    case 'not':
      return asksInsightField(filter.operand);
    case 'match':
    case 'exists':
      return filter.target.kind === 'field' && insightFields.has(filter.target.field);
    default:
      return false;
  }
}

/** What a filter says of a record that has none of these fields; undefined where that depends on other fields. */
function withoutInsightFields(filter: Filter): boolean | undefined {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const decisive = filter.kind === 'or';
      const answers = filter.operands.map(withoutInsightFields);
      if (answers.includes(decisive)) return decisive;
      return answers.includes(undefined) ? undefined : !decisive;
    }
    case 'not': {
      const answer = withoutInsightFields(filter.operand);
      return answer === undefined ? undefined : !answer;
    }
    default:
      return asksInsightField(filter) ? false : undefined;
  }
}

/** A dotted name as a path. @throws RuleProblem */
export function pathOf(field: string): PathTarget {
  const steps = field.split('.');
  if (steps.some((step) => step === '')) throw new RuleProblem(`${quoted(field)} is no name of a field.`);
  return { kind: 'path', steps };
}

/** The column of a field if it answers all the patterns as the record does, else the path. */
export function targetFor(field: string, anyOf: readonly Pattern[], columns: Columns): Target {
  const column = columns.get(field);
  return column !== undefined && anyOf.every((pattern) => isSameInColumn(column, pattern))
    ? { kind: 'field', field: column }
    : pathOf(field);
}

function isSameInColumn(column: FieldName, pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'literal':
      if (pattern.text === '') return false;
      // Without case, source:s3 is s3.amazonaws.com too, and an address is every spelling of it.
      if (column === 'source') return pattern.isCased === true || /\.amazonaws\.com$/i.test(pattern.text);
      if (column === 'ip') return pattern.isCased === true || !isAddress(pattern.text);
      return !isLowered(column) || pattern.isCased !== true;
    case 'wildcard':
    case 'regex':
      return !isLowered(column) || pattern.isCased !== true;
    default:
      return false;
  }
}

/** These two columns are in lower case, whatever the record has. */
function isLowered(column: FieldName): boolean {
  return column === 'readonly' || column === 'mfa';
}

function isAddress(text: string): boolean {
  return text.includes('/') || addressTest(text) !== undefined;
}
