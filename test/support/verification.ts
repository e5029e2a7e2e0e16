import type { Place } from '../../electron/engine/integrity/evidence.ts';
import type { Verification } from '../../electron/engine/integrity/verify.ts';
import type { StoredObject } from './digests.ts';

/** Verdicts, reasons and counts of a kind: `proven signature` → 3. */
export function tally(result: Verification, kind: 'digests' | 'logs'): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict, reason, how } of result[kind]) {
    const name = [verdict, reason, how === reason ? null : how].filter((word) => word !== null).join(' ');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

export function summary(result: Verification): unknown {
  const { overall, gaps } = result;
  return {
    overall,
    digests: tally(result, 'digests'),
    logs: tally(result, 'logs'),
    gaps: gaps.map(({ kind }) => kind),
  };
}

export function verdictAt(
  result: Verification,
  object: Pick<StoredObject, 'bucket' | 'key'>,
): string | undefined {
  const found = [...result.digests, ...result.logs].find((one) => {
    const place = placeOf(one);
    return place.bucket === object.bucket && place.key === object.key;
  });
  return found === undefined ? undefined : `${found.verdict} ${found.reason}`;
}

/** Where it is in the case; of what is missing, where it should be. */
export function placeOf(result: Verification['digests'][number] | Verification['logs'][number]): Place {
  const place = 'place' in result ? result.place : (result.log ?? result.origin);
  if (place === null) throw new Error('a missing file has an origin');
  return { bucket: place.bucket, key: place.key };
}

export function at<T>(list: readonly T[], index: number): T {
  const item = list.at(index);
  if (item === undefined) throw new Error(`there is nothing at ${index}`);
  return item;
}
