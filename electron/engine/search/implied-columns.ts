import type { ColumnField } from '../../contract/fields.ts';
import { and, or } from '../../contract/filter/build.ts';
import {
  everything,
  type Filter,
  type PathTarget,
  type Pattern,
  type TextPattern,
} from '../../contract/filter/syntax-tree.ts';
import { isRecordCondition } from '../columns/record-answers.ts';
import { limits } from '../ingest/limits.ts';

/** Exact paths whose text, where there is one, is the text of a column (`ingest/project.ts`). */
const columnOfPath: ReadonlyMap<string, ColumnField> = new Map([
  ['eventName', 'name'],
  ['eventSource', 'source'],
  ['awsRegion', 'region'],
  ['recipientAccountId', 'account'],
  ['sourceIPAddress', 'ip'],
  ['userAgent', 'agent'],
  ['errorCode', 'error'],
  ['eventCategory', 'category'],
  ['eventType', 'type'],
  ['vpcEndpointId', 'vpce'],
  ['userIdentity.type', 'identitytype'],
  ['userIdentity.arn', 'identity'],
  ['userIdentity.userName', 'user'],
  ['userIdentity.accessKeyId', 'key'],
]);

/**
 * The same filter, with each condition on the record joined to what it says of columns: `$.eventName:=ConsoleLogin`
 * can hold only where the column says so too, and no other record need be searched.
 */
export function withImpliedColumns(filter: Filter): Filter {
  if (isRecordCondition(filter)) {
    const implied = impliedBy(filter);
    return implied.kind === 'all' ? filter : { kind: 'and', operands: [implied, filter] };
  }
  switch (filter.kind) {
    case 'not':
      return { kind: 'not', operand: withImpliedColumns(filter.operand) };
    case 'and':
    case 'or':
      return { kind: filter.kind, operands: filter.operands.map(withImpliedColumns) };
    default:
      return filter;
  }
}

/** A condition on columns that holds wherever the condition on the record does. */
function impliedBy(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
      return and(...filter.operands.map(impliedBy));
    case 'or': {
      const implied = filter.operands.map(impliedBy);
      return implied.some(({ kind }) => kind === 'all') ? everything : or(...implied);
    }
    case 'match': {
      const { target, anyOf } = filter;
      const field = target.kind === 'path' ? columnOf(target) : undefined;
      if (field === undefined || !anyOf.every(isPlainText)) return everything;
      // A text that is too long is cut in its column.
      const cut: TextPattern = { kind: 'wildcard', pieces: ['', '…'], isCased: true };
      return { kind: 'match', target: { kind: 'field', field }, anyOf: [...anyOf, cut] };
    }
    default:
      return everything;
  }
}

/** Not through lists: a column holds one text. */
function columnOf({ steps, isExact }: PathTarget): ColumnField | undefined {
  return isExact === true && steps.every((step) => typeof step === 'string')
    ? columnOfPath.get(steps.join('.'))
    : undefined;
}

/**
 * What a column answers as the record does: no numbers, whose text the column may have in another spelling; nothing
 * that the fields `ip` and `source` read in a way of their own, which they do not where case counts.
 */
function isPlainText(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'literal':
      return pattern.isCased === true && isWord(pattern.text) && pattern.text.length < limits.termCharacters;
    case 'wildcard':
      return pattern.isCased === true && pattern.pieces.some(isWord);
    default:
      return false;
  }
}

/** Has a letter that no number has. */
function isWord(text: string): boolean {
  return /[a-df-zA-DF-Z]/.test(text) && !/\p{Surrogate}/u.test(text);
}
