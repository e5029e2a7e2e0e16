import type { Database } from '../case/driver.ts';
import { type StoredSkipBlock, skipBlocks, skipRow } from '../case/skip-runs.ts';
import { maySpell, type Spelling, spellingOf } from '../filter/needle-scan.ts';
import type { Needles } from '../filter/raw-needles.ts';
import { gramsOfNeedle } from './grams.ts';
import { decodeRuns, decodeSpelling, parseSpellings, runsLayout } from './runs.ts';
import { sliceBytes, slicesPerRow } from './slices.ts';

export interface EventRange {
  readonly firstEvent: number;
  /** The event after its last. */
  readonly endEvent: number;
}

/** Slots of a needle that are looked at: 24 at the density of a full part leave one in 200,000 by chance. */
const mostSlots = 24;
const fewestSlots = 8;
/** For all needles of a set together, where there are many. */
const slotsPerSet = 512;

interface AskedNeedle {
  readonly slots: Uint32Array;
  readonly spelling: Spelling;
}

/**
 * Events whose records certainly do not have what they would need, ascending and apart from each other. Any other
 * event may have it: those that are not in the index, and all of them where the needles are too short.
 *
 * Reads a few hundred pages at a million events.
 *
 * @throws AppError `damaged-case`
 */
export function runsWithout(db: Database, needles: Needles): readonly EventRange[] {
  const sets = needles.flatMap((set) => {
    const asked = askedNeedles(set);
    return asked === null ? [] : [asked];
  });
  if (sets.length === 0) return [];
  return db.snapshot(() => {
    const ranges: EventRange[] = [];
    for (const block of skipBlocks(db))
      if (block.layout === runsLayout) for (const range of excluded(db, block, sets)) append(ranges, range);
    return ranges;
  });
}

/** Null when some needle of the set says nothing, so that the set does not either. */
function askedNeedles(set: Needles[number]): readonly AskedNeedle[] | null {
  const most = Math.max(fewestSlots, Math.min(mostSlots, Math.floor(slotsPerSet / set.length)));
  const asked: AskedNeedle[] = [];
  for (const needle of set) {
    const slots = gramsOfNeedle(needle);
    if (slots === null) return null;
    asked.push({ slots: slots.subarray(0, most), spelling: spellingOf(needle) });
  }
  return asked;
}

function* excluded(
  db: Database,
  block: StoredSkipBlock,
  sets: readonly (readonly AskedNeedle[])[],
): Generator<EventRange> {
  const read = sliceReader(db, block);
  const spellings = parseSpellings(block.spellings).map(decodeSpelling);
  const tests = sets.map((set) => ({
    parts: partsWithAny(set, read, block.partCount),
    maySpell: spellings.map((others) => set.some(({ spelling }) => maySpell(spelling, others))),
  }));
  for (const { firstEvent, endEvent, firstPart, lastPart, spelling } of decodeRuns(block.runs)) {
    const isWithout = tests.some(
      (test) => test.maySpell[spelling] === false && !hasAny(test.parts, firstPart, lastPart),
    );
    if (isWithout) yield { firstEvent, endEvent };
  }
}

/** A bit for every part that may have some needle of the set. */
function partsWithAny(
  set: readonly AskedNeedle[],
  read: (slot: number) => Uint8Array | undefined,
  partCount: number,
): Uint8Array {
  const any = new Uint8Array(sliceBytes(partCount));
  for (const { slots } of set) {
    const all = new Uint8Array(any.length).fill(0xff);
    for (const slot of slots) {
      const slice = read(slot);
      // A row that is missing says nothing.
      if (slice === undefined) continue;
      let left = 0;
      for (let at = 0; at < all.length; at += 1) {
        const bits = (all[at] ?? 0) & (slice[at] ?? 0xff);
        all[at] = bits;
        left |= bits;
      }
      if (left === 0) break;
    }
    for (let at = 0; at < any.length; at += 1) any[at] = (any[at] ?? 0) | (all[at] ?? 0);
  }
  return any;
}

function sliceReader(
  db: Database,
  { id, partCount }: StoredSkipBlock,
): (slot: number) => Uint8Array | undefined {
  const size = sliceBytes(partCount);
  const perRow = slicesPerRow(partCount);
  const rows = new Map<number, Uint8Array | undefined>();
  return (slot) => {
    const number = Math.floor(slot / perRow);
    if (!rows.has(number)) rows.set(number, skipRow(db, id, number));
    const at = (slot % perRow) * size;
    return rows.get(number)?.subarray(at, at + size);
  };
}

function hasAny(parts: Uint8Array, first: number, last: number): boolean {
  // A part that the block does not have may hold anything.
  if (last >= parts.length * 8) return true;
  for (let part = first; part <= last; part += 1)
    if ((((parts[part >>> 3] ?? 0) >>> (part & 7)) & 1) === 1) return true;
  return false;
}

function append(ranges: EventRange[], range: EventRange): void {
  const last = ranges.at(-1);
  if (last?.endEvent === range.firstEvent)
    ranges[ranges.length - 1] = { firstEvent: last.firstEvent, endEvent: range.endEvent };
  else ranges.push(range);
}
