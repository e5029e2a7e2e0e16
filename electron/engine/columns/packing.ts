import { type Memory, singleArrays } from './slabs.ts';

/** One column of a segment: every value is `dictionary[codes[i]]`. */
export interface CodedColumn {
  /** Distinct values in the order of their first appearance. */
  readonly dictionary: Uint32Array;
  /** As narrow as the dictionary allows. */
  readonly codes: Codes;
}

export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** The narrowest array that can hold codes below `distinct`, in one, two or four bytes each. */
export function takeCodes(memory: Omit<Memory, 'float64'>, distinct: number, length: number): Codes {
  if (distinct <= 0x100) return memory.bytes(length);
  return distinct <= 0x1_0000 ? memory.uint16(length) : memory.uint32(length);
}

/** Replaces values by codes of their own small dictionary: most columns of a segment then take one byte an event. */
export function encodeCodes(values: Uint32Array): CodedColumn {
  const codeOf = new Map<number, number>();
  const wide = new Uint32Array(values.length);
  let previous = -1;
  let code = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (value !== previous) {
      previous = value;
      const known = codeOf.get(value);
      code = known ?? codeOf.size;
      if (known === undefined) codeOf.set(value, code);
    }
    wide[i] = code;
  }
  const codes = takeCodes(singleArrays, codeOf.size, values.length);
  codes.set(wide);
  return { dictionary: Uint32Array.from(codeOf.keys()), codes };
}

/** The values again; null when a code is not in the dictionary. */
export function decodeCodes(column: CodedColumn): Uint32Array | null {
  const { dictionary, codes } = column;
  const values = new Uint32Array(codes.length);
  for (let i = 0; i < codes.length; i += 1) {
    const value = dictionary[codes[i] ?? 0];
    if (value === undefined) return null;
    values[i] = value;
  }
  return values;
}

/**
 * Times as whole seconds after the first, plus one (0 is missing), in four bytes; null when a time has a
 * fraction of a second or lies more than a century apart. CloudTrail writes whole seconds.
 */
export function encodeSeconds(
  times: Float64Array,
  memory: Pick<Memory, 'uint32'> = singleArrays,
): { baseMs: number; seconds: Uint32Array } | null {
  let baseMs = Number.POSITIVE_INFINITY;
  for (const time of times) if (time < baseMs) baseMs = time;
  if (baseMs === Number.POSITIVE_INFINITY) baseMs = 0;
  if (!Number.isSafeInteger(baseMs)) return null;
  const seconds = memory.uint32(times.length);
  for (let i = 0; i < times.length; i += 1) {
    const time = times[i] ?? Number.NaN;
    if (Number.isNaN(time)) continue;
    const after = (time - baseMs) / 1000 + 1;
    if (!Number.isInteger(after) || after > 0xffff_ffff || baseMs + (after - 1) * 1000 !== time) return null;
    seconds[i] = after;
  }
  return { baseMs, seconds };
}

/** Undoes {@link encodeSeconds}. */
export function decodeSeconds(
  baseMs: number,
  seconds: Uint32Array,
  memory: Pick<Memory, 'float64'> = singleArrays,
): Float64Array {
  const times = memory.float64(seconds.length);
  for (let i = 0; i < seconds.length; i += 1) {
    const after = seconds[i] ?? 0;
    times[i] = after === 0 ? Number.NaN : baseMs + (after - 1) * 1000;
  }
  return times;
}
