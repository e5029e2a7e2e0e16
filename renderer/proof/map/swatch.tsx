import type { CoverageState } from '../../../electron/contract/integrity.ts';
import { classes } from '../../ui/classes.ts';
import styles from './cells.module.css';

/** Times without evidence are hatched: seen without colours, too. */
const hatches: Readonly<Partial<Record<CoverageState, string>>> = {
  digestMissing: 'proof-hatch-digest',
  gap: 'proof-hatch-gap',
  missing: 'proof-hatch-file',
};

interface CellPathProps {
  readonly state: CoverageState;
  readonly d: string;
}

/** Cells of one state, in its colour. */
export function CellPath({ state, d }: CellPathProps) {
  const hatch = hatches[state];
  return (
    <path
      d={d}
      className={classes(styles.cell, styles[state])}
      {...(hatch === undefined ? {} : { fill: `url(#${hatch})` })}
    />
  );
}

/** The patterns that {@link CellPath} refers to: once a page. */
export function Hatches() {
  return (
    <svg width="0" height="0" className={styles.hatches} aria-hidden="true">
      <title>Patterns</title>
      <defs>
        <Hatch
          id="proof-hatch-digest"
          ground={styles.digestGround}
          line={styles.digestLine}
          isRising={false}
        />
        <Hatch id="proof-hatch-gap" ground={styles.gapGround} line={styles.gapLine} isRising />
        <Hatch id="proof-hatch-file" ground={styles.fileGround} line={styles.fileLine} isRising={false} />
      </defs>
    </svg>
  );
}

function Hatch({
  id,
  ground,
  line,
  isRising,
}: {
  readonly id: string;
  readonly ground: string | undefined;
  readonly line: string | undefined;
  readonly isRising: boolean;
}) {
  return (
    <pattern
      id={id}
      width="4"
      height="4"
      patternUnits="userSpaceOnUse"
      patternTransform={`rotate(${isRising ? 45 : -45})`}
    >
      <rect width="4" height="4" className={ground} />
      <rect width="1.5" height="4" className={line} />
    </pattern>
  );
}

/** The colour of a state beside its name. */
export function Swatch({ state }: { readonly state: CoverageState }) {
  return (
    <svg width="10" height="10" className={styles.swatch} aria-hidden="true">
      <title>{state}</title>
      <CellPath state={state} d="M2 0h6a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-6a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2z" />
    </svg>
  );
}
