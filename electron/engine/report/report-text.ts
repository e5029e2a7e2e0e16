const hourMs = 3_600_000;

/** `2026-01-02 03:04:05 UTC` */
export function timeText(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** `2026-01-02 03:04 to 05:00 UTC`: the day once where it is one. */
export function spanText(fromMs: number, untilMs: number): string {
  const [from, until] = [new Date(fromMs), new Date(untilMs)].map((date) => date.toISOString());
  if (from === undefined || until === undefined) return '';
  const isSameDay = from.slice(0, 10) === until.slice(0, 10);
  const end = isSameDay ? clock(until) : `${until.slice(0, 10)} ${clock(until)}`;
  return `${from.slice(0, 10)} ${clock(from)} to ${end} UTC`;
}

function clock(iso: string): string {
  return iso.slice(17, 19) === '00' ? iso.slice(11, 16) : iso.slice(11, 19);
}

/** `5 hours`, `3 days`, `12 minutes`. */
export function durationText(ms: number): string {
  if (ms >= 48 * hourMs) return counted(Math.round(ms / hourMs / 2.4) / 10, 'day');
  if (ms >= hourMs) return counted(Math.round(ms / (hourMs / 10)) / 10, 'hour');
  return counted(Math.max(1, Math.round(ms / 60_000)), 'minute');
}

/** `1 file`, `1,388 files`. */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`;
}

/** `98.0 %`; never 100 where something is left, and never 0 where something is there. */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return 'nothing';
  if (part === whole) return '100 %';
  const tenths = Math.min(999, Math.max(part === 0 ? 0 : 1, Math.round((part / whole) * 1000)));
  return `${(tenths / 10).toFixed(1)} %`;
}

/** `44.1 MB`, of a thousand to the next. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let at = 0;
  while (size >= 1000 && at < units.length - 1) {
    size /= 1000;
    at += 1;
  }
  return `${at === 0 ? size : size.toFixed(1)} ${units[at] ?? ''}`;
}
