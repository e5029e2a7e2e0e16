import { beforeEach, describe, expect, it } from 'vitest';
import type { Verification } from '../../../electron/contract/integrity.ts';
import type { SyncChoice } from '../../../electron/contract/s3.ts';
import { upsertBucket } from '../../../electron/engine/case/bucket-settings.ts';
import { BulkInsert } from '../../../electron/engine/case/bulk-insert.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import type { NewObject } from '../../../electron/engine/case/ledger-writer.ts';
import { beginSync, endSync } from '../../../electron/engine/case/syncs.ts';
import { coverageCell } from '../../../electron/engine/coverage/detail.ts';
import { coverageMap } from '../../../electron/engine/coverage/map.ts';
import { addObject, addSource } from '../case/builders.ts';
import { newCase } from '../case/fixtures.ts';
import { at } from './places.ts';

const account = '111122223333';
const region = 'eu-west-1';
let db: Database;
let source: number;
let names = 0;

beforeEach(() => {
  db = newCase().db;
  source = addSource(db);
});

function log(deliveredMs: number | null, more: Partial<NewObject> = {}): number {
  names += 1;
  return addObject(db, source, {
    key: `${names}.json.gz`,
    trailKind: 'CloudTrail',
    deliveredMs,
    recordCount: 10,
    ...more,
  });
}

interface Said {
  readonly verdict: string;
  readonly reason: string;
  readonly object?: number | null;
  readonly kind?: 'digest' | 'log';
  readonly fromMs: number;
  readonly untilMs?: number;
  readonly series?: number;
}

/** What a check would have left. */
function verified(
  rows: readonly Said[],
  summary: { gaps?: Verification['gaps']; series?: readonly { isBackfill: boolean }[] } = {},
): void {
  const writer = new BulkInsert(db, 'verdicts', [
    ...['object_id', 'kind', 'verdict', 'reason', 'bucket', 'key', 'notes', 'account', 'region', 'series'],
    ...['from_ms', 'until_ms', 'is_asked'],
  ]);
  for (const {
    object = null,
    kind = 'log',
    verdict,
    reason,
    fromMs,
    untilMs = fromMs,
    series = null,
  } of rows)
    writer.add(
      object,
      kind,
      verdict,
      reason,
      'acme-trail',
      `key ${fromMs}`,
      '[]',
      account,
      region,
      series,
      fromMs,
      untilMs,
      1,
    );
  writer.flush();
  db.run(
    'INSERT INTO verifications (at_ms, last_object, key_count, summary) VALUES (1, 1, 0, ?)',
    JSON.stringify({ gaps: [], series: [{ isBackfill: false }], ...summary }),
  );
}

const digestAt = (fromMs: number, verdict = 'proven', reason = 'signature'): Said => ({
  ...{ kind: 'digest', series: 0, verdict, reason, fromMs, untilMs: fromMs + 3_600_000 },
});
const open = { fromMs: null, untilMs: null, maxCells: 100 };
const statesOf = (name = region): readonly string[] =>
  coverageMap(db, open)
    .rows.find((row) => row.region === name)
    ?.cells.map(({ state }) => state) ?? [];
const cell = (hour: number, until = hour + 1) =>
  coverageCell(db, { account, region, fromMs: at(hour), untilMs: at(until), limit: 10 });

