import { type Brush, rangeOf } from './brush.ts';
import { type Bar, sumOf } from './domain.ts';
import styles from './timeline.module.css';

interface BarsProps {
  readonly bars: readonly Bar[];
  readonly brush: Brush | null;
  readonly hover: number | null;
}

/** The drawing has this height inside; the element decides how high it is on the screen. */
const height = 84;
/** A bar with any event is seen. */
const least = 1.5;

/** Read below, write on it, failed on top. */
export function Bars({ bars, brush, hover }: BarsProps) {
  const most = Math.max(1, ...bars.map(sumOf));
  const chosen = brush === null ? null : rangeOf(brush);
  return (
    <svg
      className={styles.bars}
      viewBox={`0 0 ${bars.length} ${height}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <title>Events over time</title>
      {hover === null ? null : <rect className={styles.hover} x={hover} y={0} width={1} height={height} />}
      {bars.map((bar, at) => (
        <Stack
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
          key={at}
          bar={bar}
          at={at}
          scale={height / most}
        />
      ))}
      {chosen === null ? null : (
        <rect
          className={styles.brush}
          x={chosen.first}
          y={0}
          width={chosen.last - chosen.first + 1}
          height={height}
        />
      )}
    </svg>
  );
}

function Stack({ bar, at, scale }: { readonly bar: Bar; readonly at: number; readonly scale: number }) {
  let y = height;
  return (['read', 'write', 'failed'] as const).map((kind) => {
    const count = bar[kind];
    if (count === 0) return null;
    const tall = Math.max(least, count * scale);
    y -= tall;
    return (
      <rect key={kind} className={styles[kind]} x={at + 0.12} y={Math.max(0, y)} width={0.76} height={tall} />
    );
  });
}
