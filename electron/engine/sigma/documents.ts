import { isScalar, parseAllDocuments, visit } from 'yaml';
import { isObject, type JsonObject } from '../ingest/json.ts';
import { oneLine, quoted, RuleProblem } from './rule-problem.ts';

/** One rule nests about five levels and has a few hundred values. */
const limits = { depth: 30, values: 20_000, documents: 500, aliases: 50 } as const;

/** A document of a file, or why there is none. */
export type Document =
  | { readonly kind: 'document'; readonly content: JsonObject }
  | { readonly kind: 'problem'; readonly reason: string };

/**
 * The documents of a YAML file, those of the older `action: global`, `repeat` and `reset` put together. Empty
 * documents are none. What cannot be read is a problem in its place.
 */
export function documentsOf(text: string): readonly Document[] {
  const found: Document[] = [];
  let shared: JsonObject = {};
  let last: JsonObject = {};
  for (const read of readAll(text)) {
    if (read.kind === 'problem') {
      found.push(read);
      continue;
    }
    const { action, ...content } = read.content;
    if (action === 'global') shared = merged(shared, content);
    else if (action === 'reset') shared = {};
    else if (action === undefined || action === 'repeat') {
      last = merged(action === 'repeat' ? last : shared, content);
      found.push({ kind: 'document', content: last });
    } else found.push({ kind: 'problem', reason: `Its action ${quoted(String(action))} is not known.` });
  }
  return found;
}

function readAll(text: string): readonly Document[] {
  // Each document has its errors. The library compares each key of a map with all others: a Set does it below.
  const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false });
  if (!Array.isArray(documents)) return [];
  if (documents.length > limits.documents)
    return [{ kind: 'problem', reason: `It has more than ${limits.documents} documents.` }];
  return documents.flatMap((document): readonly Document[] => {
    const [error] = document.errors;
    if (error !== undefined) return [{ kind: 'problem', reason: yamlReason(error.message) }];
    if (document.contents === null) return [];
    try {
      prepare(document);
      const value: unknown = document.toJS({ maxAliasCount: limits.aliases });
      if (value === null) return [];
      const content = plain(value, { values: limits.values }, 0);
      if (isObject(content)) return [{ kind: 'document', content }];
      return [{ kind: 'problem', reason: 'It is no Sigma rule: there are no keys in it.' }];
    } catch (cause) {
      if (cause instanceof RuleProblem || cause instanceof ReferenceError)
        return [{ kind: 'problem', reason: yamlReason(cause.message) }];
      throw cause;
    }
  });
}

/**
 * Makes texts of numbers whose text is another than JavaScript's: account ids begin with 0, versions end with it.
 *
 * @throws RuleProblem for a key that stands twice in a map, as one of the two would be lost
 */
function prepare(document: Parameters<typeof visit>[0]): void {
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'number' || typeof node.source !== 'string') return;
      if (String(node.value) !== node.source) node.value = node.source;
    },
    Map(_key, { items }) {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key;
        if (keys.has(name)) throw new RuleProblem(`the key ${quoted(String(name))} stands twice in a map`);
        keys.add(name);
      }
    },
  });
}

function yamlReason(message: string): string {
  const [line = ''] = message.split('\n');
  return `It is no YAML that can be read: ${oneLine(line.replace(/:$/, ''), 300)}.`;
}

/** A copy that is a tree: what names itself, or is very deep or large, is refused. @throws RuleProblem */
function plain(value: unknown, left: { values: number }, depth: number): unknown {
  left.values -= 1;
  if (left.values < 0) throw new RuleProblem(`more than ${limits.values} values`);
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
  if (depth >= limits.depth) throw new RuleProblem(`nested deeper than ${limits.depth} levels`);
  if (Array.isArray(value)) return value.map((item: unknown) => plain(item, left, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, left, depth + 1)]));
}

/** The second over the first, maps in maps as well. */
function merged(under: JsonObject, over: JsonObject): JsonObject {
  const made = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const before = made.get(key);
    made.set(key, isObject(before) && isObject(value) ? merged(before, value) : value);
  }
  return Object.fromEntries(made);
}
