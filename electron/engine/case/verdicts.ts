import { z } from 'zod';
import type { Params, Result } from '../../contract/api.ts';
import {
  type Proof,
  proof,
  type Verdict,
  type Verification,
  type VerifiedObject,
  verdict,
  verification,
} from '../../contract/integrity.ts';
import type { CheckResult, VerdictRow } from '../integrity/check-task.ts';
import { notes, reasons } from '../integrity/verdicts.ts';
import { BulkInsert } from './bulk-insert.ts';
import { appendCustody } from './custody.ts';
import type { Database, Row, SqlValue } from './driver.ts';
import { jsonAt } from './json-at.ts';
import { likeAnywhere } from './like.ts';
import { numberAt, numberOrNullAt, textAt, textOrNullAt } from './row.ts';

const columns = [
  ...['object_id', 'kind', 'verdict', 'reason', 'how', 'bucket', 'key', 'by_object', 'notes', 'account'],
  ...['region', 'series', 'from_ms', 'until_ms', 'log_count', 'is_asked'],
];

/**
 * Keeps the result of a check in place of the one before; that one's summary stays. In a case that is open read-only
 * it is kept for as long as the case is open.
 */
export function keepVerification(db: Database, result: CheckResult, atMs: number): void {
  if (db.isReadOnly) {
    makeRoom(db);
    db.snapshot(() => write(db, result, atMs));
    return;
  }
  db.transaction(() => {
    write(db, result, atMs);
    const { overall, digests, logs, gaps, choice, version } = result.summary;
    const details = { overall, digests: countsText(digests), logs: countsText(logs), gaps: gaps.length };
    appendCustody(db, { atMs, action: 'verified', details: { ...details, choice, version } });
  });
}

function write(db: Database, { summary, rows, lastObject, keyCount }: CheckResult, atMs: number): void {
  db.run(
    'INSERT INTO verifications (at_ms, last_object, key_count, summary) VALUES (?, ?, ?, ?)',
    atMs,
    lastObject,
    keyCount,
    JSON.stringify(summary),
  );
  db.run('DELETE FROM verdicts');
  const writer = new BulkInsert(db, 'verdicts', columns);
  for (const row of rows) writer.add(...valuesOf(row));
  writer.flush();
}

/** In the order of {@link columns}. */
function valuesOf(row: VerdictRow): readonly SqlValue[] {
  const {
    object,
    kind,
    verdict: said,
    reason,
    how,
    bucket,
    key,
    byObject,
    notes: worth,
    account,
    region,
  } = row;
  const { series, fromMs, untilMs, logCount, isAsked } = row;
  const noted = worth.length === 0 ? '[]' : JSON.stringify(worth);
  return [
    object,
    kind,
    said,
    reason,
    how,
    bucket,
    key,
    byObject,
    noted,
    account,
    region,
    series,
    fromMs,
    untilMs,
    logCount,
    isAsked ? 1 : 0,
  ];
}

function countsText({ total, by }: Verification['digests']): string {
  const parts = Object.entries(by).map(([name, count]) => `${count} ${name}`);
  return parts.length === 0 ? `${total}` : `${total}: ${parts.join(', ')}`;
}

/** Tables of the same names that only this connection sees and that end with it. */
function makeRoom(db: Database): void {
  for (const table of ['verifications', 'verdicts']) {
    const row = db.get(`SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?`, table);
    if (row === undefined || db.get('SELECT 1 FROM temp.sqlite_schema WHERE name = ?', table) !== undefined)
      continue;
    const sql = textAt(row, 'sql').replace(/^CREATE TABLE (?=verdicts|verifications)/, 'CREATE TEMP TABLE ');
    db.exec(sql.replace(/ REFERENCES objects \(id\)/, ''));
  }
}

const summary = verification.omit({ id: true, atMs: true, isCurrent: true, isKept: true });

/** The last check; null when there was none. @throws AppError `damaged-case` */
export function latestVerification(db: Database): Verification | null {
  const row = db.get(
    'SELECT id, at_ms, last_object, key_count, summary FROM verifications ORDER BY id DESC LIMIT 1',
  );
  if (row === undefined) return null;
  const lastObject = numberOf(db, 'SELECT coalesce(max(id), 0) AS n FROM objects');
  const keyCount = numberOf(db, 'SELECT count(*) AS n FROM public_keys');
  return {
    ...jsonAt(row, 'summary', summary),
    id: numberAt(row, 'id'),
    atMs: numberAt(row, 'at_ms'),
    isCurrent: lastObject === numberAt(row, 'last_object') && keyCount === numberAt(row, 'key_count'),
    isKept: !db.isReadOnly,
  };
}

