import type { Origin, Place } from './evidence.ts';

/**
 * - `original`: where it was delivered, bucket and key.
 * - `unchecked`: the bucket is not known, and what is known of the key agrees.
 * - `moved`: somewhere else.
 */
export type Whereabouts = 'original' | 'unchecked' | 'moved';

export function whereabouts(place: Place, origin: Origin): Whereabouts {
  if (place.bucket !== null) {
    return place.bucket === origin.bucket && place.key === origin.key ? 'original' : 'moved';
  }
  const tail = tailOf(place.key);
  const own = tail.includes('/') ? tailOf(origin.key) : nameOf(origin.key);
  return tail === own || `${tail}.gz` === own ? 'unchecked' : 'moved';
}

/** A key from its last `AWSLogs/` on, which copying to another folder keeps; without one, the name alone. */
export function tailOf(key: string): string {
  const at = rootOf(key);
  return at < 0 ? nameOf(key) : key.slice(at);
}

/** What lies before `AWSLogs/`; null when the key has no such folder. */
export function prefixOf(key: string): string | null {
  const at = rootOf(key);
  return at < 0 ? null : key.slice(0, at);
}

/** The name within the last folder; a member of an archive stands behind `!`. */
export function nameOf(key: string): string {
  return key.slice(Math.max(key.lastIndexOf('/'), key.lastIndexOf('!')) + 1);
}

function rootOf(key: string): number {
  for (
    let at = key.lastIndexOf('AWSLogs/');
    at >= 0;
    at = at === 0 ? -1 : key.lastIndexOf('AWSLogs/', at - 1)
  ) {
    const before = at === 0 ? '/' : key[at - 1];
    if (before === '/' || before === '!') return at;
  }
  return -1;
}

/** The name as CloudTrail gave it, also of a file that somebody unpacked. */
export function deliveredName(key: string): string {
  const name = nameOf(key);
  return name.endsWith('.json') ? `${name}.gz` : name;
}
