import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Facet } from '../../../electron/contract/api.ts';
import { fields } from '../../../electron/contract/fields.ts';
import { stateOf } from '../../../electron/contract/filter/edit.ts';
import type { Filter } from '../../../electron/contract/filter/syntax-tree.ts';
import { formatCount } from '../../format/number.ts';
import { stateOfMissing } from '../missing-state.ts';
import { useFacets } from './facet-state.ts';
import { FacetValue } from './facet-value.tsx';
import styles from './facets.module.css';
import { FoundList } from './found-list.tsx';

interface FacetGroupProps {
  readonly caseId: string;
  readonly facet: Facet;
  readonly filter: Filter;
}

/** One field: its most frequent values with their share, how many others there are, and a search in all of them. */
export function FacetGroup({ caseId, facet, filter }: FacetGroupProps) {
  const { field, distinct } = facet;
  const isClosed = useFacets((state) => state.closed.includes(field));
  const isExpanded = useFacets((state) => state.expanded.includes(field));
  const { toggleClosed, toggleExpanded } = useFacets.getState();
  const [search, setSearch] = useState('');
  const text = isExpanded ? search.trim() : '';
  const { label } = fields[field];
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
          {isExpanded ? (
            <input
              className={styles.search}
              type="search"
              placeholder="Find any value in the case"
              aria-label={`Find a value of ${label}`}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          ) : null}
          {text === '' ? (
            <MostFrequent facet={facet} filter={filter} />
          ) : (
            <FoundList caseId={caseId} field={field} text={text} filter={filter} />
          )}
          {distinct > facet.values.length || isExpanded ? (
            <button
              type="button"
              className={styles.more}
              aria-label={isExpanded ? `Show fewer values of ${label}` : undefined}
              onClick={() => {
                setSearch('');
                toggleExpanded(field);
              }}
            >
              {isExpanded ? 'Show fewer' : `${formatCount(distinct - facet.values.length)} more`}
            </button>
          ) : null}
        </>
      )}
    </section>
  );
}

function MostFrequent({ facet, filter }: { readonly facet: Facet; readonly filter: Filter }) {
  const { field, distinct, missing, values } = facet;
  const isExpanded = useFacets((state) => state.expanded.includes(field));
  const most = Math.max(1, missing, ...values.map(({ count }) => count));
  const missingState = stateOfMissing(filter, field);
  return (
    <>
      <ul className={styles.values}>
        {values.map(({ value, count }) => (
          <FacetValue
            key={value}
            field={field}
            value={value}
            count={count}
            share={count / most}
            state={stateOf(filter, field, value)}
          />
        ))}
        {missing > 0 || missingState !== 'open' ? (
          <FacetValue
            field={field}
            value={null}
            count={missing}
            share={missing / most}
            state={missingState}
          />
        ) : null}
      </ul>
      {isExpanded && distinct > values.length ? (
        <p className={styles.note}>
          The {formatCount(values.length)} most frequent of {formatCount(distinct)}. The others are found by
          typing above.
        </p>
      ) : null}
    </>
  );
}
