import type { Filter, PathTarget, Pattern, Step } from '../../contract/filter/syntax-tree.ts';
import { type Needle, partsOf, startOf } from './needle.ts';
import { regexRuns } from './regex-runs.ts';

/** Of every set, some needle is in the JSON of the record. No sets: nothing is known, any record may do. */
export type Needles = readonly (readonly Needle[])[];

const none: Needles = [];
/** More alternatives than this cost more to look for than parsing the record. */
const maxAlternatives = 64;

/**
 * What the JSON text of a record must have in it for the filter to hold. Never more than that: a record without it
 * need not be parsed, one with it has to be. Fields give none, as the columns answer them.
 */
export function needlesOf(filter: Filter): Needles {
  return [...needlesIn(filter)].sort((a, b) => weakest(b) - weakest(a));
}

function needlesIn(filter: Filter): Needles {
  switch (filter.kind) {
    case 'and':
      return filter.operands.flatMap(needlesIn);
    case 'or':
      return anyOf(filter.operands.map(needlesIn));
    case 'not':
      return negated(filter.operand);
    case 'exists':
      return filter.target.kind === 'path' ? keysOf(filter.target.steps) : none;
    case 'differs':
      return keysOf(filter.target.steps);
    case 'match': {
      const { target } = filter;
      if (target.kind === 'field') return none;
      if (target.kind === 'raw') return anyOf(filter.anyOf.map((pattern) => patternNeedles(pattern, true)));
      const values = filter.anyOf.map((pattern) => valueNeedles(pattern, target));
      return [...keysOf(target.steps), ...anyOf(values)];
    }
    default:
      return none;
  }
}

/** What must be there for the opposite to hold: only what is negated twice says anything. */
function negated(filter: Filter): Needles {
  switch (filter.kind) {
    case 'not':
      return needlesIn(filter.operand);
    case 'and':
      return anyOf(filter.operands.map(negated));
    case 'or':
      return filter.operands.flatMap(negated);
    default:
      return none;
  }
}

/** Of each operand its best set, together; nothing when one of them can hold without any. */
function anyOf(operands: readonly Needles[]): Needles {
  const [only] = operands;
  if (operands.length === 1 && only !== undefined) return only;
  const together: Needle[] = [];
  for (const operand of operands) {
    const best = operand.reduce<readonly Needle[]>(
      (most, set) => (weakest(set) > weakest(most) ? set : most),
      [],
    );
    if (best.length === 0) return none;
    together.push(...best);
  }
  return together.length > maxAlternatives ? none : [together];
}

function weakest(set: readonly Needle[]): number {
  return set.length === 0 ? 0 : Math.min(...set.map(({ text }) => text.length));
}

function keysOf(steps: readonly Step[]): Needles {
  return steps.flatMap((step) =>
    typeof step === 'string' ? startOf(step, true, false).map((one) => [one]) : [],
  );
}

/** At a path. Where it is not exact, the value may also be the text of an object. */
function valueNeedles(pattern: Pattern, { isExact }: PathTarget): Needles {
  if (pattern.kind === 'same') return keysOf(pattern.steps);
  const hasStructure = isExact !== true;
  if (pattern.kind !== 'literal' && pattern.kind !== 'wildcard') return patternNeedles(pattern, hasStructure);
  const isCased = pattern.isCased === true;
  const [first = '', ...others] = pattern.kind === 'literal' ? [pattern.text] : pattern.pieces;
  // Numbers, true, false, null and objects have no quote before them.
  const isText = first !== '' && !/^[-\dtfn{]/i.test(first);
  const start = isText ? startOf(first, isCased, hasStructure) : partsOf(first, isCased, hasStructure);
  return [start, ...others.map((piece) => partsOf(piece, isCased, hasStructure))].flat().map((one) => [one]);
}

/** `hasStructure`: the text that it is found in may be JSON with brackets, of which the record may have gaps. */
function patternNeedles(pattern: Pattern, hasStructure: boolean): Needles {
  const parts = (text: string, isCased: true | undefined): Needles =>
    partsOf(text, isCased === true, hasStructure).map((one) => [one]);
  switch (pattern.kind) {
    case 'literal':
      return parts(pattern.text, pattern.isCased);
    case 'wildcard':
      return pattern.pieces.flatMap((piece) => parts(piece, pattern.isCased));
    case 'regex':
      return regexRuns(pattern.source).flatMap((run) => parts(run, pattern.isCased));
    default:
      return none;
  }
}
