import fc from 'fast-check';

/** A number as it is written in JSON. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A JSON value, apart from how it is spelled. Objects are lists of members, none of them twice. */
export type Model =
  | string
  | boolean
  | null
  | NumberText
  | { readonly elements: readonly Model[] }
  | { readonly members: readonly (readonly [key: string, value: Model])[] };

/** Few words, so that filters over the same ones hold now and then; letters that fold beyond ASCII among them. */
export const words = [
  ...[
    '',
    'a',
    'A',
    'b',
    'ab',
    'AB',
    'k',
    '\u212a',
    'i',
    '\u0130',
    's',
    '\u017f',
    'ß',
    'SS',
    'Σ',
    'ς',
    'ü',
    '😀',
  ],
  ...[
    'a b',
    'a/b',
    'a"b',
    'a\\b',
    '{}',
    '[a]',
    'a,b',
    ':a',
    'a:1',
    'a\u2028b',
    '\n',
    '\u0001',
    '\ufffd',
    '12',
    '1.0',
  ],
  ...['null', 'true', '10.0.0.1', '192.0.2.7', 'k/s', '"a":', '-0', 'arn:aws:iam::111122223333:user/ki'],
];
/** None like an index: those come first in an object, wherever they stood. */
export const keys = ['a', 'b', 'A', 'k', 'a b', 'a.b', 'ü', 'a/b', '"', '\\', '__proto__', '*', 'toString'];

const scalars: fc.Arbitrary<Model> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        '1',
        '1.0',
        '-0',
        '12',
        '1e2',
        '100',
        '9007199254740993',
        '9007199254740992',
        '0.5',
        '1E+2',
      )
      .map((text) => new NumberText(text)),
  },
  { weight: 1, arbitrary: fc.constantFrom(true, false, null) },
);

const { value: values } = fc.letrec<{ value: Model; members: Model }>((tie) => ({
  members: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...keys), tie('value')), { selector: ([key]) => key, maxLength: 4 })
    .map((members): Model => ({ members })),
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalars,
    tie('members'),
    fc.array(tie('value'), { maxLength: 3 }).map((elements): Model => ({ elements })),
  ),
}));

/** Records: objects at the top. */
export const records: fc.Arbitrary<Model> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...keys), values), {
    selector: ([key]) => key,
    minLength: 1,
    maxLength: 5,
  })
  .map((members) => ({ members }));

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['/', '\\/'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * The JSON of a value, spelled by the numbers that `next` draws (0 to 1): escapes, their case, gaps. Always 1: as
 * short as it can be.
 */
export function spell(value: Model, next: () => number = () => 1): string {
  const gap = (): string =>
    next() < 0.2 ? (['', ' ', '\n', '\t', '\r\n '][Math.floor(next() * 5)] ?? '') : '';
  const text = (content: string): string =>
    `"${Array.from(content, (one) => character(one, next)).join('')}"`;
  const around = (inner: string): string => gap() + inner + gap();
  const write = (one: Model): string => {
    if (one === null || typeof one === 'boolean') return String(one);
    if (typeof one === 'string') return text(one);
    if (one instanceof NumberText) return one.text;
    if ('elements' in one)
      return `[${one.elements.map((element) => around(write(element))).join(',') || gap()}]`;
    return `{${one.members.map(([key, inner]) => `${around(text(key))}:${around(write(inner))}`).join(',') || gap()}}`;
  };
  return around(write(value));
}

function character(one: string, next: () => number): string {
  const isEscapeNeeded = one === '"' || one === '\\' || one < ' ';
  const short = shortEscapes.get(one);
  const chance = next();
  if (short !== undefined && (isEscapeNeeded ? chance > 0.5 : chance < 0.3)) return short;
  if (!isEscapeNeeded && chance > 0.15) return one;
  return Array.from({ length: one.length }, (_, at) => {
    const hex = one.charCodeAt(at).toString(16).padStart(4, '0');
    return `\\u${next() < 0.5 ? hex : hex.toUpperCase()}`;
  }).join('');
}
