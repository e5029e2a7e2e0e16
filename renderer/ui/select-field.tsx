import { type ComponentPropsWithRef, useId } from 'react';
import { classes } from './classes.ts';
import styles from './text-field.module.css';

interface SelectFieldProps extends ComponentPropsWithRef<'select'> {
  readonly label: string;
}

/** The browser's own list: Radix's would inject a style element, which the content security policy forbids. */
export function SelectField({ label, className, children, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={classes(styles.field, className)}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <select {...rest} id={id} className={styles.input}>
        {children}
      </select>
    </div>
  );
}
