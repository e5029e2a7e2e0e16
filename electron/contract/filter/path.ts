import { anyElement, anyKey, type PathTarget, type Step } from './syntax-tree.ts';

/** The name of a field or a path as it was read. `hasQuotes` makes it a path whatever its name. */
export interface Steps {
  readonly steps: readonly Step[];
  readonly hasQuotes: boolean;
  /** It began with `$`. */
  readonly isExact: boolean;
  /** As it stands in the text. */
  readonly spelling: string;
}

const step = String.raw`(?:[\w-]+|"(?:[^"\\]|\\.)*"|\*)(?:\[\d*\])*`;
const exactPath = String.raw`\$(?:\.${step}|(?:\[\d*\])+)(?:\.${step})*`;
const anyPath = String.raw`(?:${exactPath}|${step}(?:\.${step})*)`;
/** A name and its colon; `!=` right after it belongs to it. */
const fieldPrefix = new RegExp(`(${anyPath}):(!=)?`, 'y');
const wholePath = new RegExp(String.raw`${anyPath}(?=[\s)]|$)`, 'y');
const reference = new RegExp(String.raw`=(${exactPath})(?=[\s)]|$)`, 'y');
const stepParts = /"((?:[^"\\]|\\.)*)"|([\w-]+)|\[(\d*)\]|\*/g;

/** `name:`, `requestParameters."a key":` or `a.b:!=` at `start`. */
export function readFieldPrefix(
  text: string,
  start: number,
): (Steps & { readonly isOther: boolean; readonly end: number }) | undefined {
  fieldPrefix.lastIndex = start;
  const [written, name = '', operator] = fieldPrefix.exec(text) ?? [];
  if (written === undefined) return undefined;
  return { ...stepsOf(name), isOther: operator !== undefined, end: start + written.length };
}

/** A path up to a gap, as it stands after `exists:`. */
export function readPath(text: string, start: number): (Steps & { readonly end: number }) | undefined {
  wholePath.lastIndex = start;
  const [written] = wholePath.exec(text) ?? [];
  return written === undefined ? undefined : { ...stepsOf(written), end: start + written.length };
}

/** `=$.a.b`: the value at another path. */
export function readReference(
  text: string,
  start: number,
): { readonly steps: readonly Step[]; readonly end: number } | undefined {
  reference.lastIndex = start;
  const [written, path = ''] = reference.exec(text) ?? [];
  return written === undefined ? undefined : { steps: stepsOf(path).steps, end: start + written.length };
}

function stepsOf(spelling: string): Steps {
  const isExact = spelling.startsWith('$');
  const steps = [...spelling.matchAll(stepParts)].map(([, quoted, bare, index]): Step => {
    if (quoted !== undefined) return unescaped(quoted);
    if (bare !== undefined) return bare;
    if (index === undefined) return anyKey;
    return index === '' ? anyElement : Number(index);
  });
  return { steps, hasQuotes: spelling.includes('"'), isExact, spelling };
}

/** The text between quotes. */
export function unescaped(text: string): string {
  return text.replace(/\\(.)/gsu, '$1');
}

/** A text in quotes, which {@link unescaped} reads back. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A path as it is written, its keys in quotes where they need them. */
export function printPath({ steps, isExact }: Pick<PathTarget, 'steps' | 'isExact'>): string {
  const text = steps.map(printStep).join('');
  if (isExact) return `$${text}`;
  return text.replace(/^\./, '');
}

function printStep(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'string') return `.${/^\w[\w-]*$/.test(step) ? step : quote(step)}`;
  return step.any === 'element' ? '[]' : '.*';
}

/** Whether a step stands for every element of a list, or every key of an object. */
export function isAny(step: Step, kind: 'element' | 'key'): boolean {
  return typeof step === 'object' && step.any === kind;
}
