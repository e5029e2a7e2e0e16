import styles from './values.module.css';

interface MarkedTextProps {
  readonly text: string;
  /** Marks what it finds; global. Null marks nothing. */
  readonly pattern: RegExp | null;
  /** How a piece is made fit to be seen. */
  readonly show: (text: string) => string;
}

/** A mark each on more than this helps nobody, and takes the page long. */
const maxMarks = 500;

/** Log content as text, with what a search has found marked. */
export function MarkedText({ text, pattern, show }: MarkedTextProps) {
  if (pattern === null) return show(text);
  const pieces = [];
  let done = 0;
  for (const found of text.matchAll(pattern)) {
    if (found[0] === '' || pieces.length >= 2 * maxMarks) break;
    pieces.push(
      show(text.slice(done, found.index)),
      <mark key={found.index} className={styles.mark}>
        {show(found[0])}
      </mark>,
    );
    done = found.index + found[0].length;
  }
  pieces.push(show(text.slice(done)));
  return pieces;
}
