import { useState } from 'react';
import { formatCount } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import { MarkedText } from './marked-text.tsx';
import styles from './values.module.css';

interface LongValueProps {
  readonly text: string;
  readonly pattern?: RegExp | null;
}

/** In characters (UTF-16 units). */
const shownAtFirst = 2000;

/** A value of any length, wrapped; a very long one is shown whole on demand. */
export function LongValue({ text, pattern = null }: LongValueProps) {
  const [isWhole, setIsWhole] = useState(false);
  if (isWhole || text.length <= shownAtFirst) {
    return <MarkedText text={text} pattern={pattern} show={visibleText} />;
  }
  // Not in the middle of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text.charAt(shownAtFirst - 1)) ? shownAtFirst - 1 : shownAtFirst;
  return (
    <>
      <MarkedText text={text.slice(0, end)} pattern={pattern} show={visibleText} />…{' '}
      <button
        type="button"
        className={styles.whole}
        onClick={(event) => {
          event.stopPropagation();
          setIsWhole(true);
        }}
      >
        Show all {formatCount(text.length)} characters
      </button>
    </>
  );
}
