import type { FieldName } from '../../contract/fields.ts';
import { and } from '../../contract/filter/build.ts';
import { printFilter } from '../../contract/filter/print.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';

/** A field and its value as it is written, in which case matters: another spelling is another value of the count. */
export function hasValue(field: FieldName, value: string): Filter {
  const anyOf = [{ kind: 'literal', text: value, isCased: true }] as const;
  return { kind: 'match', target: { kind: 'field', field }, anyOf };
}

/** The text of the filter that gives the events of a line: those of the selection that meet all the conditions. */
export function lineFilter(selection: Filter, ...conditions: readonly Filter[]): string {
  return printFilter(and(selection, ...conditions));
}
