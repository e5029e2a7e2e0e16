import { and } from '../../electron/contract/filter/build.ts';
import { parseFilter } from '../../electron/contract/filter/parse.ts';
import { printFilter } from '../../electron/contract/filter/print.ts';
import { everything } from '../../electron/contract/filter/syntax-tree.ts';
import { readFilter } from '../desk/edit-filter.ts';

/**
 * The text of the bar once a saved filter is applied: in the place of the present one, as it was saved, or joined to
 * it. A present one that is malformed gives way.
 */
export function appliedText(present: string, saved: string, isAdded: boolean): string {
  const filter = readFilter(present) ?? everything;
  if (!isAdded || filter.kind === 'all') return saved;
  // One that cannot be read goes to the bar as it is, which says what is wrong.
  return readFilter(saved) === null ? saved : printFilter(and(filter, parseFilter(saved)));
}
