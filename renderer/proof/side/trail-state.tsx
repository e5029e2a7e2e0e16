import type { LoggingState } from '../../../electron/contract/integrity.ts';
import { visibleText } from '../../format/visible-text.ts';
import { useView } from '../../state/view.ts';
import { EvidenceList } from './evidence-list.tsx';
import styles from './side.module.css';
import { trailFacts } from './trail-facts.ts';

/** What one trail recorded, as facts, and what is known from where. */
export function TrailState({ trail }: { readonly trail: LoggingState }) {
  const zone = useView((state) => state.zone);
  return (
    <section className={styles.trail} aria-label={`Trail ${trail.trail}`}>
      <dl className={styles.facts}>
        {trailFacts(trail, zone).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{visibleText(value)}</dd>
          </div>
        ))}
      </dl>
      <EvidenceList evidence={trail.evidence} />
    </section>
  );
}
