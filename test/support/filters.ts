import fc from 'fast-check';
import { fieldNames } from '../../electron/contract/fields.ts';
import { and, not, or } from '../../electron/contract/filter/build.ts';
import {
  anyElement,
  anyKey,
  type Filter,
  type PathTarget,
  type Step,
  type Target,
  type TextPattern,
  type ValuePattern,
} from '../../electron/contract/filter/syntax-tree.ts';

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
    '=x',
    '$.a',
    'cidr:10.0.0.0/8',
    'null',
    '12',
    '1e999',
    'https://example.org/?a=b',
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
  .map((pieces): TextPattern => ({ kind: 'wildcard', pieces }));

/** Without the empty literal, which means a missing field and is a condition of its own. */
const patterns: fc.Arbitrary<TextPattern> = fc
  .tuple(
    fc.oneof(
      someText.map((value): TextPattern => ({ kind: 'literal', text: value })),
      wildcard,
      fc
        .constantFrom('a+', '^x/y$', '[0-9]{2}\\.', '(a|b)\\\\', 'd e')
        .map((source): TextPattern => ({ kind: 'regex', source })),
    ),
    fc.boolean(),
  )
  .map(([pattern, isCased]) => (isCased ? { ...pattern, isCased } : pattern));

const fieldTarget: fc.Arbitrary<Target> = fc
  .constantFrom(...fieldNames.filter((name) => name !== 'time'))
  .map((field): Target => ({ kind: 'field', field }));
const key = fc.oneof(
  fc.constantFrom(
    'requestParameters',
    'userIdentity',
    'type',
    'resources',
    'raw',
    'exists',
    'a-b',
    'x1',
    '*',
    '[]',
  ),
  fc.string({ maxLength: 5 }),
);
const steps: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.oneof(key, fc.constant(anyKey)),
    fc.array(fc.oneof(key, fc.constantFrom(anyKey, anyElement), fc.nat(9)), { maxLength: 3 }),
  )
  .map(([first, others]) => [first, ...others]);
const pathTarget: fc.Arbitrary<PathTarget> = fc
  .tuple(steps, fc.boolean())
  .map(([way, isExact]) => ({ kind: 'path', steps: way, ...(isExact ? { isExact } : {}) }));

const valuePatterns: fc.Arbitrary<ValuePattern> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('=' as const, '<' as const, '<=' as const, '>' as const, '>=' as const),
      fc.oneof(
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(1e21, 5e-7),
      ),
    )
    .map(([operator, number]): ValuePattern => ({ kind: 'compare', operator, number: number + 0 })),
  fc.constantFrom(null, true, false).map((value): ValuePattern => ({ kind: 'constant', value })),
  fc
    .constantFrom('10.0.0.0/8', '203.0.113.7', '2001:db8::/32', '::ffff:10.0.0.0/104')
    .map((range): ValuePattern => ({ kind: 'range', range })),
  steps.map((way): ValuePattern => ({ kind: 'same', steps: way })),
);
/** At a path the empty text is a value, and `=*` is any. */
const pathPatterns = fc.oneof(
  patterns,
  valuePatterns,
  fc.constant<TextPattern>({ kind: 'literal', text: '' }),
  fc.constant<TextPattern>({ kind: 'wildcard', pieces: ['', ''], isCased: true }),
);

const moment = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2090, 0, 1) });
const times: fc.Arbitrary<Filter> = fc.tuple(fc.option(moment), fc.option(moment)).map(([a, b]): Filter => {
  if (a === null || b === null) return { kind: 'time', fromMs: a ?? (b === null ? 0 : null), untilMs: b };
  return { kind: 'time', fromMs: Math.min(a, b), untilMs: Math.max(a, b) + 1 };
});

const several = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 3 });

const conditions: fc.Arbitrary<Filter> = fc.oneof(
  fc
    .tuple(fieldTarget, several(patterns))
    .map(([target, anyOf]): Filter => ({ kind: 'match', target, anyOf })),
  fc
    .tuple(pathTarget, several(pathPatterns), fc.constantFrom('match' as const, 'differs' as const))
    .map(([target, anyOf, kind]): Filter => ({ kind, target, anyOf })),
  several(patterns).map((anyOf): Filter => ({ kind: 'match', target: { kind: 'raw' }, anyOf })),
  fc.oneof(fieldTarget, pathTarget).map((target): Filter => ({ kind: 'exists', target })),
  times,
  patterns.map((pattern): Filter => ({ kind: 'anywhere', pattern })),
);

/** Trees over these conditions, in the canonical form that the parser makes. */
export function trees(leaves: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
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
export const allFilters = trees(conditions);
