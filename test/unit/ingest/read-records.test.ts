import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../electron/engine/ingest/json.ts';
import { limits } from '../../../electron/engine/ingest/limits.ts';
import { type ContentReading, readRecords } from '../../../electron/engine/ingest/read-records.ts';
import { recordTextAt } from '../../../electron/engine/ingest/slice-record.ts';
import { json, record } from './builders.ts';

function read(bytes: Uint8Array): ContentReading & { records: JsonObject[]; positions: number[] } {
  const records: JsonObject[] = [];
  const positions: number[] = [];
  const reading = readRecords(bytes, (found, position) => {
    records.push(found);
    positions.push(position);
  });
  return { ...reading, records, positions };
}

const [first, second] = [record(1), record(2)];
const message = (value: unknown): JsonObject => ({ id: '1', timestamp: 1, message: JSON.stringify(value) });
const lookup = (value: unknown): JsonObject => ({
  EventId: 'x',
  EventName: 'y',
  CloudTrailEvent: JSON.stringify(value),
});
const envelope = (value: unknown): JsonObject => ({
  version: '0',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.s3',
  detail: value,
});
const lines = (...values: unknown[]): Buffer =>
  Buffer.from(values.map((value) => JSON.stringify(value)).join('\n'));

describe('every shape is recognised by its content', () => {
  const shapes: [string, Uint8Array, string][] = [
    ['a Records document', json({ Records: [first, second] }), 'records'],
    ['a bare array', json([first, second]), 'array'],
    ['a record a line', lines(first, second), 'lines'],
    [
      'a record a line with CRLF and blank lines',
      Buffer.from(`${JSON.stringify(first)}\r\n\r\n${JSON.stringify(second)}\r\n`),
      'lines',
    ],
    ['lookup-events output', json({ Events: [lookup(first), lookup(second)] }), 'lookupEvents'],
    ['lookup-events items, a line each', lines(lookup(first), lookup(second)), 'lookupEvents'],
    ['EventBridge envelopes in an array', json([envelope(first), envelope(second)]), 'eventBridge'],
    ['EventBridge envelopes, a line each', lines(envelope(first), envelope(second)), 'eventBridge'],
    [
      'a CloudWatch Logs subscription message',
      json({ messageType: 'DATA_MESSAGE', logEvents: [message(first), message(second)] }),
      'cloudWatchLogs',
    ],
    ['filter-log-events output', json({ events: [message(first), message(second)] }), 'cloudWatchLogs'],
    [
      'subscription messages one after the other',
      Buffer.concat([json({ logEvents: [message(first)] }), json({ logEvents: [message(second)] })]),
      'cloudWatchLogs',
    ],
    [
      'a CloudWatch Logs export',
      Buffer.from([first, second].map((r) => `2024-01-01T00:00:00.000Z ${JSON.stringify(r)}`).join('\n')),
      'lines',
    ],
    [
      'an array of _raw strings',
      json([{ _raw: JSON.stringify(first) }, { _raw: JSON.stringify(second) }]),
      'raw',
    ],
    [
      'records one after the other',
      Buffer.from(`${JSON.stringify(first, null, 1)}${JSON.stringify(second, null, 1)}`),
      'concatenated',
    ],
    ['test specifications', json([{ data: { Records: [first, second] } }]), 'records'],
  ];
  test.each(shapes)('%s', (_, bytes, shape) => {
    for (const delivered of [bytes, gzipSync(bytes)]) {
      expect(read(delivered)).toMatchObject({
        status: 'read',
        reason: null,
        shape,
        recordCount: 2,
        records: [first, second],
        positions: [0, 1],
      });
      expect([0, 1].map((position) => JSON.parse(recordTextAt(delivered, position)))).toEqual([
        first,
        second,
      ]);
    }
  });

  test('a single record', () => {
    expect(read(json(first))).toMatchObject({ status: 'read', shape: 'single', recordCount: 1 });
    expect(read(json(envelope(first)))).toMatchObject({
      status: 'read',
      shape: 'eventBridge',
      recordCount: 1,
    });
    expect(read(json(lookup(first)))).toMatchObject({
      status: 'read',
      shape: 'lookupEvents',
      recordCount: 1,
    });
  });

  test('Insight and aggregated files', () => {
    const insight = {
      eventVersion: '1.08',
      eventType: 'AwsCloudTrailInsight',
      eventCategory: 'Insight',
      insightDetails: {},
    };
    const aggregated = {
      eventVersion: '1.0',
      eventId: 'a',
      eventCategory: 'Aggregated',
      eventType: 'AwsAggregatedEvent',
    };
    expect(read(json({ Records: [insight] }))).toMatchObject({
      status: 'read',
      shape: 'insight',
      recordCount: 1,
    });
    expect(read(json([aggregated]))).toMatchObject({ status: 'read', shape: 'aggregated', recordCount: 1 });
  });

  test('a digest is read, and holds no events', () => {
    const digest = {
      awsAccountId: '111122223333',
      digestS3Object: 'AWSLogs/x',
      digestEndTime: '2024-01-01T00:00:00Z',
      logFiles: [],
    };
    expect(read(json(digest))).toMatchObject({
      status: 'read',
      shape: 'digest',
      recordCount: 0,
      reason: null,
    });
  });
});

