import { encodeSeconds } from './packing.ts';
import type { Memory } from './slabs.ts';

/** Times by row: whole seconds in four bytes, which is what CloudTrail writes; else milliseconds in eight. */
export type Times =
  | { readonly kind: 'seconds'; readonly baseMs: number; readonly seconds: Uint32Array }
  | { readonly kind: 'ms'; readonly ms: Float64Array };

/** @param ms epoch milliseconds; NaN is missing */
export function packTimes(ms: Float64Array, memory: Memory): Times {
  const packed = encodeSeconds(ms, memory);
  if (packed !== null) return { kind: 'seconds', ...packed };
  const copy = memory.float64(ms.length);
  copy.set(ms);
  return { kind: 'ms', ms: copy };
}

/** Epoch milliseconds; NaN for a row without a time. */
export function timeAt(times: Times, row: number): number {
  if (times.kind === 'ms') return times.ms[row] ?? Number.NaN;
  const after = times.seconds[row] ?? 0;
  return after === 0 ? Number.NaN : times.baseMs + (after - 1) * 1000;
}
