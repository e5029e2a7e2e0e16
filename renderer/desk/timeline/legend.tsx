import styles from './timeline.module.css';

const kinds = [
  ['read', 'Only read-only calls'],
  ['write', 'Only calls that change something'],
  ['failed', 'Only calls that failed or were denied'],
] as const;

/** What the colours mean; a click narrows to one. */
export function Legend({ onOutcome }: { readonly onOutcome: (kind: 'read' | 'write' | 'failed') => void }) {
  return (
    <span className={styles.legend}>
      {kinds.map(([kind, help]) => (
        <button key={kind} type="button" title={help} onClick={() => onOutcome(kind)}>
          <i className={styles[kind]} />
          {kind}
        </button>
      ))}
    </span>
  );
}
