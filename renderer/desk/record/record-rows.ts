import type { RecordNode } from './record-tree.ts';

/** A line of the tree on the screen. `more` stands for children that are not shown yet. */
export type RecordRow =
  | { readonly kind: 'node'; readonly id: string; readonly node: RecordNode; readonly isOpen: boolean }
  | {
      readonly kind: 'more';
      readonly id: string;
      readonly parentId: string | null;
      readonly level: number;
      readonly left: number;
    };

/** How many children of one node are shown at first, and more each time. */
export const childrenShown = 200;

/** What a search has found: {@link findInRecord}. */
export interface Found {
  /** Nodes whose own key or value matches. */
  readonly matches: ReadonlySet<string>;
  /** Those, and everything that they lie in. */
  readonly shown: ReadonlySet<string>;
}

/** Finds a text in keys and values, whatever its case; null for no search at all. */
export function findInRecord(nodes: readonly RecordNode[], query: string): Found | null {
  const pattern = queryPattern(query);
  if (pattern === null) return null;
  const matches = new Set<string>();
  const shown = new Set<string>();
  const isIn = (text: string): boolean => text.search(pattern) >= 0;
  const visit = (node: RecordNode): boolean => {
    const isMatch = isIn(node.label) || (node.text !== null && isIn(node.text));
    if (isMatch) matches.add(node.id);
    let isShown = isMatch;
    for (const child of node.children) isShown = visit(child) || isShown;
    if (isShown) shown.add(node.id);
    return isShown;
  };
  for (const node of nodes) visit(node);
  return { matches, shown };
}

/** The search as a pattern; null when there is nothing to search for. */
export function queryPattern(query: string): RegExp | null {
  const text = query.trim();
  return text === '' ? null : new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
}

interface RowsOptions {
  readonly isOpen: (node: RecordNode) => boolean;
  readonly found: Found | null;
  /** Children shown of a node, by its id ('' for the top), where it is more than at first. */
  readonly limits: ReadonlyMap<string, number>;
}

/** The lines on the screen, in order. While searching, what holds a match is open and the rest is left out. */
export function recordRows(
  nodes: readonly RecordNode[],
  { isOpen, found, limits }: RowsOptions,
): readonly RecordRow[] {
  const rows: RecordRow[] = [];
  const visit = (siblings: readonly RecordNode[], parent: RecordNode | null, isWhole: boolean): void => {
    const wanted = found === null || isWhole ? siblings : siblings.filter(({ id }) => found.shown.has(id));
    const limit = limits.get(parent?.id ?? '') ?? childrenShown;
    for (const node of wanted.slice(0, limit)) {
      const holdsMatch = found !== null && node.children.some(({ id }) => found.shown.has(id));
      const open = node.children.length > 0 && (holdsMatch || isOpen(node));
      rows.push({ kind: 'node', id: node.id, node, isOpen: open });
      // A matching key without a match inside it: all that it holds belongs to the answer.
      if (open) visit(node.children, node, !holdsMatch);
    }
    if (wanted.length > limit) {
      rows.push({
        kind: 'more',
        id: `${parent?.id ?? ''}+`,
        parentId: parent?.id ?? null,
        level: (parent?.level ?? 0) + 1,
        left: wanted.length - limit,
      });
    }
  };
  visit(nodes, null, false);
  return rows;
}
