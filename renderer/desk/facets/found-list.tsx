import type { FieldName } from '../../../electron/contract/fields.ts';
import { stateOf } from '../../../electron/contract/filter/edit.ts';
import type { Filter } from '../../../electron/contract/filter/syntax-tree.ts';
import { formatCount } from '../../format/number.ts';
import { describeError } from '../../state/errors.ts';
import { FacetValue } from './facet-value.tsx';
import styles from './facets.module.css';
import { useValueSearch } from './use-value-search.ts';

interface FoundListProps {
  readonly caseId: string;
  readonly field: FieldName;
  readonly text: string;
  readonly filter: Filter;
}

/** The values of a field that contain a text, wherever in the case they are. */
export function FoundList({ caseId, field, text, filter }: FoundListProps) {
  const found = useValueSearch(caseId, field, text);
  if (found === null) return <p className={styles.note}>Looking…</p>;
  const most = Math.max(1, ...found.values.map(({ count }) => count));
  return (
    <>
      <ul className={styles.values}>
        {found.values.map(({ value, count }) => (
          <FacetValue
            key={value}
            field={field}
            value={value}
            count={count}
            share={count / most}
            state={stateOf(filter, field, value)}
          />
        ))}
      </ul>
      <p className={styles.note} role="status">
        {noteOf(found.values.length, found.isCut, found.error)}
      </p>
    </>
  );
}

function noteOf(count: number, isCut: boolean, error: unknown): string {
  if (error !== null) return describeError(error).message;
  if (count === 0) return 'No value in the case contains this.';
  if (isCut) return `The ${formatCount(count)} most frequent in the whole case. Type more to see the others.`;
  return 'Counts are of the whole case, not of the filter.';
}
