import type { FieldName } from '../../electron/contract/fields.ts';
import { and } from '../../electron/contract/filter/build.ts';
import { conditionsOf } from '../../electron/contract/filter/edit.ts';
import type { Filter } from '../../electron/contract/filter/syntax-tree.ts';

/** Whether the filter asks for the events that lack the field, or leaves them out, at its top level. */
export function stateOfMissing(filter: Filter, field: FieldName): 'included' | 'excluded' | 'open' {
  for (const one of conditionsOf(filter)) {
    const exists = one.kind === 'not' ? one.operand : one;
    if (exists.kind !== 'exists' || exists.target.kind !== 'field' || exists.target.field !== field) continue;
    return one.kind === 'not' ? 'included' : 'excluded';
  }
  return 'open';
}

/** The filter without what it says of events that lack the field. */
export function releaseMissing(filter: Filter, field: FieldName): Filter {
  return and(...conditionsOf(filter).filter((one) => stateOfMissing(one, field) === 'open'));
}
