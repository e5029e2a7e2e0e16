import type { Facet } from '../../../electron/contract/api.ts';
import type { Filter } from '../../../electron/contract/filter/syntax-tree.ts';
import { classes } from '../../ui/classes.ts';
import { FacetChooser } from './facet-chooser.tsx';
import { FacetGroup } from './facet-group.tsx';
import { useFacets } from './facet-state.ts';
import styles from './facets.module.css';

interface FacetListProps {
  readonly caseId: string;
  readonly facets: readonly Facet[];
  /** The filter that they were counted under. */
  readonly filter: Filter;
  readonly isStale: boolean;
}

/** What the events have in their fields: each value a click away from the filter. */
export function FacetList({ caseId, facets, filter, isStale }: FacetListProps) {
  const shown = useFacets((state) => state.shown);
  // A field that no event has is no help; it comes back with the events that have it.
  const useful = shown.flatMap((field) =>
    facets.filter((facet) => facet.field === field && facet.distinct > 0),
  );
  return (
    <nav className={styles.list} aria-label="Fields and their values">
      <header className={styles.listHead}>
        <h2>Fields</h2>
        <FacetChooser facets={facets} />
      </header>
      <div className={classes(isStale && styles.stale)}>
        {useful.map((facet) => (
          <FacetGroup key={facet.field} caseId={caseId} facet={facet} filter={filter} />
        ))}
      </div>
      {useful.length === 0 && facets.length > 0 ? (
        <p className={styles.nothing}>No event has any of the chosen fields.</p>
      ) : null}
      {shown.length === 0 ? <p className={styles.nothing}>No field is chosen.</p> : null}
    </nav>
  );
}
