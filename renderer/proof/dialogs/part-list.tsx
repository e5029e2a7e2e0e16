import { visibleText } from '../../format/visible-text.ts';
import { toggled } from '../../sync/choice.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import styles from './dialogs.module.css';

interface PartListProps {
  readonly title: string;
  readonly names: readonly string[];
  /** Those that are not ticked. */
  readonly without: ReadonlySet<string>;
  readonly onChange: (without: ReadonlySet<string>) => void;
}

/** Names to tick; all are at first. */
export function PartList({ title, names, without, onChange }: PartListProps) {
  const isNone = names.every((name) => without.has(name));
  return (
    <fieldset className={styles.part}>
      <legend>{title}</legend>
      {names.length === 0 ? <p className={styles.hint}>None is known.</p> : null}
      {names.length < 3 ? null : (
        <button
          type="button"
          className={styles.all}
          onClick={() => onChange(isNone ? new Set() : new Set(names))}
        >
          {isNone ? 'Tick all' : 'Untick all'}
        </button>
      )}
      <div className={styles.names}>
        {names.map((name) => (
          <Checkbox
            key={name}
            label={<code>{visibleText(name)}</code>}
            checked={!without.has(name)}
            onChange={() => onChange(toggled(without, name))}
          />
        ))}
      </div>
    </fieldset>
  );
}
