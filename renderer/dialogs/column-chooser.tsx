import { ArrowDown, ArrowUp } from 'lucide-react';
import { type FieldName, fieldNames, fields } from '../../electron/contract/fields.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './column-chooser.module.css';

interface ColumnChooserProps {
  /** The chosen ones, in order. */
  readonly columns: readonly FieldName[];
  readonly onChange: (columns: readonly FieldName[]) => void;
}

/** Which columns, in which order: the chosen ones first, as they will be written. */
export function ColumnChooser({ columns, onChange }: ColumnChooserProps) {
  const others = fieldNames.filter((name) => !columns.includes(name));
  const move = (from: number, to: number): void => {
    const next = [...columns];
    const [moved] = next.splice(from, 1);
    if (moved === undefined) return;
    next.splice(to, 0, moved);
    onChange(next);
  };
  return (
    <fieldset className={styles.chooser}>
      <legend className="visually-hidden">Columns</legend>
      <div className={styles.head}>
        <h3>
          Columns <span>{columns.length}</span>
        </h3>
        <Button
          variant="quiet"
          size="small"
          onClick={() => onChange([...columns, ...others])}
          disabled={others.length === 0}
        >
          All
        </Button>
        <Button variant="quiet" size="small" onClick={() => onChange([])} disabled={columns.length === 0}>
          None
        </Button>
      </div>
      <ul className={styles.list}>
        {columns.map((name, index) => (
          <li key={name} className={styles.line}>
            <Checkbox
              checked
              label={<Label name={name} />}
              onChange={() => onChange(columns.filter((other) => other !== name))}
            />
            <span className={styles.moves}>
              <IconButton
                size="small"
                label={`Move ${fields[name].label} up`}
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
              >
                <ArrowUp size={13} aria-hidden="true" />
              </IconButton>
              <IconButton
                size="small"
                label={`Move ${fields[name].label} down`}
                disabled={index === columns.length - 1}
                onClick={() => move(index, index + 1)}
              >
                <ArrowDown size={13} aria-hidden="true" />
              </IconButton>
            </span>
          </li>
        ))}
        {others.map((name) => (
          <li key={name} className={styles.line}>
            <Checkbox
              checked={false}
              label={<Label name={name} />}
              onChange={() => onChange([...columns, name])}
            />
          </li>
        ))}
      </ul>
      {columns.length === 0 ? <p className={styles.none}>Choose at least one.</p> : null}
    </fieldset>
  );
}

function Label({ name }: { readonly name: FieldName }) {
  return (
    <span className={styles.label}>
      {fields[name].label} <code>{name}</code>
    </span>
  );
}
