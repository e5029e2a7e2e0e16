import styles from './kbd.module.css';

/** Keys as they are written on the keyboard: "Ctrl K". */
export function Kbd({ keys }: { readonly keys: string }) {
  return <kbd className={styles.kbd}>{keys}</kbd>;
}
