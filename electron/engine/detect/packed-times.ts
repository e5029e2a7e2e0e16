import { AppError } from '../../contract/errors.ts';

/**
 * Times of events as bytes for the case, seconds as CloudTrail has them: the first as a double, each other as how much
 * later it is, seven bits a byte. An event is two bytes or three in a trail of a year.
 *
 * @param seconds whole ones, ascending
 */
export function packTimes(seconds: ArrayLike<number>): Uint8Array {
  if (seconds.length === 0) return new Uint8Array(0);
  const bytes: number[] = [];
  for (let at = 1; at < seconds.length; at += 1) {
    let later = (seconds[at] ?? 0) - (seconds[at - 1] ?? 0);
    // No bit operators: a gap may be longer than 2^31 seconds.
    while (later >= 128) {
      bytes.push(128 + (later % 128));
      later = Math.floor(later / 128);
    }
    bytes.push(later);
  }
  const packed = new Uint8Array(8 + bytes.length);
  new DataView(packed.buffer).setFloat64(0, seconds[0] ?? 0);
  packed.set(bytes, 8);
  return packed;
}

/** {@link packTimes} back. @throws AppError `damaged-case` */
export function unpackTimes(packed: Uint8Array): number[] {
  if (packed.length === 0) return [];
  if (packed.length < 8) throw damaged();
  let seconds = new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getFloat64(0);
  if (!Number.isSafeInteger(seconds)) throw damaged();
  const found = [seconds];
  let later = 0;
  let scale = 1;
  for (let at = 8; at < packed.length; at += 1) {
    const byte = packed[at] ?? 0;
    later += (byte % 128) * scale;
    if (byte >= 128) scale *= 128;
    else {
      seconds += later;
      found.push(seconds);
      later = 0;
      scale = 1;
    }
    if (!Number.isSafeInteger(seconds + later) || scale > 2 ** 49) throw damaged();
  }
  if (scale !== 1) throw damaged();
  return found;
}

function damaged(): AppError {
  return new AppError('damaged-case', 'The case is damaged: the times of a finding cannot be read.', {
    advice: 'Run the rules again.',
  });
}
