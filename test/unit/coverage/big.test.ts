import { expect, it } from 'vitest';
import { BulkInsert } from '../../../electron/engine/case/bulk-insert.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import { LedgerWriter } from '../../../electron/engine/case/ledger-writer.ts';
import { coverageCell } from '../../../electron/engine/coverage/detail.ts';
import { coverageEvidence } from '../../../electron/engine/coverage/evidence.ts';
import { coverageMap } from '../../../electron/engine/coverage/map.ts';
import { addSource, anObject } from '../case/builders.ts';
import { newCase } from '../case/fixtures.ts';

const hourMs = 3_600_000;
const startMs = Date.UTC(2023, 0, 1);
const regions = ['eu-west-1', 'us-east-1', 'us-west-2', 'sa-east-1', 'ap-south-1'];
const files = 40_000;
const days = 400;
const columns = [
  ...[
    'object_id',
    'kind',
    'verdict',
    'reason',
    'notes',
    'account',
    'region',
    'series',
    'from_ms',
    'until_ms',
  ],
  ...['log_count', 'is_asked'],
];

/** Years of one account in five regions: a log file every few hours, a digest every hour, one of them missing. */
function fill(db: Database): void {
  const source = addSource(db);
  db.transaction(() => {
    const ledger = new LedgerWriter(db);
    const verdicts = new BulkInsert(db, 'verdicts', columns);
    const ids = Array.from({ length: files }, (_, i) => {
      const deliveredMs = startMs + Math.floor((i / files) * days * 24 * hourMs);
      const region = regions[i % regions.length] ?? '';
      const id = ledger.add(anObject(source, { key: `${i}.json.gz`, region, deliveredMs, recordCount: 10 }));
      return { id, region, deliveredMs };
    });
    ledger.flush();
    for (const { id, region, deliveredMs } of ids)
      verdicts.add(
        id,
        'log',
        'proven',
        'hash-agrees',
        '[]',
        '111122223333',
        region,
        null,
        deliveredMs,
        deliveredMs,
        null,
        1,
      );
    for (const [series, region] of regions.entries())
      for (let hour = 0; hour < days * 24; hour += 1) {
        const fromMs = startMs + hour * hourMs;
        const verdict = hour === 500 ? 'missing' : 'proven';
        const reason = hour === 500 ? 'between-neighbours' : 'signature';
        verdicts.add(
          null,
          'digest',
          verdict,
          reason,
          '[]',
          '111122223333',
          region,
          series,
          fromMs,
          fromMs + hourMs,
          1,
          1,
        );
      }
    verdicts.flush();
  });
  const summary = { gaps: [], series: regions.map(() => ({ isBackfill: false })) };
  db.run(
    'INSERT INTO verifications (at_ms, last_object, key_count, summary) VALUES (1, 1, 0, ?)',
    JSON.stringify(summary),
  );
}

it('counts every file of a large case once, at every width of the cells', () => {
  const { db } = newCase();
  fill(db);
  for (const maxCells of [1, 72, 720, 2000]) {
    const map = coverageMap(db, { fromMs: null, untilMs: null, maxCells });
    expect(map.rows).toHaveLength(regions.length);
    for (const { cells } of map.rows) expect(cells.length).toBeLessThanOrEqual(maxCells);
    const sum = map.rows.flatMap(({ cells }) => cells).reduce((all, cell) => all + cell.files, 0);
    expect(sum).toBe(files);
    expect(map.rows.reduce((all, { events }) => all + events, 0)).toBe(files * 10);
    expect(map.isComplete).toBe(false);
  }
  const window = { fromMs: startMs, untilMs: startMs + days * 24 * hourMs };
  const { hours, withoutEvidence, ranges } = coverageEvidence(
    db,
    { kind: 'all' },
    { fromMs: null, untilMs: null },
  );
  expect({ hours, withoutEvidence }).toEqual({
    hours: days * 24 * regions.length,
    withoutEvidence: regions.length,
  });
  expect(ranges).toMatchObject([{ state: 'digestMissing', fromMs: startMs + 500 * hourMs }]);
  const cell = coverageCell(db, { account: '111122223333', region: 'eu-west-1', ...window, limit: 10 });
  expect(cell).toMatchObject({
    cell: { files: files / regions.length },
    objectsTotal: files / regions.length + days * 24,
  });
  expect(cell.objects).toHaveLength(10);
  expect(cell.objects[0]).toMatchObject({ kind: 'digest', verdict: 'missing' });
}, 60_000);
