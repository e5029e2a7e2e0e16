import type { Digest } from './digest.ts';
import { readDigestKey } from './digest-key.ts';
import { type Origin, originText } from './evidence.ts';
import type { Judged } from './proof-graph.ts';
import type { Series } from './series.ts';

const hourMs = 3_600_000;

/** What validate-logs meets on its way, in its order. */
export type AnchorStep =
  | { readonly kind: 'digest'; readonly origin: Origin; readonly one: Judged; readonly digest: Digest | null }
  | { readonly kind: 'missing'; readonly origin: Origin }
  | { readonly kind: 'gap'; readonly fromMs: number; readonly toMs: number };

interface Listed {
  readonly origin: Origin;
  readonly endMs: number;
  readonly one: Judged;
}

/**
 * The way that validate-logs takes through a series: along the links, and after a fault, or a starting digest, on
 * with what is listed in the bucket. Kept apart from `chain.ts`, because it is right only in what it prints.
 */
export function* anchorWalk(
  series: Series,
  window: { readonly fromMs: number; readonly untilMs: number; readonly bucket: string | null },
  isValid: (one: Judged) => boolean,
): Generator<AnchorStep> {
  const listed = listOf(series);
  const byText = new Map(listed.map((item) => [originText(item.origin), item]));
  const inTime = listed.filter(({ endMs }) => endMs >= window.fromMs && endMs <= window.untilMs + hourMs);
  const inBucket = (bucket: string): Listed[] => inTime.filter(({ origin }) => origin.bucket === bucket);
  let bucket = window.bucket ?? inTime.at(-1)?.origin.bucket ?? '';
  let rest = inBucket(bucket);
  const newest = rest.pop();
  let current: Origin | null = newest?.origin ?? null;
  let lastStartMs = newest?.endMs ?? 0;
  const seen = new Set<string>();
  while (current !== null && window.fromMs <= lastStartMs) {
    const text = originText(current);
    // Links that go in a circle would keep validate-logs busy for ever.
    if (seen.has(text)) return;
    seen.add(text);
    const item = byText.get(text);
    const digest = item?.one.file.digest ?? null;
    if (item === undefined) yield { kind: 'missing', origin: current };
    else yield { kind: 'digest', origin: current, one: item.one, digest };
    if (item === undefined || digest === null || !isValid(item.one)) {
      current = popBefore(rest, endMsOf(current))?.origin ?? null;
      continue;
    }
    lastStartMs = digest.startMs;
    if (digest.previous === null) {
      const next = popBefore(rest, endMsOf(current));
      current = next?.origin ?? null;
      if (next !== null) yield { kind: 'gap', fromMs: next.endMs, toMs: lastStartMs };
      continue;
    }
    current = { bucket: digest.previous.bucket, key: digest.previous.key };
    if (current.bucket !== bucket) {
      bucket = current.bucket;
      rest = inBucket(bucket);
    }
  }
}

/** By key, as S3 lists them, each once; where the bucket is not known, the digest's own word stands in. */
function listOf(series: Series): readonly Listed[] {
  const found = new Map<string, Listed>();
  for (const { all } of series.slots) {
    for (const one of all) {
      const { place, digest, whereabouts } = one.file;
      const bucket = place.bucket ?? digest?.bucket ?? null;
      if (bucket === null) continue;
      const key = digest !== null && whereabouts === 'unchecked' ? digest.key : place.key;
      const endMs = readDigestKey(key)?.endMs ?? null;
      const text = originText({ bucket, key });
      if (endMs !== null && !found.has(text)) found.set(text, { origin: { bucket, key }, endMs, one });
    }
  }
  return [...found.values()].sort((a, b) => (a.origin.key < b.origin.key ? -1 : 1));
}

function popBefore(rest: Listed[], endMs: number): Listed | null {
  for (let item = rest.pop(); item !== undefined; item = rest.pop()) if (item.endMs < endMs) return item;
  return null;
}

function endMsOf(origin: Origin): number {
  return readDigestKey(origin.key)?.endMs ?? 0;
}