describe('odd records are records', () => {
  const odd: [string, JsonObject][] = [
    ['eventID missing', { eventID: undefined }],
    ['eventTime missing', { eventTime: undefined }],
    ['eventName missing', { eventName: undefined }],
    ['userIdentity null', { userIdentity: null }],
    ['requestParameters a string', { requestParameters: 'HIDDEN' }],
    ['requestParameters an array', { requestParameters: [1] }],
    ['unknown fields', { somethingNew: { deep: [1] } }],
  ];
  test.each(odd)('%s', (_, overrides) => {
    expect(read(json({ Records: [{ ...first, ...overrides }] }))).toMatchObject({
      status: 'read',
      recordCount: 1,
    });
  });
});

describe('what is no CloudTrail says what it is', () => {
  const foreign: [string, unknown, RegExp][] = [
    ['some JSON', { hello: 'world' }, /JSON without CloudTrail/],
    [
      'a package of S3 notifications',
      { Records: [{ eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} }] },
      /S3 notifications/,
    ],
    [
      'an EventBridge event about something else',
      { 'detail-type': 'Scheduled Event', detail: {} },
      /EventBridge/,
    ],
    [
      'a control message',
      { messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'CWL CONTROL MESSAGE: Checking health' }] },
      /control message/,
    ],
    ['a log group of something else', { logEvents: [{ message: 'START RequestId' }] }, /message holds text/],
  ];
  test.each(foreign)('%s', (_, value, reason) => {
    expect(read(json(value))).toMatchObject({
      status: 'notCloudTrail',
      recordCount: 0,
      reason: expect.stringMatching(reason),
    });
  });

  test('text that is no JSON', () => {
    expect(read(Buffer.from('# Readme\n[section]'))).toMatchObject({
      status: 'notCloudTrail',
      isForeign: true,
    });
    expect(read(Buffer.from('[section]\nkey=1'))).toMatchObject({ status: 'notCloudTrail' });
  });

  test('an array of both is read partly, with the count of what is not', () => {
    expect(read(json([first, { hello: 1 }, second]))).toMatchObject({
      status: 'partly',
      positions: [0, 2],
      reason: expect.stringMatching(/^1 of 3 elements/),
    });
  });
});

describe('damage', () => {
  test('nothing is empty: no bytes, white space, an empty gzip, no records', () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from(' \n'),
      gzipSync(''),
      json([]),
      json({ Records: [] }),
    ]) {
      expect(read(bytes).status).toBe('empty');
    }
  });

  test('one bad line is named, the others are read', () => {
    const text = `${JSON.stringify(first)}\n{"eventName": \n${JSON.stringify(second)}\n`;
    expect(read(Buffer.from(text))).toMatchObject({
      status: 'partly',
      recordCount: 2,
      reason: '1 of 3 lines cannot be read: line 2.',
    });
  });

  test('a document with a mistake in the middle is damaged, with its line', () => {
    const text = `{"Records": [\n${JSON.stringify(first)}\n\n${JSON.stringify(second)}]}`;
    expect(read(Buffer.from(text))).toMatchObject({
      status: 'damaged',
      recordCount: 0,
      reason: expect.stringMatching(/line 4/),
    });
  });

  test('of a document that was cut off the whole records are read', () => {
    const text = JSON.stringify({ Records: [first, second] }).slice(0, -20);
    expect(read(Buffer.from(text))).toMatchObject({
      status: 'partly',
      records: [first],
      reason: expect.stringMatching(/1 whole records/),
    });
  });

  test('of a cut off gzip the whole records are read', () => {
    const many = Array.from({ length: 300 }, (_, i) => record(i, { requestID: String(Math.sin(i)) }));
    const whole = gzipSync(json({ Records: many }));
    const cut = read(whole.subarray(0, Math.floor(whole.length / 2)));
    expect(cut).toMatchObject({ status: 'partly', reason: expect.stringMatching(/gzip ends too early/) });
    expect(cut.recordCount).toBeGreaterThan(50);
    expect(cut.records).toEqual(many.slice(0, cut.recordCount));
    expect(read(whole.subarray(0, 12))).toMatchObject({ status: 'damaged' });
  });

  test('a gzip without its last bytes gives everything, and says so', () => {
    expect(read(gzipSync(json([first])).subarray(0, -8))).toMatchObject({ status: 'partly', recordCount: 1 });
  });

  test('a wrong checksum gives everything, and says so', () => {
    const bytes = gzipSync(json([first]));
    bytes[bytes.length - 8] = (bytes.at(-8) ?? 0) ^ 1;
    expect(read(bytes)).toMatchObject({
      status: 'partly',
      recordCount: 1,
      reason: expect.stringMatching(/damaged/),
    });
  });

  test('several gzip members are one file; bytes behind the last are counted', () => {
    const text = json([first, second]);
    const members = Buffer.concat([gzipSync(text.subarray(0, 100)), gzipSync(text.subarray(100))]);
    expect(read(members)).toMatchObject({ status: 'read', recordCount: 2 });
    expect(read(Buffer.concat([members, Buffer.from('rest')]))).toMatchObject({
      status: 'partly',
      recordCount: 2,
      reason: expect.stringMatching(/^Bytes that are no gzip/),
    });
  });

  test('a byte order mark, UTF-16 and invalid UTF-8 are read', () => {
    const text = JSON.stringify({ Records: [record(1, { userAgent: 'プロ 🦊 \u2028' })] });
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [
      Buffer.from(`\ufeff${text}`),
      utf16,
      Buffer.from(utf16).swap16(),
      Buffer.from(text, 'utf16le'),
    ]) {
      expect(read(bytes)).toMatchObject({ status: 'read', records: [{ userAgent: 'プロ 🦊 \u2028' }] });
    }
    const invalid = Buffer.concat([
      Buffer.from('[{"eventName":"a","eventSource":"b'),
      Buffer.from([0xff]),
      Buffer.from('"}]'),
    ]);
    expect(read(invalid)).toMatchObject({ status: 'partly', records: [{ eventSource: 'b\ufffd' }] });
  });
});

