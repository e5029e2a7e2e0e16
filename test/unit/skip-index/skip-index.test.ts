import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobWriter } from '../../../electron/engine/case/blobs.ts';
import { createCase, type OpenCase } from '../../../electron/engine/case/case-file.ts';
import { clearIndex } from '../../../electron/engine/case/index-upkeep.ts';
import { dropSkipIndex, skipBlockEnds, skipIndexBytes } from '../../../electron/engine/case/skip-runs.ts';
import type { Needle } from '../../../electron/engine/filter/needle.ts';
import { compileNeedles } from '../../../electron/engine/filter/needle-scan.ts';
import type { Needles } from '../../../electron/engine/filter/raw-needles.ts';
import { buildSkipIndex, needsSkipIndex } from '../../../electron/engine/skip-index/build.ts';
import { type EventRange, runsWithout } from '../../../electron/engine/skip-index/read.ts';

let folder: string;
let file: OpenCase;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-skip-'));
  file = createCase(path.join(folder, 'test.spoor'), { clock: () => 0, version: '0.0.0' });
  file.db.run(
    "INSERT INTO sources (kind, label, location, added_at_ms) VALUES ('folder', 'logs', '/logs', 0)",
  );
});

afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A file of a case: its bytes unpacked, and how many events came of it. */
interface MadeFile {
  readonly text: Buffer;
  readonly events: number;
}

/** Puts files into the case as an import does, as far as the index looks at them. @returns their events */
function add(files: readonly MadeFile[]): EventRange[] {
  const { db } = file;
  return db.transaction(() => {
    const blobs = new BlobWriter(db);
    const ranges = files.map(({ text, events }) => {
      const bytes = gzipSync(text, { level: 1 });
      const sha256 = createHash('sha256').update(bytes).digest();
      blobs.put(sha256, bytes);
      const { lastId } = db.run(
        `INSERT INTO objects (source_id, key, key_hash, status, is_kept, sha256, size_bytes, seen_at_ms)
        VALUES (1, 'k', 0, 'read', 1, ?, ?, 0)`,
        ...[sha256, bytes.length],
      );
      const firstEvent = Number(db.get('SELECT coalesce(max(id), 0) + 1 AS n FROM events')?.n);
      for (let position = 0; position < events; position += 1)
        db.run(
          'INSERT INTO events (id, object_id, position, identity_id, call_id) VALUES (?, ?, ?, 1, 1)',
          ...[firstEvent + position, lastId, position],
        );
      return { firstEvent, endEvent: firstEvent + events };
    });
    blobs.flush();
    return ranges;
  });
}

async function build(minEvents = 1, partsPerBlock = 1024): Promise<void> {
  await buildSkipIndex({
    db: file.db,
    minEvents,
    partsPerBlock,
    listen: async () => undefined,
    onProgress: () => undefined,
  });
}

function isExcluded(ranges: readonly EventRange[], { firstEvent, endEvent }: EventRange): boolean {
  return ranges.some((range) => range.firstEvent < endEvent && range.endEvent > firstEvent);
}

function emptyCase(): void {
  file.db.transaction(() => {
    for (const table of ['events', 'objects']) file.db.exec(`DELETE FROM ${table}`);
    dropSkipIndex(file.db);
  });
}

const needle = (text: string, rest: Partial<Needle> = {}): Needle => ({
  text,
  isCased: false,
  isStart: false,
  ...rest,
});

/** Bytes with what is hard: escapes, letters that fold, wrappers, words that repeat, and noise. */
const pieces = fc.oneof(
  fc.constantFrom(
    '\\u002d',
    '\\/',
    '\\"',
    '\u212a',
    '\u0130',
    '\u017f',
    'é',
    '{"a":"',
    'AKIA',
    '10.0.0.1',
    'i-0',
  ),
  fc.constantFrom('\\\\u002d', '\\u00', 'K', 'kelvin', 'Access.Denied', 's3:Get', '203.0.113.7'),
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
);
const texts = fc.oneof(
  { weight: 4, arbitrary: fc.array(pieces, { maxLength: 60 }).map((some) => Buffer.from(some.join(''))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
  // Long enough for several steps, and with so many grams that it takes several parts.
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 30 }), fc.integer())
      .map(([blocks, seed]) => noise(blocks * 4096 + (seed & 4095), seed)),
  },
);

/** Hexadecimal digits without an order. */
function noise(length: number, seed: number): Buffer {
  const bytes = createHash('shake256', { outputLength: Math.ceil(length / 2) })
    .update(`${seed}`)
    .digest('hex');
  return Buffer.from(bytes.slice(0, length));
}

