import type { SuppressedActor, Suppression } from '../../contract/detect.ts';
import { AppError } from '../../contract/errors.ts';
import { appendCustody } from './custody.ts';
import type { Database, Row } from './driver.ts';
import { numberAt, numberOrNullAt, textAt, textOrNullAt } from './row.ts';
import { keptRun } from './rule-runs.ts';

export interface SuppressionRequest {
  readonly rule: string;
  readonly actor: SuppressedActor;
  readonly reason: string;
}

/**
 * Hides the findings of a rule, of any actor or of one, now and later. What is not shown is in custody.
 *
 * @throws AppError `not-found` for a rule that was not chosen; `already-exists`
 */
export function suppress(db: Database, request: SuppressionRequest, atMs: number): Suppression {
  const { rule, actor, reason } = request;
  const isAny = actor.kind === 'any';
  const name = isAny ? null : actor.actor;
  return db.transaction(() => {
    const title = keptRun(db)?.rules.find(({ id }) => id === rule)?.title;
    if (title === undefined)
      throw new AppError('not-found', `No rule ${rule} was run over this case.`, {
        advice: 'Look at the list of rules anew.',
      });
    const same = db.get(
      'SELECT 1 FROM suppressions WHERE lifted_ms IS NULL AND rule_id = ? AND is_any_actor = ? AND actor IS ?',
      ...[rule, isAny ? 1 : 0, name],
    );
    if (same !== undefined)
      throw new AppError('already-exists', `“${title}” is suppressed there already.`, {
        advice: 'Lift that suppression first.',
      });
    const { lastId } = db.run(
      'INSERT INTO suppressions (rule_id, title, is_any_actor, actor, reason, at_ms) VALUES (?, ?, ?, ?, ?, ?)',
      ...[rule, title, isAny ? 1 : 0, name, reason, atMs],
    );
    appendCustody(db, { atMs, action: 'suppressed', details: { rule, title, ...whose(actor), reason } });
    return suppressionOf(db, lastId);
  });
}

/** Shows what a suppression hides. @throws AppError `not-found` for one that is none, or lifted already */
export function liftSuppression(db: Database, id: number, atMs: number): Suppression {
  return db.transaction(() => {
    const { changes } = db.run(
      'UPDATE suppressions SET lifted_ms = ? WHERE id = ? AND lifted_ms IS NULL',
      ...[atMs, id],
    );
    if (changes === 0)
      throw new AppError('not-found', 'This suppression is lifted already.', {
        advice: 'Look at the list anew.',
      });
    const lifted = suppressionOf(db, id);
    const { rule, title, actor, reason } = lifted;
    appendCustody(db, {
      atMs,
      action: 'suppression-lifted',
      details: { rule, title, ...whose(actor), reason },
    });
    return lifted;
  });
}

const select = `SELECT s.*, (SELECT count(*) FROM findings AS f WHERE f.rule_id = s.rule_id
  AND s.lifted_ms IS NULL AND (s.is_any_actor = 1 OR f.actor IS s.actor)) AS findings FROM suppressions AS s`;

/** All that there ever were: those that hold first, the newest before the others. */
export function suppressionList(db: Database): readonly Suppression[] {
  return db.all(`${select} ORDER BY s.lifted_ms IS NOT NULL, s.id DESC`).map(suppressionIn);
}

function suppressionOf(db: Database, id: number): Suppression {
  const row = db.get(`${select} WHERE s.id = ?`, id);
  if (row === undefined) throw new Error('A suppression that was just written is gone.');
  return suppressionIn(row);
}

function suppressionIn(row: Row): Suppression {
  return {
    id: numberAt(row, 'id'),
    rule: textAt(row, 'rule_id'),
    title: textAt(row, 'title'),
    actor:
      numberAt(row, 'is_any_actor') === 1
        ? { kind: 'any' }
        : { kind: 'one', actor: textOrNullAt(row, 'actor') },
    reason: textAt(row, 'reason'),
    atMs: numberAt(row, 'at_ms'),
    liftedAtMs: numberOrNullAt(row, 'lifted_ms'),
    findings: numberAt(row, 'findings'),
  };
}

function whose(actor: SuppressedActor) {
  return actor.kind === 'any' ? { actors: 'any' } : { actors: 'one', actor: actor.actor };
}