describe('hostile input', () => {
  test('a gzip bomb stops at the limit and is named', () => {
    const bomb = gzipSync(Buffer.alloc(limits.ratioFreeBytes * 2));
    expect(read(bomb)).toMatchObject({ status: 'tooLarge', reason: 'It unpacks to more than 32 MiB.' });
    expect(read(gzipSync(gzipSync(gzipSync(gzipSync('{}')))))).toMatchObject({ status: 'tooLarge' });
  });

  test('a damaged gzip bomb stops as well', () => {
    const bomb = gzipSync(Buffer.alloc(limits.ratioFreeBytes * 2)).subarray(0, -4);
    expect(read(bomb)).toMatchObject({ status: 'tooLarge' });
  });

  test('a record of 20 MB is read, alone and among others, and its text is found', () => {
    const large = record(1, { requestParameters: { blob: 'x'.repeat(20_000_000) } });
    expect(read(json(large))).toMatchObject({ status: 'read', shape: 'single', recordCount: 1 });
    const bytes = json({ Records: [large, second] });
    expect(read(bytes)).toMatchObject({ status: 'read', shape: 'records', recordCount: 2 });
    expect(recordTextAt(bytes, 1)).toBe(JSON.stringify(second));
  });

  test('ten thousand levels of nesting leave out that record only', () => {
    const deep = `{"eventName":"a","eventSource":"b","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    const reading = read(Buffer.from(`[${deep},${JSON.stringify(second)}]`));
    expect(reading).toMatchObject({
      status: 'partly',
      positions: [1],
      reason: expect.stringMatching(/deeper than 200/),
    });
    expect(read(Buffer.from(deep))).toMatchObject({ status: 'tooLarge' });
    expect(read(Buffer.from('['.repeat(100_000)))).toMatchObject({ status: 'damaged' });
  });

  test('random bytes are never a crash', () => {
    const noise = deflateRawSync(Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)));
    expect(read(noise).status).toBe('notCloudTrail');
    expect(read(Buffer.concat([Buffer.from([0x1f, 0x8b, 8]), noise])).status).toBe('damaged');
  });
});

describe('the text of a record', () => {
  test('is exactly what was delivered', () => {
    const text =
      '{ "Records" : [\n {"eventName":"a", "eventSource":"b","n":12345678901234567890.0, "é":"\\u00e9"} ,{"eventName":"c","eventSource":"d"}]}';
    expect(recordTextAt(Buffer.from(text), 0)).toBe(
      '{"eventName":"a", "eventSource":"b","n":12345678901234567890.0, "é":"\\u00e9"}',
    );
  });

  test('follows the last of a repeated key, as parsers do', () => {
    const text = `{"Records":[${JSON.stringify(first)}],"Rec\\u006frds":[${JSON.stringify(second)}]}`;
    expect(recordTextAt(Buffer.from(text), 0)).toBe(JSON.stringify(second));
  });

  test('of a position that is not there is an error', () => {
    expect(() => recordTextAt(json([first]), 1)).toThrow(/no record at position 1/);
  });
});
