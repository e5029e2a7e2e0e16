import type { Filter } from '../../contract/filter/syntax-tree.ts';
import type { Bits } from './bits.ts';

/**
 * What a search in the records has found out so far about a condition that columns cannot answer. Bits are by event
 * number, over shared memory that the search goes on writing; events beyond their end are not known.
 */
export interface RecordAnswer {
  readonly found: Bits;
  /** Searched; `found` says whether the condition holds. */
  readonly known: Bits;
}

export interface RecordAnswers {
  /** Another one whenever the bits may have changed: what was worked out from them is remembered under it. */
  readonly version: number;
  /** By {@link answerKey}. */
  readonly byKey: ReadonlyMap<string, RecordAnswer>;
}

/** Which events are taken where some have not been searched yet: those that match for certain, or those that may. */
export type Bound = 'sure' | 'possible';

export function answerKey(condition: Filter): string {
  return JSON.stringify(condition);
}

/** Whether nothing but the record of an event answers a filter: all of its conditions are on the record. */
export function isInRecord(filter: Filter): boolean {
  switch (filter.kind) {
    case 'match':
    case 'exists':
      return filter.target.kind !== 'field';
    case 'differs':
      return true;
    case 'not':
      return isInRecord(filter.operand);
    case 'and':
    case 'or':
      return filter.operands.every(isInRecord);
    default:
      return false;
  }
}

/** What is searched for, and remembered, as one. The opposite of it needs no search of its own. */
export function isRecordCondition(filter: Filter): boolean {
  return filter.kind !== 'not' && isInRecord(filter);
}

/**
 * The same filter with the conditions on the record that stand side by side put together, so that they are searched
 * for, and remembered, as one: a record without one of them need not be looked at for the others.
 */
export function withRecordsTogether(filter: Filter): Filter {
  if (isInRecord(filter)) return filter;
  switch (filter.kind) {
    case 'not':
      return { kind: 'not', operand: withRecordsTogether(filter.operand) };
    case 'and':
    case 'or': {
      const { kind, operands } = filter;
      const inRecord = operands.filter(isInRecord);
      const others = operands.filter((operand) => !isInRecord(operand)).map(withRecordsTogether);
      const together: readonly Filter[] = inRecord.length > 1 ? [{ kind, operands: inRecord }] : inRecord;
      return { kind, operands: [...others, ...together] };
    }
    default:
      return filter;
  }
}

/** The largest parts of a filter that only the record answers, each once. */
export function recordConditions(filter: Filter): readonly Filter[] {
  const conditions = new Map<string, Filter>();
  const collect = (part: Filter): void => {
    if (isRecordCondition(part)) conditions.set(answerKey(part), part);
    else if (part.kind === 'and' || part.kind === 'or') part.operands.forEach(collect);
    else if (part.kind === 'not') collect(part.operand);
  };
  collect(filter);
  return [...conditions.values()];
}
