import type { Filter } from './syntax-tree.ts';
import { everything } from './syntax-tree.ts';

/** All of the conditions; flattens, drops `all`, and is the operand itself where there is only one. */
export function and(...operands: readonly Filter[]): Filter {
  const flat = operands
    .flatMap((operand) => (operand.kind === 'and' ? operand.operands : [operand]))
    .filter((operand) => operand.kind !== 'all');
  const [first] = flat;
  if (first === undefined) return everything;
  return flat.length === 1 ? first : { kind: 'and', operands: flat };
}

/** Any of the conditions; flattens. `or()` of `all` and something is `all`. */
export function or(...operands: readonly Filter[]): Filter {
  const flat = operands.flatMap((operand) => (operand.kind === 'or' ? operand.operands : [operand]));
  const [first] = flat;
  if (first === undefined || flat.some((operand) => operand.kind === 'all')) return everything;
  return flat.length === 1 ? first : { kind: 'or', operands: flat };
}

/** The opposite; two of them cancel out. */
export function not(operand: Filter): Filter {
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand };
}
