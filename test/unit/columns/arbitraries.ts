import fc from 'fast-check';
import { type FieldName, LIST_SEPARATOR, type TermField } from '../../../electron/contract/fields.ts';
import type { Filter, TextPattern } from '../../../electron/contract/filter/syntax-tree.ts';
import type { MadeEvent } from './made-case.ts';

/** Few and odd values, so that they meet: case, beyond ASCII, beyond the BMP, letters that mean something elsewhere. */
const words = [
  'a',
  'A',
  'ab',
  'aB',
  'b%_',
  '',
  'ä',
  'Ä',
  'K',
  'k',
  'k\u0301',
  '\u{1f600}',
  '\uffee',
  '*',
  "'",
  '\\',
  'x y',
].filter((word) => word !== '');
const word = fc.constantFrom(...words);
const list = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map((values) => [...new Set(values)].join(LIST_SEPARATOR));
const guid = fc
  .integer({ min: 0, max: 40 })
  .map((number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, 'a')}`);
/** Short, in both cases, alike in more letters than are sorted as numbers, beyond ASCII, and the sign that becomes a k. */
const oddIds = [
  ...[
    'test-id',
    'Test-Id',
    'AAAA',
    '0',
    '-',
    '~',
    '00000000-000z',
    'ä-id',
    'Ä-ID',
    '\u212aelvin',
    'kelvin',
    'kelvim',
  ],
  ...[
    'shared-prefix-b',
    'shared-prefix-a',
    'SHARED-PREFIX-A',
    'shared-prefi',
    'shared-pref\uffee',
    'shared-pref\u{1f600}',
  ],
];
const uniqueId = fc.oneof({ weight: 4, arbitrary: guid }, fc.constantFrom(...oddIds));

const startMs = Date.UTC(2021, 6, 28);
const timeMs = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }).map((minutes) => startMs + minutes * 60_000) },
  { weight: 1, arbitrary: fc.integer({ min: -1e9, max: 1e12 }) },
);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 4 });

export const madeEvents = fc.array(
  fc
    .record({
      timeMs,
      object: fc.constantFrom('logs/A.json.gz', 'logs/b.json.gz', 'logs/ä.json.gz'),
      id: fc.option(uniqueId, { freq: 6 }),
      request: fc.option(uniqueId, { freq: 3 }),
      name: optional(word),
      actor: optional(word),
      error: optional(word),
      resource: optional(list),
      outcome: optional(fc.constantFrom('success', 'failed', 'denied')),
      readonly: optional(fc.constantFrom('true', 'false')),
    })
    .map(({ timeMs: time, object, id, request, ...fields }): MadeEvent => {
      const present = Object.entries(fields).filter(([, value]) => value !== undefined);
      return {
        timeMs: time,
        object,
        id,
        request,
        fields: Object.fromEntries(present) as Partial<Record<TermField, string>>,
      };
    }),
  { maxLength: 120 },
);

const pattern: fc.Arbitrary<TextPattern> = fc.oneof(
  { weight: 4, arbitrary: word.map((text) => ({ kind: 'literal', text }) as const) },
  {
    weight: 1,
    arbitrary: fc.tuple(word, fc.constant('')).map((pieces) => ({ kind: 'wildcard', pieces }) as const),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('^a', 'b$', '^..?$').map((source) => ({ kind: 'regex', source }) as const),
  },
);
const columnTarget = fc.constantFrom<FieldName>('name', 'actor', 'error', 'resource', 'object', 'verdict');
const idPattern: fc.Arbitrary<TextPattern> = fc.oneof(
  uniqueId.map((text) => ({ kind: 'literal', text }) as const),
  uniqueId.map((text) => ({ kind: 'literal', text: text.toUpperCase() }) as const),
  fc
    .constantFrom('', '0', '00000000-')
    .map((start) => ({ kind: 'wildcard', pieces: [start, 'a', ''] }) as const),
);

const leaf: fc.Arbitrary<Filter> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('match' as const),
      target: fc.record({ kind: fc.constant('field' as const), field: columnTarget }),
      anyOf: fc.array(pattern, { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('match' as const),
      target: fc.record({
        kind: fc.constant('field' as const),
        field: fc.constantFrom<FieldName>('id', 'request'),
      }),
      anyOf: fc.array(idPattern, { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('exists' as const),
      target: fc.record({
        kind: fc.constant('field' as const),
        field: fc.oneof(columnTarget, fc.constantFrom<FieldName>('time', 'id', 'request')),
      }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('time' as const), fromMs: timeMs, untilMs: timeMs }),
  },
  { weight: 1, arbitrary: pattern.map((one) => ({ kind: 'anywhere', pattern: one }) as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'all' } as const) },
);

export const filters: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    { weight: 2, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        operands: fc.array(tie('filter'), { minLength: 2, maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), operand: tie('filter') }) },
  ),
})).filter;
