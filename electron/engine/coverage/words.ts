import type { CoverageState } from '../../contract/integrity.ts';
import { hourMs } from './place-facts.ts';

/** Why the evidence of a time is not complete, to stand after a colon. */
export type Lack = CoverageState | 'partial' | 'partlyIndexed' | 'unverified';

export const lackWords: Readonly<Record<Lack, string>> = {
  altered: 'a digest or a log file was altered or planted',
  missing: 'log files that the digests name are not in the case',
  digestMissing: 'digests are missing',
  gap: 'no digest was made, for logging or validation was off, and no log file is there',
  unproven: 'what is there cannot be proven',
  validationOff: 'log files are there, and no digest was made for their time',
  notSynced: 'it was left out of what was synced',
  proven: 'the evidence is complete',
  provenEmpty: 'the evidence is complete',
  unknown: 'nothing in the case is about it',
  partial: 'digests cover only a part of it',
  partlyIndexed: 'event selectors left events of its files out of the index',
  unverified: 'it was not verified yet',
};

/** So that nothing can be said at all, in contrast to what is there and not proven. */
export function isNothing(lack: Lack): boolean {
  return lack === 'digestMissing' || lack === 'gap' || lack === 'notSynced' || lack === 'unknown';
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `29 Jul 2021 11:00`: the engine does not know the zone of the reader, so its sentences say UTC. */
function moment(ms: number): string {
  const at = new Date(ms);
  if (Number.isNaN(at.getTime())) return 'a time that is none';
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()} ${clock(ms)}`;
}

function clock(ms: number): string {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? 'a time that is none' : at.toISOString().slice(-13, -8);
}

/** `29 Jul 2021 11:00 to 13:00 UTC`; the second day only where it is another one. */
export function spanWords(fromMs: number, untilMs: number): string {
  const isSameDay = Math.floor(fromMs / (24 * hourMs)) === Math.floor(untilMs / (24 * hourMs));
  return `${moment(fromMs)} to ${isSameDay ? clock(untilMs) : moment(untilMs)} UTC`;
}

/** `11:01 to 12:01 UTC` where the reader knows the day. */
export function clockWords(fromMs: number, untilMs: number): string {
  return untilMs - fromMs > 20 * hourMs
    ? spanWords(fromMs, untilMs)
    : `${clock(fromMs)} to ${clock(untilMs)} UTC`;
}

/** `1 log file`, `1,388 log files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], total: number): string {
  const rest = total - names.length;
  const parts = rest > 0 ? [...names, `${rest.toLocaleString('en')} more`] : names;
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
