import { useId } from 'react';
import styles from './zone-field.module.css';

const localZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones: readonly string[] = [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
];

/** Whether the clock knows a zone of that name. */
export function isZone(name: string): boolean {
  if (name === '') return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // Intl says by an exception that there is no such zone.
    return false;
  }
}

interface ZoneFieldProps {
  readonly value: string;
  readonly onChange: (zone: string) => void;
}

/** UTC, this machine's zone, or any other by its IANA name. */
export function ZoneField({ value, onChange }: ZoneFieldProps) {
  const id = useId();
  const isKnown = isZone(value);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>Time zone of the times</label>
      <div className={styles.line}>
        <input
          id={id}
          list={`${id}-zones`}
          value={value}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={!isKnown}
          aria-describedby={`${id}-note`}
          onChange={(event) => onChange(event.target.value)}
        />
        {['UTC', localZone]
          .filter((zone, index, all) => all.indexOf(zone) === index)
          .map((zone) => (
            <button key={zone} type="button" aria-pressed={value === zone} onClick={() => onChange(zone)}>
              {zone}
            </button>
          ))}
      </div>
      <datalist id={`${id}-zones`}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <p id={`${id}-note`} className={isKnown ? undefined : styles.error}>
        {isKnown
          ? 'Each time is written with its offset from UTC, UTC itself with a Z. The name of the zone goes into the manifest beside the file.'
          : 'There is no such zone. Write UTC or a name like Europe/Vienna.'}
      </p>
    </div>
  );
}
