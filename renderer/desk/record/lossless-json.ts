/**
 * JSON as it was written: numbers keep their digits (576.0, more than 2^53), keys keep their order and may occur
 * twice. `JSON.parse` keeps none of these, and a record is evidence.
 */
export type LosslessJson =
  | { readonly kind: 'object'; readonly members: readonly LosslessMember[] }
  | { readonly kind: 'array'; readonly items: readonly LosslessJson[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: 'true' | 'false' | 'null' }
  /** An object or array that lies deeper than the limit: its text, unread. */
  | { readonly kind: 'raw'; readonly text: string };

export interface LosslessMember {
  readonly key: string;
  readonly value: LosslessJson;
}

/** Hostile nesting must not end the stack; no record that AWS writes comes near. */
export const depthLimit = 200;

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literals = ['true', 'false', 'null'] as const;

/** Reads any JSON text that `JSON.parse` reads, and nothing else. @throws SyntaxError with the place. */
export function parseLossless(text: string, limit = depthLimit): LosslessJson {
  let at = 0;

  function fail(): never {
    throw new SyntaxError(`This is not JSON, at character ${at + 1}.`);
  }
  function space(): void {
    while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  }
  function take(character: string): boolean {
    if (text[at] !== character) return false;
    at++;
    return true;
  }

  function skipString(): void {
    at++;
    while (text[at] !== '"') {
      if (at >= text.length) fail();
      at += text[at] === '\\' ? 2 : 1;
    }
    at++;
  }
  function string(): string {
    const start = at;
    skipString();
    // One string at a time: JSON.parse knows the escapes, and refuses what is none.
    const value: unknown = JSON.parse(text.slice(start, at));
    return typeof value === 'string' ? value : fail();
  }

  function raw(): LosslessJson {
    const start = at;
    let open = 0;
    do {
      if (at >= text.length) fail();
      if (text[at] === '"') {
        skipString();
        continue;
      }
      if (text[at] === '{' || text[at] === '[') open++;
      else if (text[at] === '}' || text[at] === ']') open--;
      at++;
    } while (open > 0);
    return { kind: 'raw', text: text.slice(start, at) };
  }

  function object(depth: number): LosslessJson {
    const members: LosslessMember[] = [];
    at++;
    space();
    if (take('}')) return { kind: 'object', members };
    for (;;) {
      space();
      if (text[at] !== '"') fail();
      const key = string();
      space();
      if (!take(':')) fail();
      members.push({ key, value: value(depth + 1) });
      if (take('}')) return { kind: 'object', members };
      if (!take(',')) fail();
    }
  }
  function array(depth: number): LosslessJson {
    const items: LosslessJson[] = [];
    at++;
    space();
    if (take(']')) return { kind: 'array', items };
    for (;;) {
      items.push(value(depth + 1));
      if (take(']')) return { kind: 'array', items };
      if (!take(',')) fail();
    }
  }
  function scalar(): LosslessJson {
    if (text[at] === '"') return { kind: 'string', value: string() };
    const literal = literals.find((one) => text.startsWith(one, at));
    if (literal !== undefined) {
      at += literal.length;
      return { kind: 'literal', text: literal };
    }
    numberPattern.lastIndex = at;
    const found = numberPattern.exec(text)?.[0];
    if (found === undefined) return fail();
    at += found.length;
    return { kind: 'number', text: found };
  }
  /** A value and the white space on both sides of it. */
  function value(depth: number): LosslessJson {
    space();
    const isOpening = text[at] === '{' || text[at] === '[';
    const read = !isOpening
      ? scalar()
      : depth >= limit
        ? raw()
        : text[at] === '{'
          ? object(depth)
          : array(depth);
    space();
    return read;
  }

  const whole = value(0);
  if (at < text.length) fail();
  return whole;
}

/** The value as JSON of many lines, two spaces a level, with its digits, order and repeated keys. */
export function printLossless(value: LosslessJson, indent = ''): string {
  const inner = `${indent}  `;
  switch (value.kind) {
    case 'string':
      return JSON.stringify(value.value);
    case 'object':
      return block(
        '{',
        value.members.map((one) => `${inner}${JSON.stringify(one.key)}: ${printLossless(one.value, inner)}`),
        indent,
        '}',
      );
    case 'array':
      return block(
        '[',
        value.items.map((item) => `${inner}${printLossless(item, inner)}`),
        indent,
        ']',
      );
    default:
      return value.text;
  }
}

function block(open: string, lines: readonly string[], indent: string, close: string): string {
  return lines.length === 0 ? open + close : `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** What stands at a path of keys; of repeated keys the last, as every JSON reader takes it. */
export function valueAt(value: LosslessJson, ...keys: readonly string[]): LosslessJson | undefined {
  let here: LosslessJson | undefined = value;
  for (const key of keys) {
    here = here?.kind === 'object' ? here.members.findLast((one) => one.key === key)?.value : undefined;
  }
  return here;
}

/** The text at a path of keys; undefined when there is none, or an empty one. */
export function textAt(value: LosslessJson, ...keys: readonly string[]): string | undefined {
  const found = valueAt(value, ...keys);
  return found?.kind === 'string' && found.value !== '' ? found.value : undefined;
}
