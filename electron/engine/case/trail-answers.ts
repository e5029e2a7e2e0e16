import { isObject, isSameJson, type JsonObject } from '../ingest/json.ts';
import { type TrailAnswer, type TrailOperation, trailOperations } from '../trails/trail-answer.ts';
import type { Database, Row } from './driver.ts';
import { numberAt, textAt, textOrNullAt } from './row.ts';

/** More than the trails of an organization have; a case from elsewhere may hold anything. */
const maxRows = 10_000;

/**
 * Keeps answers of the CloudTrail API. An answer that is equal to the newest of its kind is not kept again and
 * again: of a run of equal answers two rows remain, the first and the last, whose time moves on with every
 * confirmation. So a row's time is always one at which AWS said so (or the file was imported), and nothing claims
 * what it was in between.
 *
 * @returns how many of them are new or say something else than before
 */
export function storeTrailAnswers(db: Database, answers: readonly TrailAnswer[]): number {
  return db.transaction(() => answers.reduce((sum, answer) => sum + (store(db, answer) ? 1 : 0), 0));
}

function store(db: Database, answer: TrailAnswer): boolean {
  const [newest, before] = db.all(
    `SELECT id, taken_at_ms, answer, problem FROM trail_answers
    WHERE origin = ? AND operation = ? AND region IS ? AND trail_arn IS ? AND file_name IS ?
    ORDER BY taken_at_ms DESC, id DESC LIMIT 2`,
    answer.origin,
    answer.operation,
    answer.region,
    answer.trailArn,
    answer.fileName,
  );
  if (newest === undefined || !saysTheSame(newest, answer)) {
    insert(db, answer);
    return true;
  }
  // The same file imported again, or one that is older than what is known: nothing new.
  if (answer.takenAtMs <= numberAt(newest, 'taken_at_ms')) return false;
  if (before !== undefined && saysTheSame(before, answer)) {
    db.run('UPDATE trail_answers SET taken_at_ms = ? WHERE id = ?', answer.takenAtMs, numberAt(newest, 'id'));
  } else {
    insert(db, answer);
  }
  return false;
}

function saysTheSame(row: Row, { answer, problem }: TrailAnswer): boolean {
  return textOrNullAt(row, 'problem') === problem && isSameJson(answerAt(row), answer);
}

function insert(db: Database, answer: TrailAnswer): void {
  db.run(
    `INSERT INTO trail_answers (taken_at_ms, origin, operation, region, trail_arn, file_name, answer, problem)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    answer.takenAtMs,
    answer.origin,
    answer.operation,
    answer.region,
    answer.trailArn,
    answer.fileName,
    JSON.stringify(answer.answer),
    answer.problem,
  );
}

/**
 * The newest answer of each kind and the newest problem, newest first; of DescribeTrails every answer that differs,
 * because a trail that was deleted since is described in an older one only.
 */
export function newestTrailAnswers(db: Database): readonly TrailAnswer[] {
  const rows = db.all(
    `SELECT taken_at_ms, origin, operation, region, trail_arn, file_name, answer, problem FROM (
      SELECT *, row_number() OVER (
        PARTITION BY origin, operation, region, trail_arn, file_name, problem IS NULL
        ORDER BY taken_at_ms DESC, id DESC
      ) AS place FROM trail_answers
    ) WHERE place = 1 OR operation = 'DescribeTrails' AND problem IS NULL
    ORDER BY taken_at_ms DESC, id DESC LIMIT ${maxRows}`,
  );
  return rows.flatMap((row) => {
    const operation = operationOf(textAt(row, 'operation'));
    return operation === null ? [] : [answerOf(row, operation)];
  });
}

/** Every answer that says something, the oldest first. */
export function allTrailAnswers(db: Database): readonly TrailAnswer[] {
  const rows = db.all(
    `SELECT taken_at_ms, origin, operation, region, trail_arn, file_name, answer, problem FROM trail_answers
    WHERE problem IS NULL ORDER BY taken_at_ms, id LIMIT ${maxRows}`,
  );
  return rows.flatMap((row) => {
    const operation = operationOf(textAt(row, 'operation'));
    return operation === null ? [] : [answerOf(row, operation)];
  });
}

function answerOf(row: Row, operation: TrailOperation): TrailAnswer {
  return {
    operation,
    takenAtMs: numberAt(row, 'taken_at_ms'),
    origin: textAt(row, 'origin') === 'aws' ? 'aws' : 'file',
    region: textOrNullAt(row, 'region'),
    trailArn: textOrNullAt(row, 'trail_arn'),
    fileName: textOrNullAt(row, 'file_name'),
    answer: answerAt(row),
    problem: textOrNullAt(row, 'problem'),
  };
}

/** A newer version may keep more operations. */
function operationOf(text: string): TrailOperation | null {
  return trailOperations.find((operation) => operation === text) ?? null;
}

function answerAt(row: Row): JsonObject | null {
  const value: unknown = JSON.parse(textAt(row, 'answer'));
  return isObject(value) ? value : null;
}
