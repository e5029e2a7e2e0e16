import { AppError } from '../../contract/errors.ts';
import type { OtherSpellings } from '../filter/needle-scan.ts';

/** Events that follow each other, with all their files in the same parts of a block. */
export interface Run {
  readonly firstEvent: number;
  /** The event after its last. */
  readonly endEvent: number;
  readonly firstPart: number;
  readonly lastPart: number;
  /** Which of the block's {@link Spellings} its files have. */
  readonly spelling: number;
}

/** {@link OtherSpellings} as JSON has them. The first of a block is none at all. */
export interface Spelling {
  readonly units: readonly number[];
  readonly hasSlash: boolean;
  readonly letters: readonly number[];
}

export type Spellings = readonly Spelling[];

/** The layout below; one that this version does not know is an index that is not there. */
export const runsLayout = 1;

const bytesPerRun = 20;

/** Five little-endian 32-bit numbers for each run. */
export function encodeRuns(runs: readonly Run[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(runs.length * bytesPerRun));
  runs.forEach(({ firstEvent, endEvent, firstPart, lastPart, spelling }, run) => {
    [firstEvent, endEvent, firstPart, lastPart, spelling].forEach((value, at) => {
      bytes.setUint32(run * bytesPerRun + at * 4, value, true);
    });
  });
  return new Uint8Array(bytes.buffer);
}

export function* decodeRuns(stored: Uint8Array): Generator<Run> {
  const bytes = new DataView(stored.buffer, stored.byteOffset, stored.length);
  for (let at = 0; at + bytesPerRun <= stored.length; at += bytesPerRun)
    yield {
      firstEvent: bytes.getUint32(at, true),
      endEvent: bytes.getUint32(at + 4, true),
      firstPart: bytes.getUint32(at + 8, true),
      lastPart: bytes.getUint32(at + 12, true),
      spelling: bytes.getUint32(at + 16, true),
    };
}

export function encodeSpelling({ units, hasSlash, letters }: OtherSpellings): Spelling {
  return { units: ascending(units), hasSlash, letters: ascending(letters) };
}

export function decodeSpelling({ units, hasSlash, letters }: Spelling): OtherSpellings {
  return { units: new Set(units), hasSlash, letters: new Set(letters) };
}

/** @throws AppError `damaged-case` */
export function parseSpellings(json: string): Spellings {
  const stored: unknown = JSON.parse(json);
  if (Array.isArray(stored) && stored.every(isSpelling)) return stored;
  throw new AppError(
    'damaged-case',
    'The case is damaged: its skip index holds something else than it should.',
    {
      advice: 'Rebuild the index.',
    },
  );
}

function isSpelling(value: unknown): value is Spelling {
  if (typeof value !== 'object' || value === null) return false;
  const { units, hasSlash, letters } = { units: null, hasSlash: null, letters: null, ...value };
  return isNumbers(units) && typeof hasSlash === 'boolean' && isNumbers(letters);
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every((unit) => typeof unit === 'number');
}

function ascending(values: ReadonlySet<number>): number[] {
  return [...values].sort((a, b) => a - b);
}
