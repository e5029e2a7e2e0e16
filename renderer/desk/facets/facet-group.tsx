import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Facet } from '../../../electron/contract/api.ts';
import { fields } from '../../../electron/contract/fields.ts';
import { stateOf } from '../../../electron/contract/filter/edit.ts';
import { everything, type Filter } from '../../../electron/contract/filter/syntax-tree.ts';
import { formatCount } from '../../format/number.ts';
import { useFacets } from './facet-state.ts';
import { FacetValue } from './facet-value.tsx';
import styles from './facets.module.css';

interface FacetGroupProps {
  readonly facet: Facet;
  readonly filter: Filter | null;
}

/** One field: its most frequent values with their share, and how many others there are. */
export function FacetGroup({ facet, filter }: FacetGroupProps) {
  const { field, distinct, missing, values } = facet;
  const isClosed = useFacets((state) => state.closed.includes(field));
  const isExpanded = useFacets((state) => state.expanded.includes(field));
  const { toggleClosed, toggleExpanded } = useFacets.getState();
  const [search, setSearch] = useState('');
  const { label } = fields[field];
  const most = Math.max(1, missing, ...values.map(({ count }) => count));
  const shown = values.filter(({ value }) => value.toLowerCase().includes(search.toLowerCase()));
  const Chevron = isClosed ? ChevronRight : ChevronDown;
  return (
    <section className={styles.group}>
      <h3 className={styles.head}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={!isClosed}
          onClick={() => toggleClosed(field)}
        >
          <Chevron size={12} aria-hidden />
          {label}
        </button>
        <span className={styles.distinct} title={`${formatCount(distinct)} distinct values`}>
          {formatCount(distinct)}
        </span>
      </h3>
      {isClosed ? null : (
        <>
          {isExpanded && values.length > 12 ? (
            <input
              className={styles.search}
              type="search"
              placeholder={`Find in the first ${values.length}`}
              aria-label={`Find a value of ${label}`}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          ) : null}
          <ul className={styles.values}>
            {shown.map(({ value, count }) => (
              <FacetValue
                key={value}
                field={field}
                value={value}
                count={count}
                share={count / most}
                state={stateOf(filter ?? everything, field, value)}
              />
            ))}
            {missing > 0 && search === '' ? (
              <FacetValue field={field} value={null} count={missing} share={missing / most} state="open" />
            ) : null}
          </ul>
          {distinct > values.length || isExpanded ? (
            <button type="button" className={styles.more} onClick={() => toggleExpanded(field)}>
              {isExpanded ? 'Show fewer' : `${formatCount(distinct - values.length)} more`}
            </button>
          ) : null}
        </>
      )}
    </section>
  );
}
