import { quoted, RuleProblem } from './rule-problem.ts';

/** The name of a field in a rule and what is asked of it. */
export interface FieldKey {
  /** Empty for keywords, as in `'|all'`. */
  readonly field: string;
  readonly modifiers: readonly string[];
}

/** Change a text, in the order in which they are written. */
const textModifiers = [
  'contains',
  'startswith',
  'endswith',
  'windash',
  'base64',
  'base64offset',
  'utf16',
  'utf16le',
  'utf16be',
  'wide',
] as const;

/** What the value is, where it is no text; of each of them, what may stand beside it. */
const kinds: ReadonlyMap<string, readonly string[]> = new Map([
  ['re', ['i', 'ignorecase', 'm', 'multiline', 's', 'dotall', 'all', 'expand']],
  ['cidr', ['all', 'expand']],
  ['fieldref', ['all']],
  ['exists', []],
  ['lt', []],
  ['lte', []],
  ['gt', []],
  ['gte', []],
]);

const beside = new Set<string>([...textModifiers, 'all', 'cased', 'expand', 'neq']);

/** `requestParameters.key|contains|all`. @throws RuleProblem for a modifier, or a combination, that is not known */
export function fieldKeyOf(key: string): FieldKey {
  const [field = '', ...modifiers] = key.split('|').map((part) => part.trim());
  const kind = modifiers.find((modifier) => kinds.has(modifier));
  const allowed = kind === undefined ? beside : new Set([kind, ...(kinds.get(kind) ?? [])]);
  for (const modifier of modifiers) {
    if (allowed.has(modifier)) continue;
    throw new RuleProblem(
      kind !== undefined && (beside.has(modifier) || kinds.has(modifier))
        ? `The modifiers ${kind} and ${modifier} of ${quoted(key)} cannot stand together.`
        : `The modifier ${quoted(modifier)} of ${quoted(key)} is not supported.`,
    );
  }
  return { field, modifiers };
}

export type TextModifier = (typeof textModifiers)[number];

export function isTextModifier(modifier: string): modifier is TextModifier {
  return textModifiers.some((one) => one === modifier);
}
