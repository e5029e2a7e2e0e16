import { type ComparedField, comparedFields } from '../../electron/contract/compare.ts';
import { fields } from '../../electron/contract/fields.ts';
import styles from './rare.module.css';

interface FieldChoiceProps {
  readonly chosen: readonly ComparedField[];
  readonly onChange: (chosen: readonly ComparedField[]) => void;
}

/** The fields whose values are looked at. */
export function FieldChoice({ chosen, onChange }: FieldChoiceProps) {
  return (
    <fieldset className={styles.fields}>
      <legend className={styles.legend}>Values of</legend>
      {comparedFields.map((field) => (
        <label key={field} className={styles.choice}>
          <input
            type="checkbox"
            checked={chosen.includes(field)}
            onChange={({ target }) =>
              onChange(
                comparedFields.filter((one) => (one === field ? target.checked : chosen.includes(one))),
              )
            }
          />
          {fields[field].label}
        </label>
      ))}
    </fieldset>
  );
}
