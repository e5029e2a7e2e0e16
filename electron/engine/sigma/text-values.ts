import { isTextModifier, type TextModifier } from './modifiers.ts';
import { quoted, RuleProblem } from './rule-problem.ts';
import { anyText, type Part, partsOf, plainText } from './sigma-text.ts';

/** Placeholders and dashes multiply; a rule with more values than this is none that a person wrote. */
const maxValues = 2000;
const dashes = ['-', '/', '–', '—', '―'] as const;
const encodings = ['utf16', 'utf16le', 'utf16be', 'wide'] as const;
type Encoding = (typeof encodings)[number];

/** A text as it passes through the modifiers: the encoding waits for the base64 that it is for. */
interface TextValue {
  readonly parts: readonly Part[];
  readonly encoding: Encoding | undefined;
}

/** What a text of a rule becomes by its modifiers. @throws RuleProblem */
export function textValuesOf(text: string, modifiers: readonly string[]): readonly (readonly Part[])[] {
  let values: readonly TextValue[] = [{ parts: partsOf(text), encoding: undefined }];
  for (const modifier of modifiers) {
    if (!isTextModifier(modifier)) continue;
    values = values.flatMap((value) => modified(value, modifier));
    if (values.length > maxValues) throw tooManyValues(text);
  }
  return values.map(({ parts, encoding }) => {
    if (encoding === undefined) return parts;
    throw new RuleProblem(`The modifier ${encoding} is supported only before base64 and base64offset.`);
  });
}

function modified(value: TextValue, modifier: TextModifier): readonly TextValue[] {
  const { parts } = value;
  const of = (changed: readonly Part[]): TextValue => ({ ...value, parts: changed });
  switch (modifier) {
    case 'contains':
      return [of([anyText, ...parts, anyText])];
    case 'startswith':
      return [of([...parts, anyText])];
    case 'endswith':
      return [of([anyText, ...parts])];
    case 'windash':
      return withDashes(parts).map(of);
    case 'base64':
      return [{ parts: [bytesOf(value).toString('base64')], encoding: undefined }];
    case 'base64offset':
      return [0, 1, 2].map((offset) => ({ parts: [shifted(bytesOf(value), offset)], encoding: undefined }));
    default:
      return [{ parts, encoding: modifier }];
  }
}

/** A dash or slash before a word, in all the ways that command lines take it. */
function withDashes(parts: readonly Part[]): readonly (readonly Part[])[] {
  let made: readonly (readonly Part[])[] = [[]];
  for (const part of parts) {
    const pieces = typeof part === 'string' ? part.split(/(\B[-/]\b)/) : [part];
    pieces.forEach((piece, at) => {
      const choices: readonly Part[] = at % 2 === 1 ? dashes : [piece];
      made = made.flatMap((before) => choices.map((choice) => [...before, choice]));
      if (made.length > maxValues) throw tooManyValues(plainText(parts) ?? '');
    });
  }
  return made;
}

function bytesOf({ parts, encoding }: TextValue): Buffer {
  const text = plainText(parts);
  if (text === undefined) throw new RuleProblem('base64 of a value with wildcards is not possible.');
  if (text === '') throw new RuleProblem('base64 of an empty value finds nothing.');
  if (encoding === undefined) return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(encoding === 'utf16' ? `\ufeff${text}` : text, 'utf16le');
  return encoding === 'utf16be' ? bytes.swap16() : bytes;
}

/** What of the base64 stays the same whatever stands before (`offset` bytes of it) and after the text. */
function shifted(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const start = [0, 2, 3][offset] ?? 0;
  const end = [undefined, -3, -2][(offset + bytes.length) % 3];
  return encoded.slice(start, end);
}

/** `%name%` in a text by each value of the placeholder. @throws RuleProblem when it has none */
export function expanded(
  text: string,
  values: ReadonlyMap<string, readonly string[]> | undefined,
): readonly string[] {
  let made: readonly string[] = [''];
  // Every second piece stands between % signs.
  text.split(/%([\w.-]+)%/).forEach((piece, at) => {
    const choices = at % 2 === 0 ? [piece] : values?.get(piece);
    if (choices === undefined || choices.length === 0)
      throw new RuleProblem(`The placeholder %${piece}% has no values in the values file.`);
    if (made.length * choices.length > maxValues) throw tooManyValues(text);
    made = made.flatMap((before) => choices.map((choice) => before + choice));
  });
  return made;
}

function tooManyValues(text: string): RuleProblem {
  return new RuleProblem(`${quoted(text)} stands for more than ${maxValues} values.`);
}