describe('the coverage of a case', () => {
  it('counts log files by account, region and hour of delivery, and nothing else', () => {
    log(at(1, 5), { leftOut: 4 });
    log(at(1, 59), { status: 'damaged', recordCount: 0 });
    log(at(2), { region: 'us-east-1' });
    log(at(1), { status: 'alreadyPresent' });
    log(at(1), { trailKind: null, shape: 'bundleIndex' });
    log(null);
    log(at(1), { account: null });
    const map = coverageMap(db, open);
    expect(map).toMatchObject({
      fromMs: at(1),
      untilMs: at(3),
      unplacedFiles: 2,
      isVerified: false,
      isComplete: false,
    });
    expect(map.rows).toMatchObject([
      { account, region, files: 2, events: 6 },
      { account, region: 'us-east-1', files: 1, events: 10 },
    ]);
    expect(map.rows[0]?.cells[0]).toEqual({ state: 'unproven', files: 2, events: 6, isPartlyIndexed: true });
  });

  it('takes the place and the time from the check where the name in the case does not say them', () => {
    const object = log(null, { account: null, region: null });
    verified([{ object, verdict: 'proven', reason: 'hash-agrees', fromMs: at(3, 7) }, digestAt(at(3))]);
    const map = coverageMap(db, open);
    expect(map).toMatchObject({ unplacedFiles: 0, isVerified: true, isComplete: true });
    expect(map.rows).toMatchObject([{ account, region, files: 1, cells: [{ state: 'proven' }] }]);
  });

  it('has a row for a place of which only digests are there, before a check as well', () => {
    log(at(3), { trailKind: 'CloudTrail-Digest', shape: 'digest', region: 'us-east-1' });
    expect(coverageMap(db, open).rows).toMatchObject([
      { region: 'us-east-1', files: 0, cells: [{ state: 'unproven' }] },
    ]);
    verified([digestAt(at(0)), digestAt(at(1))]);
    expect(statesOf()).toEqual(['provenEmpty', 'provenEmpty', 'unknown']);
  });

  it('is unproven again where files came after the check', () => {
    const object = log(at(0, 5));
    verified([
      digestAt(at(0)),
      digestAt(at(1)),
      { object, verdict: 'proven', reason: 'hash-agrees', fromMs: at(0, 5) },
    ]);
    expect(statesOf()).toEqual(['proven', 'provenEmpty']);
    log(at(1, 5));
    expect(statesOf()).toEqual(['proven', 'unproven']);
    expect(cell(1)).toMatchObject({
      title: 'Not verified yet',
      sentence: '1 log file of this hour came into the case after its last check, and was not verified yet.',
      objects: [{ reason: 'not-verified', events: 10 }, { kind: 'digest' }],
    });
  });

  it('reads time without digests from what the check told', () => {
    const name = {
      account,
      region,
      trail: 'main',
      homeRegion: region,
      organization: null,
      isBackfill: false,
    };
    verified([digestAt(at(0))], {
      gaps: [
        { ...name, kind: 'restart', fromMs: at(1), untilMs: at(2) },
        { ...name, kind: 'missing', fromMs: at(2), untilMs: at(3) },
        { ...name, kind: 'after-last', fromMs: at(3), untilMs: at(9) },
      ],
    });
    expect(statesOf()).toEqual(['provenEmpty', 'gap', 'digestMissing']);
  });

  it('takes no proof from backfill digests', () => {
    verified([digestAt(at(0)), { ...digestAt(at(1)), series: 1 }], {
      series: [{ isBackfill: false }, { isBackfill: true }],
    });
    expect(statesOf()).toEqual(['provenEmpty']);
  });

  it('knows what a sync was not asked for', () => {
    const choice: SyncChoice = {
      accounts: null,
      regions: [region],
      kinds: ['CloudTrail'],
      sinceDay: '2026-01-02',
      untilDay: '2026-01-02',
    };
    const place = {
      bucket: 'acme-trail',
      prefix: '',
      region: 'us-east-1',
      endpoint: null,
      pathStyle: false,
      requesterPays: false,
      expectedOwner: null,
    };
    source = upsertBucket(db, { place, signIn: null, caPem: null, choice, selectorsJson: null }, 1);
    endSync(db, beginSync(db, source, 1, choice), { atMs: 2, outcome: 'done', error: null });
    log(at(1));
    log(at(80), { region: 'us-east-1' });
    log(at(60), { status: 'notFetched', sizeBytes: 1 });
    verified([
      digestAt(at(-2), 'missing', 'before-the-first'),
      digestAt(at(-1), 'missing', 'before-the-first'),
    ]);
    // Nobody asked for the digests of the day before. Of the day after the last one late files are listed.
    const states = statesOf();
    expect(states.slice(0, 3)).toEqual(['unproven', 'unknown', 'unknown']);
    expect(states.slice(47, 60)).toEqual(Array.from({ length: 13 }, () => 'notSynced'));
    expect(statesOf('us-east-1').slice(0, 79)).toEqual(Array.from({ length: 79 }, () => 'notSynced'));
    expect(cell(50)).toMatchObject({
      title: 'Not synced',
      settle: 'Sync these days, accounts and regions as well.',
    });
    expect(cell(60).sentence).toBe('1 log file of this hour could not be fetched from the bucket.');
  });
});

