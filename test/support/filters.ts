import fc from 'fast-check';
import { fieldByName, fieldNames } from '../../electron/contract/fields.ts';
import { and, not, or } from '../../electron/contract/filter/build.ts';
import type { Filter, Pattern, Target } from '../../electron/contract/filter/syntax-tree.ts';

/** Texts as they occur in logs and as a hostile log would have them. */
const text = fc.oneof(
  fc.constantFrom(
    'PutObject',
    'AND',
    'or',
    '-x',
    '/a/b',
    'a:b',
    'arn:aws:iam::111122223333:user/alice',
    '',
    ' ',
    '"',
    '\\',
    '*',
    '(x)',
    '>=5',
    'ü\u202e',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

const someText = text.filter((value) => value !== '');

/** Only at its ends may a wildcard have empty pieces: `a**b` is `a*b`, and `*` alone is no pattern. */
const wildcard = fc
  .tuple(text, fc.array(someText, { maxLength: 2 }), text)
  .map(([first, inner, last]) => [first, ...inner, last])
  .filter((pieces) => pieces.some((piece) => piece !== ''))
  .map((pieces): Pattern => ({ kind: 'wildcard', pieces }));

/** Without the empty literal, which means a missing field and is a condition of its own. */
const patterns: fc.Arbitrary<Pattern> = fc.oneof(
  someText.map((value): Pattern => ({ kind: 'literal', text: value })),
  wildcard,
  fc
    .constantFrom('a+', '^x/y$', '[0-9]{2}\\.', '(a|b)\\\\', 'd e')
    .map((source): Pattern => ({ kind: 'regex', source })),
);

const fieldTarget: fc.Arbitrary<Target> = fc
  .constantFrom(...fieldNames.filter((name) => name !== 'time'))
  .map((field): Target => ({ kind: 'field', field }));
const pathTarget: fc.Arbitrary<Target> = fc
  .array(
    fc.oneof(
      fc.constantFrom('requestParameters', 'a-b', 'x1'),
      fc.string({ minLength: 1, maxLength: 5 }).filter((step) => !/^\[\d*\]$/.test(step)),
    ),
    {
      minLength: 2,
      maxLength: 4,
    },
  )
  .filter((steps) => fieldByName(steps.join('.')) === undefined)
  .map((steps): Target => ({ kind: 'path', steps }));

const moment = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2090, 0, 1) });
const times: fc.Arbitrary<Filter> = fc.tuple(fc.option(moment), fc.option(moment)).map(([a, b]): Filter => {
  if (a === null || b === null) return { kind: 'time', fromMs: a ?? (b === null ? 0 : null), untilMs: b };
  return { kind: 'time', fromMs: Math.min(a, b), untilMs: Math.max(a, b) + 1 };
});

const conditions = (target: fc.Arbitrary<Target>): fc.Arbitrary<Filter> =>
  fc.oneof(
    fc
      .tuple(target, fc.array(patterns, { minLength: 1, maxLength: 3 }))
      .map(([where, anyOf]): Filter => ({ kind: 'match', target: where, anyOf })),
    target.map((where): Filter => ({ kind: 'exists', target: where })),
    times,
    patterns.map((pattern): Filter => ({ kind: 'anywhere', pattern })),
  );

/** Trees over these conditions, in the canonical form that the parser makes. */
function trees(leaves: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  return fc.letrec<{ tree: Filter }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      leaves,
      fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((operands) => and(...operands)),
      fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((operands) => or(...operands)),
      tie('tree').map(not),
    ),
  })).tree;
}

/** Every kind of filter that a person can write. */
export const allFilters = trees(conditions(fc.oneof(fieldTarget, pathTarget)));
