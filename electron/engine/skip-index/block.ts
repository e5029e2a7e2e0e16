import type { OtherSpellings } from '../filter/needle-scan.ts';
import { addGrams, filterBits, filterWords, maxNeedleBytes } from './grams.ts';
import { encodeSpelling, type Run, type Spelling, type Spellings } from './runs.ts';

/** A block of so many parts is some 8 MB, and a slice of it 128 bytes. */
export const usualPartsPerBlock = 1024;
/**
 * A part is full when so many of its slots are: with more, short needles seem to be where they are not; with fewer,
 * the index grows. At 0.6 it is some 40 bytes an event.
 */
const fullSlots = filterBits * 0.6;
/** What repeats itself fills no slots, but a part that may hold a needle is read as a whole. */
const maxPartBytes = 2 * 1024 * 1024;
const stepBytes = 4096;
/** With more other spellings than these, any needle may be there. */
const maxUnits = 256;

interface NotedFiles extends Omit<Run, 'spelling'> {
  readonly others: OtherSpellings;
}

/** Notes files in the order of their events, one after the other, in parts. */
export class BlockBuilder {
  readonly #partsPerBlock: number;
  readonly #parts: Int32Array[] = [];
  readonly #runs: NotedFiles[] = [];
  #filledSlots = 0;
  #partBytes = 0;
  #isPartOpen = false;

  constructor(partsPerBlock: number) {
    this.#partsPerBlock = partsPerBlock;
  }

  /** The filters, of {@link filterBits} each. */
  get parts(): readonly Int32Array[] {
    return this.#parts;
  }

  get isFull(): boolean {
    return this.#parts.length >= this.#partsPerBlock && !this.#isPartOpen;
  }

  /**
   * Notes a file with the events from `firstEvent` up to before `endEvent`.
   *
   * @param text its bytes as records are searched in them
   */
  add(text: Uint8Array, others: OtherSpellings, firstEvent: number, endEvent: number): void {
    const firstPart = this.#isPartOpen ? this.#parts.length - 1 : this.#parts.length;
    let at = 0;
    do {
      const end = Math.min(text.length, at + stepBytes);
      const filter = this.#openPart();
      // With what lies before it, so that every needle lies in one part as a whole.
      this.#filledSlots += addGrams(filter, text, Math.max(0, at - maxNeedleBytes), end);
      this.#partBytes += end - at;
      if (this.#filledSlots >= fullSlots || this.#partBytes >= maxPartBytes) this.#isPartOpen = false;
      at = end;
    } while (at < text.length);
    this.#addRun({ firstEvent, endEvent, firstPart, lastPart: this.#parts.length - 1, others });
  }

  /** The events that were noted; those of a run that is left out may hold anything. */
  runs(): { readonly runs: readonly Run[]; readonly spellings: Spellings } {
    const numbers = new Map<string, number>();
    const spellings: Spelling[] = [];
    const runs = this.#runs
      .filter(({ others }) => others.units.size <= maxUnits)
      .map(({ others, ...run }): Run => {
        const told = encodeSpelling(others);
        const text = JSON.stringify(told);
        const spelling = numbers.get(text) ?? spellings.length;
        if (spelling === spellings.length) spellings.push(told);
        numbers.set(text, spelling);
        return { ...run, spelling };
      });
    return { runs, spellings };
  }

  #openPart(): Int32Array {
    const last = this.#parts.at(-1);
    if (this.#isPartOpen && last !== undefined) return last;
    const filter = new Int32Array(filterWords);
    this.#parts.push(filter);
    this.#filledSlots = 0;
    this.#partBytes = 0;
    this.#isPartOpen = true;
    return filter;
  }

  /** One with the last run where the parts are the same, so that there are few however small the files are. */
  #addRun(files: NotedFiles): void {
    const last = this.#runs.at(-1);
    if (
      last?.endEvent === files.firstEvent &&
      last.firstPart === files.firstPart &&
      last.lastPart === files.lastPart
    ) {
      this.#runs.pop();
      this.#runs.push({ ...files, firstEvent: last.firstEvent, others: union(last.others, files.others) });
    } else this.#runs.push(files);
  }
}

function union(some: OtherSpellings, others: OtherSpellings): OtherSpellings {
  if (others.units.size === 0 && others.letters.size === 0 && others.hasSlash === some.hasSlash) return some;
  return {
    units: new Set([...some.units, ...others.units]),
    hasSlash: some.hasSlash || others.hasSlash,
    letters: new Set([...some.letters, ...others.letters]),
  };
}