describe('a look into a cell', () => {
  it('says of a missing digest who could have removed it', () => {
    verified([
      digestAt(at(10, 1)),
      digestAt(at(11, 1), 'missing', 'between-neighbours'),
      digestAt(at(12, 1)),
    ]);
    expect(cell(11)).toMatchObject({
      cell: { state: 'digestMissing', files: 0 },
      title: 'No evidence',
      sentence:
        'The digest for 11:01 to 12:01 UTC is missing and no log file lies in the case. Someone with s3:DeleteObject could have removed both; so could a lifecycle rule.',
      hours: [{ fromMs: at(11), state: 'digestMissing', files: 0, events: 0 }],
      objectsTotal: 2,
    });
    expect(cell(11).objects.map(({ verdict }) => verdict)).toEqual(['missing', 'proven']);
  });

  it('says of several hours how many are how bad', () => {
    verified([
      digestAt(at(0)),
      digestAt(at(1), 'missing', 'named-by-next'),
      digestAt(at(2), 'missing', 'named-by-next'),
      digestAt(at(3)),
    ]);
    expect(cell(0, 4).sentence).toMatch(
      /^2 of these 4 hours: 2 digests for 01:00 to 03:00 UTC are missing and no log file/,
    );
    expect(cell(0, 4).hours.map(({ state }) => state)).toEqual([
      ...['provenEmpty', 'digestMissing', 'digestMissing', 'provenEmpty'],
    ]);
  });

  it('says what is proven, and of which part nothing is known', () => {
    const object = log(at(1, 2));
    verified([digestAt(at(0, 4)), { object, verdict: 'proven', reason: 'hash-agrees', fromMs: at(1, 2) }]);
    expect(cell(1)).toMatchObject({
      title: 'Proven',
      sentence:
        'Its log file is proven by digests that AWS signed. No digest covers 01:04 to 02:00 UTC: of that part nothing is known.',
      settle: null,
      objects: [{ kind: 'log' }, { kind: 'digest' }].toReversed(),
    });
    expect(cell(0).sentence).toBe(
      'Digests that AWS signed say that no log file was delivered. No digest covers 00:00 to 00:04 UTC: of that part nothing is known.',
    );
    expect(cell(5)).toMatchObject({
      title: 'Nothing is known',
      objects: [],
      objectsTotal: 0,
      cell: { state: 'unknown' },
    });
  });

  it('has words for every state', () => {
    const logs = [at(1), at(2), at(4), at(6)].map((ms) => ({ ms, object: log(ms + 60_000) }));
    const [altered, unsigned, off] = logs;
    verified([
      { ...digestAt(at(0)) },
      digestAt(at(1)),
      digestAt(at(2), 'unsigned', 'no-signature'),
      { object: altered?.object ?? 0, verdict: 'altered', reason: 'hash-differs', fromMs: at(1, 1) },
      { object: unsigned?.object ?? 0, verdict: 'unsigned', reason: 'digest-unsigned', fromMs: at(2, 1) },
      { object: off?.object ?? 0, verdict: 'not-covered', reason: 'validation-off', fromMs: at(4, 1) },
      digestAt(at(5)),
      { verdict: 'missing', reason: 'log-missing', fromMs: at(5, 5) },
    ]);
    const told = [0, 1, 2, 3, 4, 5].map((hour) => cell(hour));
    expect(told.map(({ title }) => title)).toEqual([
      ...[
        'Proven empty',
        'Altered',
        'Unproven',
        'No evidence',
        'Validation was off',
        'A log file is missing',
      ],
    ]);
    expect(told[3]?.sentence).toBe(
      'No digest was made for 2 Jan 2026 03:00 to 04:00 UTC, and no log file of that time is in the case: logging or validation was off.',
    );
    expect(told[4]?.sentence).toMatch(
      /^1 log file was delivered in this hour, and no digest was made for 2 Jan 2026 04:00 to 05:00 UTC/,
    );
    expect(told[5]?.sentence).toBe('Digests name 1 log file of this hour that is not in the case.');
    for (const { sentence } of told) expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
  });

  it('lists no more than it was asked for, the exceptions first, and counts them all', () => {
    const objects = Array.from({ length: 30 }, () => log(at(0, 5)));
    verified([
      { object: objects[29] ?? 0, verdict: 'altered', reason: 'hash-differs', fromMs: at(0, 5) },
      ...objects
        .slice(0, 20)
        .map((object) => ({ object, verdict: 'proven', reason: 'hash-agrees', fromMs: at(0, 5) })),
    ]);
    const told = coverageCell(db, { account, region, fromMs: at(0, 20), untilMs: at(0, 40), limit: 12 });
    expect(told).toMatchObject({ cell: { files: 30, events: 300 }, objectsTotal: 30 });
    expect(told.objects.map(({ verdict }) => verdict)).toEqual([
      ...['altered', ...Array.from({ length: 9 }, () => 'unproven'), 'proven', 'proven'],
    ]);
  });

  it('takes any time, however wild', () => {
    log(at(0));
    verified([digestAt(8.64e15), digestAt(at(2), 'missing', 'named-by-next')]);
    const told = coverageCell(db, { account, region, fromMs: -8e15, untilMs: 9e15, limit: 1 });
    expect(told).toMatchObject({
      cell: { state: 'digestMissing', files: 1 },
      objects: [{}],
      objectsTotal: 3,
    });
    expect(told.hours.length).toBeLessThanOrEqual(2000);
    expect(coverageMap(db, open).rows[0]?.cells.length).toBeLessThanOrEqual(100);
  });
});
