import { readStored, writeStored } from '../../state/stored.ts';

const key = 'spoor.recent-filters';
const most = 30;

/** The filters asked for last on this machine, newest first. */
export function recentFilters(): readonly string[] {
  const stored = readStored(key);
  return Array.isArray(stored) ? stored.filter((text): text is string => typeof text === 'string') : [];
}

export function rememberFilter(text: string): void {
  writeStored(key, [text, ...recentFilters().filter((one) => one !== text)].slice(0, most));
}
