import type { LedgerSort } from '../../electron/contract/api.ts';

/** The order after a click: one way, the other way, and then that of import again. What is much or late comes first. */
export function nextSort(sort: LedgerSort | null, by: LedgerSort['by']): LedgerSort | null {
  const isDescendingFirst = by === 'records' || by === 'sizeBytes' || by === 'deliveredMs';
  if (sort?.by !== by) return { by, descending: isDescendingFirst };
  return sort.descending === isDescendingFirst ? { by, descending: !isDescendingFirst } : null;
}
