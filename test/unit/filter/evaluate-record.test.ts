import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import {
  columnsOf,
  compileRecordTest,
  type RecordColumns,
} from '../../../electron/engine/filter/evaluate-record.ts';
import { parseRecord } from '../../../electron/engine/filter/parse-record.ts';
import { emptyEvent, project } from '../../../electron/engine/ingest/project.ts';
import { records, spell, words } from '../../support/json-model.ts';
import { plainFields, recordFilters } from '../../support/record-filters.ts';
import { type SlowColumns, slowHolds } from '../../support/slow-evaluator.ts';

const nothing: RecordColumns = { timeMs: null, textOf: () => null };

/** Whether the bar's text holds for a record. */
function holds(text: string, record: unknown): boolean {
  return compileRecordTest(parseFilter(text))(parseRecord(JSON.stringify(record)), nothing);
}

const draws = fc.infiniteStream(fc.nat(999)).map((stream) => () => Number(stream.next().value) / 1000);

const columns: fc.Arbitrary<SlowColumns> = fc
  .tuple(
    fc.constantFrom(null, 0, 1, 2),
    fc.tuple(...plainFields.map(() => fc.option(fc.constantFrom(...words.filter((word) => word !== ''))))),
  )
  .map(([timeMs, texts]) => ({
    timeMs,
    texts: Object.fromEntries(plainFields.map((field, at) => [field, texts[at] ?? null])),
  }));

