import fc from 'fast-check';
import {
  anyElement,
  anyKey,
  type Filter,
  type PathTarget,
  type Pattern,
  type Step,
  type TextPattern,
} from '../../electron/contract/filter/syntax-tree.ts';
import { trees } from './filters.ts';
import { keys, words } from './json-model.ts';

/** Filters over the words and keys of {@link records}, so that they hold now and then. */
const word = fc.constantFrom(...words);
const someWord = word.filter((text) => text !== '');

export const textPatterns: fc.Arbitrary<TextPattern> = fc
  .tuple(
    fc.oneof(
      someWord.map((text): TextPattern => ({ kind: 'literal', text })),
      fc
        .tuple(fc.oneof(fc.constant(''), word), word, fc.oneof(fc.constant(''), word))
        .map((pieces): TextPattern => ({ kind: 'wildcard', pieces })),
      fc
        .constantFrom(
          '^a',
          'k+',
          'b$',
          's?i',
          'a.b',
          '[a-c]/b',
          'ab{0,1}',
          '\\d+',
          'a\\/b',
          '(a|k)',
          '"a":',
          ',',
        )
        .map((source): TextPattern => ({ kind: 'regex', source })),
    ),
    fc.boolean(),
  )
  .map(([pattern, isCased]) => (isCased ? { ...pattern, isCased } : pattern));

const key = fc.constantFrom(...keys);
const steps: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: key }, { weight: 1, arbitrary: fc.constant(anyKey) }),
    fc.array(fc.oneof(key, fc.constantFrom<Step>(anyKey, anyElement, 0, 1)), { maxLength: 2 }),
  )
  .map(([first, others]) => [first, ...others]);
const path: fc.Arbitrary<PathTarget> = fc
  .tuple(steps, fc.boolean())
  .map(([way, isExact]) => ({ kind: 'path', steps: way, ...(isExact ? { isExact } : {}) }));

const valuePatterns: fc.Arbitrary<Pattern> = fc.oneof(
  { weight: 4, arbitrary: textPatterns },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('=' as const, '<' as const, '<=' as const, '>' as const, '>=' as const),
        fc.constantFrom(0, 1, 12, 100, 9007199254740992),
      )
      .map(([operator, number]): Pattern => ({ kind: 'compare', operator, number })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(null, true, false).map((value): Pattern => ({ kind: 'constant', value })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('10.0.0.0/8', '192.0.2.7').map((range): Pattern => ({ kind: 'range', range })),
  },
  { weight: 1, arbitrary: steps.map((way): Pattern => ({ kind: 'same', steps: way })) },
);

const several = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 2 });

/** Fields whose texts mean nothing more than they are. */
export const plainFields = ['name', 'user', 'agent'] as const;
const field = fc.constantFrom(...plainFields).map((name) => ({ kind: 'field', field: name }) as const);

export const recordFilters: fc.Arbitrary<Filter> = trees(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(
          path,
          several(valuePatterns),
          fc.constantFrom('match' as const, 'match' as const, 'differs' as const),
        )
        .map(([target, anyOf, kind]): Filter => ({ kind, target, anyOf })),
    },
    { weight: 1, arbitrary: fc.oneof(path, field).map((target): Filter => ({ kind: 'exists', target })) },
    {
      weight: 3,
      arbitrary: several(textPatterns).map(
        (anyOf): Filter => ({ kind: 'match', target: { kind: 'raw' }, anyOf }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(field, several(textPatterns))
        .map(([target, anyOf]): Filter => ({ kind: 'match', target, anyOf })),
    },
    { weight: 1, arbitrary: textPatterns.map((pattern): Filter => ({ kind: 'anywhere', pattern })) },
    { weight: 1, arbitrary: fc.constant<Filter>({ kind: 'time', fromMs: 1, untilMs: 2 }) },
  ),
);
