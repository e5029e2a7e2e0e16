import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, gzipSync } from 'node:zlib';
import { type Zippable, zipSync } from 'fflate';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCase, type OpenCase } from '../../../electron/engine/case/case-file.ts';
import { startIngest } from '../../../electron/engine/ingest/start-ingest.ts';
import { json, record, temporaryFolder, workersDir, writeFiles } from '../ingest/builders.ts';

let folder = '';
let opened: OpenCase;
beforeEach(() => {
  folder = temporaryFolder();
  opened = createCase(path.join(folder, 'test.spoor'), { clock: Date.now, version: 'test' });
});
afterEach(() => {
  opened.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ingest(name: string, content?: Uint8Array) {
  const file = path.join(folder, name);
  if (content !== undefined) writeFileSync(file, content);
  const task = {
    casePath: opened.path,
    mode: 'import',
    sources: [{ kind: 'path', path: file }],
    threads: 2,
    version: 'test',
  } as const;
  const result = await startIngest(task, {
    workersDir,
    onProgress: () => {},
    signal: new AbortController().signal,
  });
  const rows = opened.db.all('SELECT key, status, reason FROM objects ORDER BY id');
  return { result, rows: rows.map(({ key, status, reason }) => [key, status, reason]) };
}

async function tar(files: Readonly<Record<string, Uint8Array>>): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: './logs/', type: 'directory' });
  for (const [name, content] of Object.entries(files))
    archive.entry({ name, size: content.length }, Buffer.from(content));
  archive.entry({ name: 'link', type: 'symlink', linkname: '/etc/passwd' });
  archive.finalize();
  return buffer(Readable.from(archive));
}

const log = (number: number): Uint8Array => gzipSync(json({ Records: [record(number)] }));
const key = 'AWSLogs/111122223333/CloudTrail/eu-central-1/2024/01/01/a.json.gz';

describe('zip', () => {
  test('members are read, with keys inside the archive, stored and deflated', async () => {
    const zip = zipSync({
      [key]: [log(1), { level: 0 }],
      'b.json': json([record(2)]),
      'folder/': new Uint8Array(0),
    });
    const { result, rows } = await ingest('bundle.zip', zip);
    expect(rows).toEqual([
      [`bundle.zip!/${key}`, 'read', null],
      ['bundle.zip!/b.json', 'read', null],
    ]);
    expect(result).toMatchObject({ records: 2, files: { seen: 2 } });
    expect(opened.db.get('SELECT kind FROM sources')).toMatchObject({ kind: 'archive' });
    expect(opened.db.get('SELECT account FROM objects')).toMatchObject({ account: '111122223333' });
    expect((await ingest('bundle.zip')).result.files).toMatchObject({ seen: 2, alreadyPresent: 2 });
  });

  test('is known by its content and opened inside a folder, in its place', async () => {
    writeFiles(path.join(folder, 'in'), {
      'a.json': json([record(1)]),
      'b.dat': zipSync({ x: log(2) }),
      'c.json': json([record(3)]),
    });
    expect((await ingest('in')).rows.map(([name]) => name)).toEqual(['a.json', 'b.dat!/x', 'c.json']);
    expect(
      opened.db
        .all('SELECT time_ms FROM events ORDER BY id')
        .map((row) => new Date(Number(row.time_ms)).getUTCSeconds()),
    ).toEqual([1, 2, 3]);
  });

  test('inside a zip is opened to the third depth', async () => {
    let zip = zipSync({ 'log.json.gz': log(1) });
    for (let depth = 2; depth <= 3; depth += 1)
      zip = zipSync({ [`${depth}.zip`]: zip, [`${depth}.json`]: json([record(depth)]) });
    expect((await ingest('deep.zip', zip)).result).toMatchObject({ records: 3, files: { seen: 3, read: 3 } });
    const deeper = await ingest('deeper.zip', zipSync({ 'x.zip': zip }));
    expect(deeper.rows.find((row) => row[1] === 'tooLarge')).toMatchObject([
      'deeper.zip!/x.zip!/3.zip!/2.zip',
      'tooLarge',
      expect.stringMatching(/as deep as Spoor looks/),
    ]);
  });

  test('encrypted, foreign and damaged members are named, the others read', async () => {
    const zip = Buffer.from(
      zipSync({
        'a.json': [json([record(1)]), { level: 0 }],
        'b.json': [json([record(2)]), { level: 0 }],
        'c.json': [json([record(3)]), { level: 0 }],
        'd.json': [json([record(4)]), { level: 0 }],
      }),
    );
    const entry = (name: string): number => zip.lastIndexOf(name) - 46;
    zip.writeUInt16LE(1, entry('a.json') + 8);
    zip.writeUInt16LE(12, entry('b.json') + 10);
    zip.writeUInt32LE(7, entry('c.json') + 16);
    const { rows } = await ingest('odd.zip', zip);
    expect(rows).toMatchObject([
      ['odd.zip!/a.json', 'damaged', expect.stringMatching(/encrypted/)],
      ['odd.zip!/b.json', 'damaged', expect.stringMatching(/bzip2/)],
      ['odd.zip!/c.json', 'partly', expect.stringMatching(/checksum/)],
      ['odd.zip!/d.json', 'read', null],
    ]);
  });

  test('that is cut off, empty, or lies about its sizes is a row in the ledger', async () => {
    const zip = Buffer.from(zipSync({ 'a.json': json([record(1)]) }));
    expect((await ingest('cut.zip', zip.subarray(0, -10))).rows).toMatchObject([
      ['cut.zip', 'damaged', expect.stringMatching(/no end/)],
    ]);
    expect((await ingest('empty.zip', zipSync({}))).rows.at(-1)).toMatchObject([
      'empty.zip',
      'empty',
      expect.anything(),
    ]);
    zip.writeUInt32LE(5, zip.lastIndexOf('a.json') - 46 + 24);
    expect((await ingest('lies.zip', zip)).rows.at(-1)).toMatchObject([
      'lies.zip!/a.json',
      'damaged',
      expect.stringMatching(/cannot be unpacked/),
    ]);
  });

  test('bombs are refused before anything is unpacked', async () => {
    const many: Zippable = {};
    for (let i = 0; i < 3; i += 1) many[`${i}.json`] = Buffer.from('[]');
    const zip = Buffer.from(zipSync(many));
    for (let i = 0; i < 3; i += 1) zip.writeUInt32LE(0xffff_fff0, zip.lastIndexOf(`${i}.json`) - 46 + 24);
    expect((await ingest('bomb.zip', zip)).rows).toMatchObject([
      ['bomb.zip', 'tooLarge', expect.stringMatching(/unpack to more/)],
    ]);
    const overlapping = Buffer.from(zipSync({ 'a.json': json([record(1)]), 'b.json': json([record(2)]) }));
    overlapping.writeUInt32LE(1, overlapping.lastIndexOf('b.json') - 46 + 42);
    expect((await ingest('overlap.zip', overlapping)).rows.at(-1)).toMatchObject([
      'overlap.zip',
      'tooLarge',
      expect.stringMatching(/overlap/),
    ]);
  });

  test('with zip64 fields is read', async () => {
    const content = json([record(1)]);
    expect((await ingest('big.zip', zip64('a.json', content))).rows).toEqual([
      ['big.zip!/a.json', 'read', null],
    ]);
  });
});

