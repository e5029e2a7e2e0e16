import { and, not } from '../../contract/filter/build.ts';
import { printFilter } from '../../contract/filter/print.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';

const target = { kind: 'field', field: 'actor' } as const;

/** Events of exactly this actor, or those without one. */
export function actorCondition(actor: string | null): Filter {
  if (actor === null) return not({ kind: 'exists', target });
  return { kind: 'match', target, anyOf: [{ kind: 'literal', text: actor, isCased: true }] };
}

/** What a rule found of an actor, as a filter to look at it with. */
export function findingFilter(found: Filter, actor: string | null): string {
  return printFilter(and(found, actorCondition(actor)));
}
