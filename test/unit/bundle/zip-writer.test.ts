import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { MemberNames } from '../../../electron/engine/bundle/member-names.ts';
import { type ByteSink, DeflatedText, ZipWriter } from '../../../electron/engine/bundle/zip-writer.ts';
import { readZipDirectory } from '../../../electron/engine/sources/zip-directory.ts';

/** An archive that begins `bytes` into a file, of which the part before it is not there. */
class MemorySink implements ByteSink {
  bytes: number;
  readonly start: number;
  readonly #parts: Uint8Array[] = [];

  constructor(start = 0) {
    this.start = start;
    this.bytes = start;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#parts.push(Uint8Array.from(bytes));
    this.bytes += bytes.length;
  }

  get content(): Buffer {
    return Buffer.concat(this.#parts);
  }

  directory() {
    const { content, start } = this;
    return readZipDirectory((position, length) => {
      const read = Buffer.alloc(length);
      content.copy(read, Math.max(0, start - position), Math.max(0, position - start));
      return read;
    }, this.bytes);
  }
}

async function write(sink: MemorySink, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const zip = new ZipWriter(sink);
  for (const [name, bytes] of Object.entries(files))
    await zip.add(name, bytes, Date.UTC(2026, 0, 2, 3, 4, 6));
  await zip.end('test');
}

describe('a zip', () => {
  test('is read back byte by byte, also what was compressed in parts', async () => {
    const sink = new MemorySink();
    const zip = new ZipWriter(sink);
    const lines = Array.from({ length: 20_000 }, (_, at) => `line ${at} äöü ✓\n`);
    const text = new DeflatedText();
    for (const line of lines) text.add(line);
    text.end();
    await zip.add('ä/✓.bin', Uint8Array.from([1, 2, 3]), null);
    await zip.add('empty', new Uint8Array(), null);
    await zip.addDeflated('text', text, null);
    await zip.end('');
    const members = unzipSync(sink.content);
    expect(Object.keys(members)).toEqual(['ä/✓.bin', 'empty', 'text']);
    expect(members['ä/✓.bin']).toEqual(Uint8Array.from([1, 2, 3]));
    expect(Buffer.from(members.text ?? []).toString()).toBe(lines.join(''));
    expect(sink.directory()).toMatchObject({
      kind: 'listed',
      entries: [{}, {}, { crc32: crc32(lines.join('')), sizeBytes: Buffer.byteLength(lines.join('')) }],
    });
  });

  test('of more than 65,535 files has them all', async () => {
    const sink = new MemorySink();
    await write(
      sink,
      Object.fromEntries(Array.from({ length: 70_000 }, (_, at) => [`f/${at}`, Uint8Array.of(at)])),
    );
    const directory = sink.directory();
    if (directory.kind !== 'listed') throw new Error(directory.reason);
    expect(directory.entries).toHaveLength(70_000);
    expect(directory.entries.at(-1)).toMatchObject({ name: 'f/69999', sizeBytes: 1 });
  });

  test.each([2 ** 32 - 40, 2 ** 32, 5 * 2 ** 32])(
    'that goes on beyond %i bytes has its files where they are',
    async (start) => {
      const sink = new MemorySink(start);
      await write(sink, { a: Uint8Array.of(1, 2), b: Uint8Array.of(3) });
      expect(sink.directory()).toMatchObject({
        kind: 'listed',
        entries: [
          {
            name: 'a',
            offset: start,
            sizeBytes: 2,
            compressedBytes: 2,
            modifiedMs: Date.UTC(2026, 0, 2, 3, 4, 6),
          },
          { name: 'b', offset: start + 33, sizeBytes: 1 },
        ],
      });
    },
  );
});

describe('names of members', () => {
  test('of any keys are safe, and no two the same', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', 'a', 'A', 'con', 'x!'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.array(part, { maxLength: 4 }).map((parts) => parts.join('/')),
          { maxLength: 30 },
        ),
        (keys) => {
          const names = new MemberNames();
          const given = keys.map((key) => names.take(key));
          const folded = given.map((name) => name.normalize('NFC').toLowerCase());
          expect(new Set(folded).size).toBe(keys.length);
          for (const name of given) {
            expect(name).not.toMatch(/^\/|\/$|\/\/|[\\:\p{Cc}\p{Surrogate}]|!\//u);
            expect(name.split('/').some((one) => one === '.' || one === '..')).toBe(false);
          }
          for (const name of folded) expect(folded.some((other) => other.startsWith(`${name}/`))).toBe(false);
        },
      ),
    );
  });

  test('are those that CloudTrail gave', () => {
    const key =
      'p/AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/2026/01/02/111122223333_CloudTrail_eu-west-1_20260102T0005Z_aBcD.json.gz';
    expect(new MemberNames().take(key)).toBe(key);
  });
});
