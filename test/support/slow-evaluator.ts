import { BlockList, isIPv4 } from 'node:net';
import type { Filter, PathTarget, Pattern, Step } from '../../electron/contract/filter/syntax-tree.ts';
import { type Model, NumberText, spell } from './json-model.ts';

/**
 * Answers of a filter worked out a second time, by listing every place of a record and trying each: slow, plain, and
 * with nothing of the engine in it. Columns are one text a field.
 */
export interface SlowColumns {
  readonly timeMs: number | null;
  readonly texts: Readonly<Record<string, string | null>>;
}

export function slowHolds(filter: Filter, record: Model, columns: SlowColumns): boolean {
  switch (filter.kind) {
    case 'all':
      return true;
    case 'and':
      return filter.operands.every((operand) => slowHolds(operand, record, columns));
    case 'or':
      return filter.operands.some((operand) => slowHolds(operand, record, columns));
    case 'not':
      return !slowHolds(filter.operand, record, columns);
    case 'time': {
      const time = columns.timeMs ?? Number.NaN;
      return time >= (filter.fromMs ?? -Infinity) && time < (filter.untilMs ?? Infinity);
    }
    case 'anywhere': {
      const isMet = filter.pattern.kind === 'literal' ? isPart : isWhole;
      return Object.values(columns.texts).some((text) => text !== null && isMet(filter.pattern, text));
    }
    case 'exists':
      if (filter.target.kind === 'field') return columns.texts[filter.target.field] !== null;
      return filter.target.kind === 'raw' || valuesAt(record, filter.target, false).length > 0;
    case 'match': {
      const { target, anyOf } = filter;
      if (target.kind === 'field') {
        const text = columns.texts[target.field] ?? null;
        return text !== null && anyOf.some((pattern) => isWhole(pattern, text));
      }
      if (target.kind === 'raw') return anyOf.some((pattern) => isPart(pattern, textOf(record)));
      return valuesAt(record, target, true).some((value) =>
        anyOf.some((pattern) => meets(pattern, value, target, record)),
      );
    }
    case 'differs': {
      const { target, anyOf } = filter;
      return valuesAt(record, target, true).some(
        (value) => isScalar(value) && !anyOf.some((pattern) => meets(pattern, value, target, record)),
      );
    }
  }
}

/** Every place of the record, the way to it as k(key in hex); and i(index); steps. */
function placesOf(value: Model, way = ''): { readonly way: string; readonly value: Model }[] {
  const here = { way, value };
  if (isScalar(value)) return [here];
  if ('elements' in value) {
    return [here, ...value.elements.flatMap((element, at) => placesOf(element, `${way}i${at};`))];
  }
  return [here, ...value.members.flatMap(([key, inner]) => placesOf(inner, `${way}k${hexOf(key)};`))];
}

function valuesAt(
  record: Model,
  { steps, isExact }: Omit<PathTarget, 'kind'>,
  hasElements: boolean,
): Model[] {
  const lists = isExact ? '' : '(i\\d+;)*';
  const one = (step: Step): string => {
    if (typeof step === 'number') return `i${step};`;
    if (typeof step === 'string') return `${lists}k${hexOf(step)};`;
    return step.any === 'element' ? 'i\\d+;' : `${lists}k[^;]*;`;
  };
  const wanted = new RegExp(`^${steps.map(one).join('')}${hasElements ? lists : ''}$`);
  const found = placesOf(record).filter(({ way }) => wanted.test(way));
  // A list at the end stands for its elements alone.
  return found.map(({ value }) => value).filter((value) => !hasElements || !isList(value));
}

function meets(pattern: Pattern, value: Model, target: PathTarget, record: Model): boolean {
  const isExact = target.isExact === true;
  switch (pattern.kind) {
    case 'literal':
    case 'wildcard':
    case 'regex':
      return (
        (isScalar(value) || !isExact) && isWhole(pattern, isScalar(value) ? scalarOf(value) : textOf(value))
      );
    case 'constant':
      return value === pattern.value;
    case 'compare': {
      const isNumber =
        value instanceof NumberText || (typeof value === 'string' && !isExact && isNumeric(value));
      if (!isNumber) return false;
      const given = Number(scalarOf(value));
      if (!Number.isFinite(given)) return false;
      if (pattern.operator.startsWith('<') && given < pattern.number) return true;
      if (pattern.operator.startsWith('>') && given > pattern.number) return true;
      return pattern.operator.endsWith('=') && given === pattern.number;
    }
    case 'range': {
      if (typeof value !== 'string' || !isIPv4(value)) return false;
      const [network = '', bits = '32'] = pattern.range.split('/');
      const list = new BlockList();
      list.addSubnet(network, Number(bits), 'ipv4');
      return list.check(value);
    }
    case 'same': {
      const others = valuesAt(record, { ...target, steps: pattern.steps }, true);
      return (
        isScalar(value) && others.some((other) => isScalar(other) && scalarOf(other) === scalarOf(value))
      );
    }
  }
}

function isWhole(pattern: Pattern, text: string): boolean {
  const fold = foldOf(pattern);
  if (pattern.kind === 'literal') return fold(text) === fold(pattern.text);
  if (pattern.kind === 'wildcard')
    return new RegExp(`^${pattern.pieces.map((piece) => quoted(fold(piece))).join('[^]*')}$`).test(
      fold(text),
    );
  if (pattern.kind === 'regex') {
    // RE2's dot is anything but a line feed.
    const source = pattern.source.replace(/(?<!\\)\./g, '[^\\n]');
    return new RegExp(source, pattern.isCased ? 'u' : 'iu').test(text);
  }
  throw new Error('No pattern of texts');
}

function isPart(pattern: Pattern, text: string): boolean {
  const fold = foldOf(pattern);
  if (pattern.kind === 'literal') return fold(text).includes(fold(pattern.text));
  if (pattern.kind === 'wildcard') return isWhole({ ...pattern, pieces: ['', ...pattern.pieces, ''] }, text);
  return isWhole(pattern, text);
}

function foldOf(pattern: Pattern): (text: string) => string {
  const isCased = pattern.kind !== 'compare' && 'isCased' in pattern && pattern.isCased === true;
  return (text) => (isCased ? text : text.toLowerCase());
}

/** The JSON as short as it can be, its texts as they read. */
function textOf(value: Model): string {
  return spell(value).replace(/"(?:[^"\\]|\\.)*"/gs, (text) => `"${String(JSON.parse(text))}"`);
}

function isScalar(value: Model): value is string | boolean | null | NumberText {
  return typeof value !== 'object' || value === null || value instanceof NumberText;
}

function isList(value: Model): boolean {
  return !isScalar(value) && 'elements' in value;
}

function scalarOf(value: Model): string {
  return value instanceof NumberText ? value.text : String(value);
}

function isNumeric(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'number' && text.trim() === text;
  } catch {
    return false;
  }
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function hexOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('hex');
}
