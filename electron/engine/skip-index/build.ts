import { AppError } from '../../contract/errors.ts';
import { BlobReader } from '../case/blobs.ts';
import type { Database } from '../case/driver.ts';
import { lastEventOf } from '../case/event-writer.ts';
import { isIndexWhole } from '../case/index-upkeep.ts';
import { numberAt } from '../case/row.ts';
import {
  deleteSkipBlock,
  type FileEvents,
  filesOfEvents,
  insertSkipBlock,
  skipBlockEnds,
} from '../case/skip-runs.ts';
import { otherSpellingsIn } from '../filter/needle-scan.ts';
import { toText } from '../ingest/decode.ts';
import { inflate } from '../ingest/inflate.ts';
import { BlockBuilder, usualPartsPerBlock } from './block.ts';
import { encodeRuns, runsLayout } from './runs.ts';
import { rowsOf, toSlices } from './slices.ts';

/** So many events more are not worth a block of their own: searching them takes some ten milliseconds. */
export const fewEvents = 4096;
/** The thread hears of a pause or an end this often. */
const listenEveryMs = 20;

export interface SkipProgress {
  /** Events, of those that were to be noted. */
  readonly done: number;
  readonly total: number;
  /** Of JSON. */
  readonly bytes: number;
}

export interface SkipBuild {
  readonly db: Database;
  /** Nothing is done while fewer events are not noted. */
  readonly minEvents: number;
  /** Where a block ends; {@link usualPartsPerBlock} when left out. */
  readonly partsPerBlock?: number;
  /** Waits as long as there is to be no work. @throws the reason to end it */
  readonly listen: () => Promise<void>;
  readonly onProgress: (progress: SkipProgress) => void;
}

/** What is to be noted, and the blocks that it takes the place of. */
interface Plan {
  readonly firstEvent: number;
  readonly lastEvent: number;
  readonly replaced: readonly number[];
}

/** Whether there are events enough that the index does not have. */
export function needsSkipIndex(db: Database, minEvents = fewEvents): boolean {
  return isIndexWhole(db) && planOf(db, minEvents, usualPartsPerBlock) !== null;
}

/**
 * Notes all events that the skip index does not have yet, block by block, each in a transaction of its own: what was
 * done stays when it is ended.
 *
 * @throws AppError `disk-full`, `damaged-case`, …; what `listen` throws
 */
export async function buildSkipIndex(build: SkipBuild): Promise<void> {
  const { db, minEvents, partsPerBlock = usualPartsPerBlock, listen, onProgress } = build;
  const plan = isIndexWhole(db) ? planOf(db, minEvents, partsPerBlock) : null;
  if (plan === null) return;
  const reindexes = countReindexes(db);
  const files = new FileNoter(db);
  const total = plan.lastEvent + 1 - plan.firstEvent;
  let replaced = plan.replaced;
  let heardMs = performance.now();
  for (let first = plan.firstEvent; first <= plan.lastEvent; ) {
    const block = new BlockBuilder(partsPerBlock);
    let end = plan.lastEvent + 1;
    for (const file of filesOfEvents(db, first, end)) {
      files.note(file, block);
      if (performance.now() - heardMs > listenEveryMs) {
        onProgress({ done: file.endEvent - plan.firstEvent, total, bytes: files.bytes });
        await listen();
        heardMs = performance.now();
      }
      if (!block.isFull) continue;
      end = file.endEvent;
      break;
    }
    // Before the transaction: meanwhile nobody else can write.
    const keep = kept(db, block, first, end);
    const isKept = db.transaction(() => {
      // Event numbers mean other events now.
      if (countReindexes(db) !== reindexes) return false;
      for (const id of replaced) deleteSkipBlock(db, id);
      keep();
      return true;
    });
    if (!isKept) return;
    replaced = [];
    first = end;
    onProgress({ done: first - plan.firstEvent, total, bytes: files.bytes });
  }
}

/** Small blocks at the end are made anew with what came since, so that there are few, and none is made often. */
function planOf(db: Database, minEvents: number, partsPerBlock: number): Plan | null {
  const lastEvent = lastEventOf(db);
  const blocks = [...skipBlockEnds(db)];
  const replaced: number[] = [];
  const odd = blocks.findIndex(({ layout }) => layout !== runsLayout);
  if (odd >= 0) replaced.push(...blocks.splice(odd).map(({ id }) => id));
  let firstEvent = blocks.at(-1)?.endEvent ?? 1;
  if (lastEvent + 1 - firstEvent < minEvents) return null;
  for (const { id, firstEvent: first, endEvent, partCount } of blocks.reverse()) {
    if (partCount >= partsPerBlock || endEvent - first > lastEvent + 1 - firstEvent) break;
    replaced.push(id);
    firstEvent = first;
  }
  return { firstEvent, lastEvent, replaced };
}

/** Makes a block ready to be kept. */
function kept(db: Database, block: BlockBuilder, firstEvent: number, endEvent: number): () => void {
  const partCount = block.parts.length;
  const { runs, spellings } = block.runs();
  const rows = partCount === 0 ? [] : [...rowsOf(toSlices(block.parts), partCount)];
  const stored = {
    ...{ firstEvent, endEvent, partCount, layout: runsLayout },
    runs: encodeRuns(runs),
    spellings: JSON.stringify(spellings),
  };
  return () => insertSkipBlock(db, stored, rows);
}

/** Reads files as a search of their records does, so that what is noted is what a search would see. */
class FileNoter {
  readonly #blobs: BlobReader;
  bytes = 0;

  constructor(db: Database) {
    this.#blobs = new BlobReader(db);
  }

  note({ sha256, firstEvent, endEvent }: FileEvents, block: BlockBuilder): void {
    const stored = sha256 === null ? null : this.#stored(sha256);
    if (stored === null) return;
    const { bytes: unpacked, isTooLarge } = inflate(stored);
    if (isTooLarge) return;
    const { bytes } = toText(unpacked);
    this.bytes += bytes.length;
    block.add(bytes, otherSpellingsIn(bytes), firstEvent, endEvent);
  }

  /** Null when they are missing: nothing is said of such events, and a search tells of the damage. */
  #stored(sha256: Uint8Array): Uint8Array | null {
    try {
      return this.#blobs.get(sha256);
    } catch (error) {
      if (error instanceof AppError && error.code === 'damaged-case') return null;
      throw error;
    }
  }
}

function countReindexes(db: Database): number {
  const row = db.get("SELECT count(*) AS n FROM custody WHERE action = 'reindexed'");
  return row === undefined ? 0 : numberAt(row, 'n');
}
