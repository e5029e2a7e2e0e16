import type { Facet } from '../../../electron/contract/api.ts';
import type { Filter } from '../../../electron/contract/filter/syntax-tree.ts';
import { classes } from '../../ui/classes.ts';
import { FacetGroup } from './facet-group.tsx';
import styles from './facets.module.css';

interface FacetListProps {
  readonly facets: readonly Facet[];
  /** Null while its text is malformed. */
  readonly filter: Filter | null;
  readonly isStale: boolean;
}

/** What the events have in their fields: each value a click away from the filter. */
export function FacetList({ facets, filter, isStale }: FacetListProps) {
  // A field that no event has is no help; it comes back with the events that have it.
  const useful = facets.filter(({ distinct }) => distinct > 0);
  return (
    <nav className={classes(styles.list, isStale && styles.stale)} aria-label="Fields and their values">
      {useful.map((facet) => (
        <FacetGroup key={facet.field} facet={facet} filter={filter} />
      ))}
    </nav>
  );
}
