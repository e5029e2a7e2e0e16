import { createHash } from 'node:crypto';

const longestPart = 200;
const longestName = 1000;
/** Control and invisible characters, halves of surrogate pairs, and what Windows allows in no name. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\\:*?"<>|]/gu;
/** Names of devices on Windows, whatever stands behind a dot. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * Gives the members of an archive names that any system can unpack: relative, without `..`, of bounded length, no two
 * the same (also where case does not count), none both a file and a folder.
 */
export class MemberNames {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();
  /** Of a name that was given: the number of its next version. */
  readonly #turns = new Map<string, number>();

  /** @param key as S3 or the ledger has it */
  take(key: string): string {
    const plain = safeName(key);
    const folded = fold(plain);
    for (let turn = this.#turns.get(folded) ?? 1; ; turn += 1) {
      // In a folder of its own, and not by a change of the file's name: that tells what the file is.
      const name = turn === 1 ? plain : `version-${turn}/${plain}`;
      const taken = fold(name);
      if (!this.#isFree(taken)) continue;
      this.#turns.set(folded, turn + 1);
      this.#files.add(taken);
      for (const folder of foldersOf(taken)) this.#folders.add(folder);
      return name;
    }
  }

  #isFree(name: string): boolean {
    if (this.#files.has(name) || this.#folders.has(name)) return false;
    for (const folder of foldersOf(name)) if (this.#files.has(folder)) return false;
    return true;
  }
}

function safeName(key: string): string {
  const name = key.split('/').map(safePart).join('/');
  if (Buffer.byteLength(name) <= longestName) return name;
  return `long-names/${createHash('sha256').update(key).digest('hex')}`;
}

function safePart(part: string): string {
  // An exclamation mark at the end would look like an archive's name in the ledger; Windows drops dots and blanks.
  const safe = cut(part.replace(unsafe, '_')).replace(/[. !]+$/, '_');
  if (safe === '') return '_';
  return device.test(safe) ? `_${safe}` : safe;
}

function cut(part: string): string {
  if (Buffer.byteLength(part) <= longestPart) return part;
  let bytes = 0;
  let text = '';
  for (const sign of part) {
    bytes += Buffer.byteLength(sign);
    if (bytes > longestPart) break;
    text += sign;
  }
  return text;
}

/** Two names that fold to the same are one file on a Mac or on Windows. */
function fold(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC');
}

function* foldersOf(name: string): Generator<string> {
  for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) yield name.slice(0, at);
}
