import type { RecordRow } from './record-rows.ts';

/** What a key does to a tree: go to a row, or open or close one. */
export type TreeMove =
  | { readonly kind: 'go'; readonly id: string }
  | { readonly kind: 'toggle'; readonly id: string };

/**
 * The keys of a tree (ARIA authoring practices): arrows, Home, End, Enter and Space. Null for keys that do
 * nothing here.
 */
export function treeMove(rows: readonly RecordRow[], currentId: string, key: string): TreeMove | null {
  const index = rows.findIndex(({ id }) => id === currentId);
  const row = rows[index];
  if (row === undefined) return null;
  switch (key) {
    case 'ArrowDown':
      return goTo(rows[index + 1]);
    case 'ArrowUp':
      return goTo(rows[index - 1]);
    case 'Home':
      return goTo(rows[0]);
    case 'End':
      return goTo(rows.at(-1));
    case 'ArrowRight':
      if (row.kind === 'more' || row.node.children.length === 0) return null;
      return row.isOpen ? goTo(rows[index + 1]) : { kind: 'toggle', id: row.id };
    case 'ArrowLeft':
      if (row.kind === 'node' && row.isOpen) return { kind: 'toggle', id: row.id };
      return goTo(rows.find(({ id }) => id === (row.kind === 'more' ? row.parentId : row.node.parentId)));
    case 'Enter':
    case ' ':
      return row.kind === 'more' || row.node.children.length > 0 ? { kind: 'toggle', id: row.id } : null;
    default:
      return null;
  }
}

function goTo(row: RecordRow | undefined): TreeMove | null {
  return row === undefined ? null : { kind: 'go', id: row.id };
}

/** The next row whose key starts with what was typed, from the current one on and around. */
export function typeahead(rows: readonly RecordRow[], currentId: string, typed: string): string | null {
  const current = Math.max(
    0,
    rows.findIndex(({ id }) => id === currentId),
  );
  // One letter goes on to the next; several narrow down where it stands.
  const start = typed.length === 1 ? current + 1 : current;
  const around = [...rows.slice(start), ...rows.slice(0, start)];
  const wanted = typed.toLowerCase();
  return (
    around.find((row) => row.kind === 'node' && row.node.label.toLowerCase().startsWith(wanted))?.id ?? null
  );
}
