/** Where a key takes the cursor of a list of `count` rows; null for a key that does not move it. */
export function rowAfterKey(key: string, row: number, count: number, pageRows: number): number | null {
  const target = targetOf(key, row, count, pageRows);
  return target === null ? null : Math.max(0, Math.min(target, count - 1));
}

function targetOf(key: string, row: number, count: number, pageRows: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return row + 1;
    case 'ArrowUp':
      return row - 1;
    case 'PageDown':
      return row + pageRows;
    case 'PageUp':
      return row - pageRows;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