describe('a filter over one record', () => {
  it('answers as the slow evaluator does, however the record is spelled', () => {
    fc.assert(
      fc.property(recordFilters, records, columns, draws, (filter, record, { timeMs, texts }, draw) => {
        const parsed = parseRecord(spell(record, draw));
        const answer = compileRecordTest(filter)(parsed, { timeMs, textOf: (field) => texts[field] ?? null });
        expect(answer).toBe(slowHolds(filter, record, { timeMs, texts }));
      }),
      { numRuns: 5000 },
    );
  });

  const grant = {
    requestParameters: {
      bucketName: 'corp-logs',
      cidrIp: '203.0.113.0',
      count: 10,
      size: '2048',
      none: null,
      isOn: true,
      groups: ['admin', 'dev'],
      'a key': { 'dotted.key': 'x' },
      userName: 'alice',
    },
    resources: [{ ARN: 'arn:aws:s3:::corp-logs' }, { ARN: 'arn:aws:s3:::other', list: [[{ n: 1 }]] }],
    userIdentity: { userName: 'alice', arn: 'arn:aws:iam::111122223333:user/alice' },
  };
  it.each([
    ['requestParameters.bucketName:corp-*', true],
    ['requestParameters.bucketname:corp-*', false],
    ['requestParameters.bucketName:CORP-LOGS', true],
    ['requestParameters.bucketName:=CORP-LOGS', false],
    ['requestParameters.bucketName:=corp-*', true],
    ['requestParameters.groups:dev', true],
    ['requestParameters.groups[0]:dev', false],
    ['requestParameters.groups[]:dev', true],
    ['$.requestParameters.groups:dev', false],
    ['$.requestParameters.groups[]:dev', true],
    ['$.requestParameters.groups[1]:dev', true],
    ['"resources".ARN:arn:aws:s3:::other', true],
    ['$.resources.ARN:arn:aws:s3:::other', false],
    ['$.resources[].ARN:arn:aws:s3:::other', true],
    ['resources.list.n:1', true],
    ['requestParameters."a key"."dotted.key":x', true],
    ['requestParameters.*.*:x', true],
    ['*.userName:alice', true],
    ['requestParameters.count:10', true],
    ['requestParameters.count:>9', true],
    ['requestParameters.count:=10', true],
    ['requestParameters.count:="10"', true],
    ['requestParameters.size:>2000', true],
    ['$.requestParameters.size:>2000', false],
    ['requestParameters.none:null', true],
    ['requestParameters.none:=null', true],
    ['requestParameters.none:*', true],
    ['requestParameters.gone:*', false],
    ['requestParameters.gone:=null', false],
    ['requestParameters.isOn:=true', true],
    ['requestParameters.isOn:TRUE', true],
    ['requestParameters.cidrIp:cidr:203.0.113.0/24', true],
    ['requestParameters.cidrIp:cidr:198.51.100.0/24', false],
    ['requestParameters.userName:=$.userIdentity.userName', true],
    ['requestParameters.bucketName:=$.userIdentity.userName', false],
    ['requestParameters.bucketName:!=other', true],
    ['requestParameters.bucketName:!=CORP-LOGS', false],
    ['requestParameters.gone:!=other', false],
    ['-requestParameters.gone:other', true],
    ['requestParameters.groups:!=dev', true],
    ['requestParameters.groups:!=(dev OR admin)', false],
    ['requestParameters:*corp-logs*', true],
    ['requestParameters:!=x', false],
    ['"corp-logs"', true],
    ['="CORP-LOGS"', false],
    ['raw:dev', true],
    ['raw:/"count":1\\d,/', true],
    ['raw:(nothing OR alice*none)', false],
    ['raw:bucketName*alice', true],
  ])('%s is %s', (text, expected) => expect(holds(text, grant)).toBe(expected));

  it('compares numbers as numbers, and as they are written where a text is asked for', () => {
    const test = (text: string) =>
      compileRecordTest(parseFilter(text))(
        parseRecord('{"a":{"n":12.0,"big":9007199254740993,"e":1e3,"E":1E+2,"zero":-0}}'),
        nothing,
      );
    expect(['a.n:=12', 'a.n:12', 'a.n:12.0', 'a.n:12.*'].map(test)).toEqual([true, false, true, true]);
    expect(['a.big:9007199254740993', 'a.big:9007199254740992'].map(test)).toEqual([true, false]);
    expect(['a.E:1E+2', 'a.E:=100', 'a.zero:-0', 'a.zero:0', 'a.zero:=0'].map(test)).toEqual([
      true,
      true,
      true,
      false,
      true,
    ]);
    expect(['a.e:>=1000', 'a.e:1e3', '"1e3"', '"1000"'].map(test)).toEqual([true, true, true, false]);
  });

  it('reads what a text holds without its escapes', () => {
    const record = { requestParameters: { policy: '{"Effect":"Allow"}', path: 'a\\b' } };
    expect(holds('raw:"\\"Effect\\":\\"Allow\\""', record)).toBe(true);
    expect(holds('"a\\\\b"', record)).toBe(true);
  });

  it('takes nothing that is inherited for a key', () => {
    expect(holds('requestParameters.toString:*', { requestParameters: {} })).toBe(false);
    expect(holds('requestParameters.__proto__:*', { requestParameters: {} })).toBe(false);
    expect(
      compileRecordTest(parseFilter('a.__proto__:x'))(parseRecord('{"a":{"__proto__":"x"}}'), nothing),
    ).toBe(true);
  });

  it('ends on a record that is nested without end', () => {
    const deep = parseRecord(`{"a":${'['.repeat(5000)}"x"${']'.repeat(5000)}}`);
    for (const text of ['a.b:x', '$.a:x', 'raw:x', '"a".*:x', 'a.x:=$.a', '"a":x'])
      expect(compileRecordTest(parseFilter(text))(deep, nothing)).toBe(false);
  });

  it('answers hostile lists in time that grows with their length alone', () => {
    const many = Array.from({ length: 30_000 }, (_, at) => `v${at}`);
    expect(holds('a.b:=$.c', { a: { b: many.map((one) => `${one}x`) }, c: many })).toBe(false);
  });

  it('asks columns for fields, with what the record does not say', () => {
    const record = {
      eventName: 'PutObject',
      eventSource: 's3.amazonaws.com',
      eventTime: '2021-07-28T00:00:00Z',
    };
    const event = emptyEvent();
    project(record, { account: '111122223333', region: 'eu-central-1' }, event);
    const test = (text: string) =>
      compileRecordTest(parseFilter(text))(record, columnsOf(event, { object: 'a.json.gz', verdict: null }));
    expect(
      [
        'name:putobject',
        'source:s3',
        'region:eu-*',
        'object:*.gz',
        'verdict:*',
        'time:2021-07-28',
        'central',
      ].map(test),
    ).toEqual([true, true, true, true, false, true, true]);
  });

  it.each([
    ['requestParameters.a:/(/', 'filter-syntax'],
    ['requestParameters.a:cidr:10.0.0.0/40', 'filter-syntax'],
    ['requestParameters.a:cidr:10', 'filter-syntax'],
  ])('refuses %s when it is compiled', (text, code) => {
    expect(() => compileRecordTest(parseFilter(text))).toThrow(expect.objectContaining({ code }));
  });
});
