import type { ProofView } from '../state/proof-view.ts';
import { useView } from '../state/view.ts';
import styles from './proof-link.module.css';

interface ProofLinkProps {
  /** What the page is to look at; without it, what it looked at last. */
  readonly look?: Partial<ProofView>;
  readonly children: string;
}

/** To the page on which everything about proof and coverage stands. */
export function ProofLink({ look, children }: ProofLinkProps) {
  const { setPage, setProof } = useView.getState();
  return (
    <button
      type="button"
      className={styles.link}
      onClick={() => {
        setPage('proof');
        if (look !== undefined) setProof(look);
      }}
    >
      {children}
    </button>
  );
}
