const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** 405 MB: powers of 1000, three figures at most, a no-break space before the unit. */
export function formatBytes(bytes: number): string {
  let scaled = bytes;
  let unit = 0;
  // What would be shown as 1000 is shown as 1 of the next unit.
  while (unit < units.length - 1 && Number(scaled.toPrecision(3)) >= 1000) {
    scaled /= 1000;
    unit += 1;
  }
  const digits = unit === 0 ? 0 : scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
  const text = scaled
    .toFixed(digits)
    .replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : digits > 0 ? '' : zeros));
  return `${text}\u00a0${units[unit]}`;
}