describe('tar', () => {
  test('members are read, links named, and the same from tar.gz', async () => {
    const archive = await tar({
      [`./${key}`]: log(1),
      'b.json': json([record(2)]),
      'inner.zip': zipSync({ c: log(3) }),
    });
    const expected = (name: string) => [
      [`${name}!/${key}`, 'read'],
      [`${name}!/b.json`, 'read'],
      [`${name}!/inner.zip!/c`, 'read'],
      [`${name}!/link`, 'notCloudTrail'],
    ];
    const { rows, result } = await ingest('a.tar', archive);
    expect(rows.map((row) => row.slice(0, 2))).toEqual(expected('a.tar'));
    expect(result.records).toBe(3);
    const packed = await ingest('b.tgz', gzipSync(archive));
    expect(packed.rows.slice(4).map((row) => row.slice(0, 1))).toEqual(
      expected('b.tgz').map((row) => row.slice(0, 1)),
    );
    expect(packed.result.files).toMatchObject({ alreadyPresent: 3, notCloudTrail: 1 });
  });

  test('that is cut off gives its whole members and a row for the rest', async () => {
    const archive = await tar({
      'a.json': json([record(1)]),
      'b.json': json(Array.from({ length: 50 }, (_, i) => record(i))),
    });
    const { rows } = await ingest('cut.tar', archive.subarray(0, 4000));
    expect(rows).toMatchObject([
      ['cut.tar!/a.json', 'read', null],
      ['cut.tar', 'damaged', expect.stringMatching(/after 1 whole files/)],
    ]);
  });
});

/** A zip with one stored member whose sizes stand in the zip64 fields, as tools write them for streams. */
function zip64(name: string, content: Uint8Array): Buffer {
  const nameBytes = Buffer.from(name);
  const sum = crc32(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt32LE(sum, 14);
  local.writeUInt16LE(nameBytes.length, 26);
  const body = Buffer.concat([local, nameBytes, content]);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(content.length), 4);
  extra.writeBigUInt64LE(BigInt(content.length), 12);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt32LE(sum, 16);
  central.writeUInt32LE(0xffff_ffff, 20);
  central.writeUInt32LE(0xffff_ffff, 24);
  central.writeUInt16LE(nameBytes.length, 28);
  central.writeUInt16LE(extra.length, 30);
  central.writeUInt32LE(0xffff_ffff, 42);
  const directory = Buffer.concat([central, nameBytes, extra]);
  const record64 = Buffer.alloc(56);
  record64.writeUInt32LE(0x06064b50, 0);
  record64.writeBigUInt64LE(1n, 32);
  record64.writeBigUInt64LE(BigInt(directory.length), 40);
  record64.writeBigUInt64LE(BigInt(body.length), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(body.length + directory.length), 8);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(0xffff, 10);
  end.writeUInt32LE(0xffff_ffff, 12);
  end.writeUInt32LE(0xffff_ffff, 16);
  return Buffer.concat([body, directory, record64, locator, end]);
}