describe('the skip index', () => {
  it('leaves out no file in which the needles may be, whatever they are taken from', async () => {
    const cut = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(120) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(texts, { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.array(fc.array(fc.oneof(cut, fc.string({ minLength: 1 })), { minLength: 1, maxLength: 3 }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.boolean(),
        fc.boolean(),
        async (contents, which, wanted, isCased, isStart) => {
          const ranges = add(contents.map((text, at) => ({ text, events: 1 + (at % 3) })));
          await build();
          const source = contents[which % contents.length] ?? Buffer.alloc(0);
          const needles: Needles = wanted.map((set) =>
            set.flatMap((one) => {
              const start = typeof one === 'string' ? 0 : Math.floor(one.at * source.length);
              const text =
                typeof one === 'string' ? one : source.toString('utf8', start, start + one.length + 1);
              const spelled = isCased ? text : text.toLowerCase();
              return spelled === '' ? [] : [needle(spelled, { isCased, isStart })];
            }),
          );
          const without = runsWithout(file.db, needles);
          contents.forEach((text, at) => {
            const range = ranges[at];
            if (range !== undefined && isExcluded(without, range))
              expect(compileNeedles(needles)(text)(0, text.length)).toBe(false);
          });
          emptyCase();
        },
      ),
      { numRuns: 400 },
    );
  });

  it('finds a text of a file at its first byte, at its last, and at every border of its parts', async () => {
    const text = noise(300_000, 7);
    const [range] = add([{ text, events: 900 }]);
    add([{ text: noise(5000, 8), events: 20 }]);
    await build();
    expect(skipBlockEnds(file.db)[0]?.partCount).toBeGreaterThan(3);
    for (const length of [20, 64, 200])
      for (let at = 0; at + length <= text.length; at += at % 4096 < 4000 ? 211 : 5) {
        const needles = [[needle(text.toString('latin1', at, at + length))]];
        expect(range !== undefined && isExcluded(runsWithout(file.db, needles), range)).toBe(false);
      }
    const last = text.toString('latin1', text.length - 30);
    expect(isExcluded(runsWithout(file.db, [[needle(last)]]), range ?? never)).toBe(false);
  });

  it('leaves out the files that certainly do not have what is looked for', async () => {
    const files = Array.from({ length: 200 }, (_, seed) => ({ text: noise(8000, seed), events: 10 }));
    const ranges = add(files);
    await build();
    const found = [...files.keys()].map((at) => {
      const key = files[at]?.text.toString('latin1', 4000, 4020) ?? '';
      const without = runsWithout(file.db, [[needle(key)]]);
      expect(isExcluded(without, ranges[at] ?? never)).toBe(false);
      return 2000 - without.reduce((sum, { firstEvent, endEvent }) => sum + endEvent - firstEvent, 0);
    });
    // A part holds some files; hardly any other may have it.
    expect(found.reduce((sum, events) => sum + events, 0) / found.length).toBeLessThan(200);
  });

  it('leaves out no file with other spellings of what is looked for', async () => {
    const [escaped, slash, kelvin, plain] = add([
      { text: noise(40_000, 1).fill('{"key":"abc\\u002ddef-ghi"} ', 0, 27), events: 5 },
      { text: Buffer.concat([noise(60_000, 2), Buffer.from('"a\\/b"')]), events: 5 },
      { text: Buffer.concat([noise(60_000, 3), Buffer.from('\u212aeyboard')]), events: 5 },
      { text: noise(60_000, 4), events: 5 },
    ]);
    await build();
    const excluded = (text: string, range: EventRange | undefined): boolean =>
      isExcluded(runsWithout(file.db, [[needle(text)]]), range ?? never);
    expect(excluded('xyzzy-xyzzy', escaped)).toBe(false);
    expect(excluded('xyzzy-xyzzy', plain)).toBe(true);
    expect(excluded('arn:aws/xyzzy', slash)).toBe(false);
    expect(excluded('arn:aws/xyzzy', plain)).toBe(true);
    expect(excluded('keyboards of steel', kelvin)).toBe(false);
    expect(excluded('keyboards of steel', plain)).toBe(true);
  });

  it('says nothing of needles that are too short, nor of events that it does not have', async () => {
    add([{ text: noise(5000, 1), events: 10 }]);
    const absent = [[needle('nowhere-to-be-found')]];
    expect(runsWithout(file.db, absent)).toEqual([]);
    await build();
    expect(runsWithout(file.db, absent)).toEqual([{ firstEvent: 1, endEvent: 11 }]);
    expect(runsWithout(file.db, [[needle('zzzz')]])).toEqual([]);
    expect(runsWithout(file.db, [])).toEqual([]);
    expect(runsWithout(file.db, [[needle('nowhere-to-be-found'), needle('zz')]])).toEqual([]);
    expect(runsWithout(file.db, [[needle('zz')], ...absent])).toEqual([{ firstEvent: 1, endEvent: 11 }]);
    add([{ text: noise(5000, 2), events: 10 }]);
    expect(runsWithout(file.db, absent)).toEqual([{ firstEvent: 1, endEvent: 11 }]);
  });

  it('reads text in UTF-16 as a search of its records does', async () => {
    const [range] = add([
      { text: Buffer.from('\ufeff{"Records":[{"key":"AKIAIOSFODNN7EXAMPLE"}]}', 'utf16le'), events: 1 },
    ]);
    await build();
    expect(isExcluded(runsWithout(file.db, [[needle('akiaiosfodnn7example')]]), range ?? never)).toBe(false);
    expect(isExcluded(runsWithout(file.db, [[needle('akiaiosfodnn7exbmple')]]), range ?? never)).toBe(true);
  });

  it('says nothing of files whose bytes are missing', async () => {
    const [range, other] = add([
      { text: noise(500, 1), events: 3 },
      { text: noise(500, 2), events: 3 },
    ]);
    file.db.run('DELETE FROM blobs WHERE sha256 = (SELECT sha256 FROM objects ORDER BY id LIMIT 1)');
    await build();
    const without = runsWithout(file.db, [[needle('nowhere-to-be-found')]]);
    expect(isExcluded(without, range ?? never)).toBe(false);
    expect(isExcluded(without, other ?? never)).toBe(true);
  });

  it('takes a row that is missing for one that says nothing', async () => {
    add([{ text: noise(5000, 1), events: 10 }]);
    await build();
    file.db.exec('DELETE FROM skip_slices');
    expect(runsWithout(file.db, [[needle('nowhere-to-be-found')]])).toEqual([]);
  });

  it('keeps few blocks, however many events come one after the other', async () => {
    for (let round = 0; round < 20; round += 1) {
      add([{ text: noise(300, round), events: 100 }]);
      await build(50);
    }
    const blocks = skipBlockEnds(file.db);
    expect(blocks.length).toBeLessThanOrEqual(6);
    expect(blocks[0]?.firstEvent).toBe(1);
    expect(blocks.at(-1)?.endEvent).toBe(2001);
    blocks.slice(1).forEach((block, at) => {
      expect(block.firstEvent).toBe(blocks[at]?.endEvent);
    });
    expect(runsWithout(file.db, [[needle('nowhere-to-be-found')]])).toEqual([
      { firstEvent: 1, endEvent: 2001 },
    ]);
  });

  it('is wanted once there are events enough that it does not have', async () => {
    expect(needsSkipIndex(file.db)).toBe(false);
    add([{ text: noise(300, 1), events: 99 }]);
    expect(needsSkipIndex(file.db, 100)).toBe(false);
    add([{ text: noise(300, 2), events: 1 }]);
    expect(needsSkipIndex(file.db, 100)).toBe(true);
    await build();
    expect(needsSkipIndex(file.db, 100)).toBe(false);
  });

  it('keeps the blocks that were done when it is ended, and goes on after them', async () => {
    add(Array.from({ length: 40 }, (_, seed) => ({ text: noise(300_000, seed), events: 3 })));
    const enough = new Error('enough');
    const listen = async (): Promise<void> => {
      if (skipBlockEnds(file.db).length > 0) throw enough;
    };
    const onProgress = (): void => undefined;
    const ended = buildSkipIndex({ db: file.db, minEvents: 1, partsPerBlock: 16, listen, onProgress });
    await expect(ended).rejects.toBe(enough);
    const [done] = skipBlockEnds(file.db);
    expect(done?.endEvent).toBeLessThan(121);
    expect(runsWithout(file.db, [[needle('nowhere-to-be-found')]])).toEqual([
      { firstEvent: 1, endEvent: done?.endEvent },
    ]);
    await build(1, 16);
    const blocks = skipBlockEnds(file.db);
    expect(blocks[0]).toEqual(done);
    expect(blocks.at(-1)?.endEvent).toBe(121);
  });

  it('is dropped with the index of the case, of which it knows the events by number', async () => {
    add([{ text: noise(5000, 1), events: 10 }]);
    await build();
    expect(skipIndexBytes(file.db)).toBeGreaterThan(0);
    clearIndex(file.db);
    expect(skipIndexBytes(file.db)).toBe(0);
    expect(needsSkipIndex(file.db, 1)).toBe(false);
  });
});

const never: EventRange = { firstEvent: 0, endEvent: 0 };