/** What is selected for {@link verifiedObjectIn}, from {@link verdictSource}. */
export const verdictColumns = `v.object_id, v.kind, v.verdict, v.reason, v.how, v.notes, v.account, v.region,
  v.from_ms, v.until_ms, coalesce(v.bucket, b.bucket, json_extract(s.settings, '$.place.bucket')) AS bucket,
  coalesce(v.key, b.key, o.key) AS key, o.key AS case_key,
  (SELECT coalesce(d.key, l.key) FROM objects AS l LEFT JOIN bundle_objects AS d ON d.object_id = l.id
    WHERE l.id = v.by_object) AS by_key,
  CASE WHEN v.object_id IS NULL OR v.kind = 'digest' THEN 0
    ELSE o.record_count - o.left_out END AS events`;
/** `verdicts AS v` and what names its files. */
export const verdictSource = `verdicts AS v LEFT JOIN objects AS o ON o.id = v.object_id
  LEFT JOIN sources AS s ON s.id = o.source_id LEFT JOIN bundle_objects AS b ON b.object_id = o.id`;

/** The objects that the last check was asked about. */
export function verdictPage(
  db: Database,
  { kind, verdict: one, exceptionsOnly, text, offset, limit }: Omit<Params<'verify.objects'>, 'case'>,
): Result<'verify.objects'> {
  const conditions: string[] = ['v.is_asked = 1'];
  const values: SqlValue[] = [];
  if (kind !== null) {
    conditions.push('v.kind = ?');
    values.push(kind);
  }
  if (one !== null) {
    conditions.push('v.verdict = ?');
    values.push(one);
  }
  if (exceptionsOnly) conditions.push(`v.verdict NOT IN ('proven')`);
  if (text !== '') {
    conditions.push(`(coalesce(v.key, b.key, o.key) LIKE ? ESCAPE '\\' OR o.key LIKE ? ESCAPE '\\')`);
    const like = likeAnywhere(text);
    values.push(like, like);
  }
  const where = `FROM ${verdictSource} WHERE ${conditions.join(' AND ')}`;
  return db.snapshot(() => {
    const total = db.get(`SELECT count(*) AS n ${where}`, ...values);
    const rows = db.all(
      `SELECT ${verdictColumns} ${where} ORDER BY v.id LIMIT ? OFFSET ?`,
      ...values,
      limit,
      offset,
    );
    return { total: total === undefined ? 0 : numberAt(total, 'n'), rows: rows.map(verifiedObjectIn) };
  });
}

/** @throws AppError `damaged-case` */
export function verifiedObjectIn(row: Row): VerifiedObject {
  const key = textOrNullAt(row, 'key') ?? '';
  const caseKey = textOrNullAt(row, 'case_key');
  const { sentence, settle, name } = reasonIn(row);
  return {
    kind: textAt(row, 'kind') === 'digest' ? 'digest' : 'log',
    object: numberOrNullAt(row, 'object_id'),
    bucket: textOrNullAt(row, 'bucket'),
    key,
    caseKey: caseKey === key ? null : caseKey,
    verdict: verdictIn(row),
    how: proofIn(row),
    reason: name,
    sentence,
    settle,
    byKey: textOrNullAt(row, 'by_key'),
    notes: jsonAt(row, 'notes', noteNames).map((note) => notes[note]),
    account: textOrNullAt(row, 'account'),
    region: textOrNullAt(row, 'region'),
    fromMs: numberOrNullAt(row, 'from_ms'),
    untilMs: numberOrNullAt(row, 'until_ms'),
    events: Math.max(0, numberAt(row, 'events')),
  };
}

/** How far the file is proven that delivered an event; null when it was not there at the last check. */
export function proofOf(db: Database, objectId: number): Result<'events.get'>['object']['proof'] {
  const row = db.get(`SELECT ${verdictColumns} FROM ${verdictSource} WHERE v.object_id = ?`, objectId);
  if (row === undefined) return null;
  const { verdict: said, how, sentence, settle, byKey } = verifiedObjectIn(row);
  return { verdict: said, how, sentence, settle, byKey };
}

const noteNames = z.array(z.enum(Object.keys(notes) as [keyof typeof notes]));
const reasonNames = new Map(Object.entries(reasons));

function reasonIn(row: Row): { name: string; sentence: string; settle: string | null } {
  const name = textAt(row, 'reason');
  const words = reasonNames.get(name);
  // A case that a newer version checked may hold reasons that this one has no words for.
  return words === undefined
    ? { name, sentence: `A newer version of Spoor gives the reason “${name}”.`, settle: 'Check again.' }
    : { name, sentence: words.sentence, settle: words.settle };
}

function verdictIn(row: Row): Verdict {
  const read = verdict.safeParse(textAt(row, 'verdict'));
  return read.success ? read.data : 'unproven';
}

function proofIn(row: Row): Proof | null {
  const read = proof.safeParse(textOrNullAt(row, 'how'));
  return read.success ? read.data : null;
}

function numberOf(db: Database, sql: string): number {
  const row = db.get(sql);
  return row === undefined ? 0 : numberAt(row, 'n');
}
