import type { VerifiedObject } from '../../contract/integrity.ts';
import type { Database, Row, SqlValue } from '../case/driver.ts';
import { numberAt, numberOrNullAt, textAt, textOrNullAt } from '../case/row.ts';
import { isDigest, isLog, type PlaceName } from './ledger-rows.ts';
import { hourMs } from './place-facts.ts';

interface Request extends PlaceName {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly limit: number;
}

/** Digests and log files of a place and time that came into the case after its last check. */
export function unverifiedObjects(
  db: Database,
  { account, region, fromMs, untilMs, limit }: Request,
): { readonly objects: readonly VerifiedObject[]; readonly total: number } {
  const from = `objects AS o WHERE o.account = ? AND o.region = ?
    AND (${isDigest} AND o.delivered_ms > ? AND o.delivered_ms < ? OR ${isLog} AND o.delivered_ms >= ? AND o.delivered_ms < ?)
    AND o.status NOT IN ('alreadyPresent', 'notFetched')
    AND NOT EXISTS (SELECT 1 FROM verdicts AS v WHERE v.object_id = o.id)`;
  const values: readonly SqlValue[] = [account, region, fromMs, untilMs + hourMs, fromMs, untilMs];
  const total = db.get(`SELECT count(*) AS n FROM ${from}`, ...values);
  const rows = db.all(
    `SELECT o.*, ${isDigest} AS is_digest,
      (SELECT json_extract(settings, '$.place.bucket') FROM sources WHERE id = o.source_id) AS bucket
    FROM ${from} ORDER BY o.delivered_ms, o.id LIMIT ?`,
    ...values,
    Math.max(0, limit),
  );
  return { total: total === undefined ? 0 : numberAt(total, 'n'), objects: rows.map(objectIn) };
}

function objectIn(row: Row): VerifiedObject {
  const isDigestFile = numberAt(row, 'is_digest') === 1;
  const deliveredMs = numberOrNullAt(row, 'delivered_ms');
  return {
    kind: isDigestFile ? 'digest' : 'log',
    object: numberAt(row, 'id'),
    bucket: textOrNullAt(row, 'bucket'),
    key: textAt(row, 'key'),
    caseKey: null,
    verdict: 'unproven',
    how: null,
    reason: 'not-verified',
    sentence: 'It was not verified yet.',
    settle: 'Check the integrity of the case.',
    byKey: null,
    notes: [],
    account: textOrNullAt(row, 'account'),
    region: textOrNullAt(row, 'region'),
    fromMs: isDigestFile && deliveredMs !== null ? deliveredMs - hourMs : deliveredMs,
    untilMs: deliveredMs,
    events: isDigestFile ? 0 : Math.max(0, numberAt(row, 'record_count') - numberAt(row, 'left_out')),
  };
}
