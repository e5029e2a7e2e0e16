const whole = new Intl.NumberFormat('en-US');

/** 9,342: grouped, for tabular figures. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** "1 event", "9,342 events": with a no-break space. */
export function formatCounted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)}\u00a0${count === 1 ? one : many}`;
}

/** 9.3k, 1.2M: where there is no room for all the figures. */
export function formatCompact(count: number): string {
  const [divisor, unit] =
    count >= 999_500_000 ? [1e9, 'G'] : count >= 999_500 ? [1e6, 'M'] : count >= 1000 ? [1e3, 'k'] : [1, ''];
  const scaled = count / divisor;
  const digits = divisor > 1 && scaled < 99.95 ? 1 : 0;
  return `${scaled.toFixed(digits).replace(/\.0$/, '')}${unit}`;
}

/** 98.2 %: a thin no-break space before the sign; never 100 % or 0 % for what is not quite that. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '<\u202f0.1\u202f%';
  if (percent < 100 && percent > 99.9) return '>\u202f99.9\u202f%';
  return `${percent.toFixed(percent === 0 || percent === 100 ? 0 : 1)}\u202f%`;
}
