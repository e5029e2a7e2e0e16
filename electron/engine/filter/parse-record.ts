import { randomUUID } from 'node:crypto';

/** A number of a record whose text is another than JavaScript would print: 1.0, 1e3, or one beyond 2^53. */
export class SourceNumber {
  /** As it stands in the record. */
  readonly text: string;
  readonly value: number;

  constructor(text: string) {
    this.text = text;
    this.value = Number(text);
  }
}

/** Can be in no record: it is drawn anew in each process. */
const mark = randomUUID();
/** Quick: whether there may be such a number at all. It also looks into texts, which does no harm. */
const mayBeOdd = /(?:"\s*:|[,[])\s*(?:-0|-?\d+[.eE]|-?\d{16})/;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * The JSON text of a record as a value in which every number still knows its own text ({@link SourceNumber} where
 * JavaScript would lose it).
 *
 * @throws SyntaxError for a text that is no JSON
 */
export function parseRecord(text: string): unknown {
  // What is no JSON must not become any by the marking.
  const plain: unknown = JSON.parse(text);
  if (!mayBeOdd.test(text)) return plain;
  const marked = withMarkedNumbers(text);
  if (marked === text) return plain;
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? new SourceNumber(value.slice(mark.length)) : value,
  );
}

function withMarkedNumbers(text: string): string {
  let marked = '';
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const between = text.slice(at, quote < 0 ? text.length : quote);
    marked += between.replace(number, (found) =>
      String(Number(found)) === found ? found : `"${mark}${found}"`,
    );
    if (quote < 0) break;
    at = endOfString(text, quote);
    marked += text.slice(quote, at);
  }
  return marked;
}

/** The place after the quote that ends the text which begins at `quote`. */
function endOfString(text: string, quote: number): number {
  let end = text.indexOf('"', quote + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charAt(at - backslashes - 1) === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
