import { RE2JS } from 're2js';
import { AppError, assertNever } from '../../contract/errors.ts';
import type { ColumnField, UniqueField } from '../../contract/fields.ts';
import { isTextPattern, type Pattern, type TextPattern } from '../../contract/filter/syntax-tree.ts';
import { addressTest } from './address.ts';

/** Tried once for each distinct value of a field, never once for each event. */
export type TextTest = (value: string) => boolean;

/**
 * A test for one value of a field: true when any of the patterns is met. Case is ignored; a literal is the whole
 * value; `source:s3` also means s3.amazonaws.com; `ip` compares addresses and ranges as such. What is cased is
 * taken as it is written.
 *
 * @throws AppError `filter-syntax` for a regular expression or an address range that is none; `filter-unsupported`
 * for a pattern that only a value at a path can meet
 */
export function termTest(field: ColumnField | UniqueField, anyOf: readonly Pattern[]): TextTest {
  const tests = anyOf.map((pattern) => wholeTest(field, pattern));
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (value) => tests.some((test) => test(value));
}

/** A test for a value of any column: a literal is a part of it. @throws as {@link termTest} */
export function anywhereTest(pattern: TextPattern): TextTest {
  if (pattern.kind !== 'literal') return textTest(pattern);
  const { text, isCased } = pattern;
  if (isCased) return (value) => value.includes(text);
  const wanted = text.toLowerCase();
  return (value) => value.toLowerCase().includes(wanted);
}

/** A test for the whole of a text, of whatever it is the text. @throws as {@link termTest} */
export function textTest(pattern: TextPattern): TextTest {
  switch (pattern.kind) {
    case 'literal': {
      const { text, isCased } = pattern;
      if (isCased) return (value) => value === text;
      const wanted = text.toLowerCase();
      return (value) => value.toLowerCase() === wanted;
    }
    case 'wildcard':
      return wildcardTest(pattern.pieces, pattern.isCased === true);
    case 'regex':
      return regexTest(pattern.source, pattern.isCased === true);
    default:
      return assertNever(pattern);
  }
}

function wholeTest(field: ColumnField | UniqueField, pattern: Pattern): TextTest {
  if (!isTextPattern(pattern))
    throw new AppError('filter-unsupported', `${field} holds texts and is compared as text.`, {
      advice: 'Numbers, true, false, null and ranges are compared in the record itself, by a path into it.',
    });
  if (pattern.kind !== 'literal' || pattern.isCased) return textTest(pattern);
  const address = field === 'ip' ? addressTest(pattern.text) : undefined;
  if (address !== undefined) return address;
  if (field !== 'source') return textTest(pattern);
  const wanted = pattern.text.toLowerCase();
  const endpoint = `${wanted}.amazonaws.com`;
  return (value) => {
    const text = value.toLowerCase();
    return text === wanted || text === endpoint;
  };
}

/** Pieces in order, the first at the start, the last at the end; greedy from the left, which is exact for `*`. */
function wildcardTest(pieces: readonly string[], isCased: boolean): TextTest {
  const [first = '', ...others] = isCased ? pieces : pieces.map((piece) => piece.toLowerCase());
  const last = others.pop() ?? '';
  return (value) => {
    const text = isCased ? value : value.toLowerCase();
    if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
      return false;
    let at = first.length;
    const end = text.length - last.length;
    for (const piece of others) {
      const found = text.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}

/** RE2: linear in the length of the value, whatever the expression, so hostile log content cannot make it hang. */
function regexTest(source: string, isCased: boolean): TextTest {
  try {
    const compiled = RE2JS.compile(source, isCased ? 0 : RE2JS.CASE_INSENSITIVE);
    return (value) => compiled.matcher(value).find();
  } catch (cause) {
    throw new AppError(
      'filter-syntax',
      `/${source}/ is no regular expression that Spoor can run: ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        cause,
        advice: 'The syntax is RE2: no look-around and no back-references.',
      },
    );
  }
}
