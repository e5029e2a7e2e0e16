import type { VerifiedObject } from '../../../electron/contract/integrity.ts';

/** The digests among the files, the newest first: the way in which they prove each other. */
export function chainOf(objects: readonly VerifiedObject[]): readonly VerifiedObject[] {
  return objects
    .filter(({ kind }) => kind === 'digest')
    .toSorted((a, b) => (b.untilMs ?? 0) - (a.untilMs ?? 0) || (a.key < b.key ? -1 : 1));
}
