import type { FindingState } from '../../contract/detect.ts';
import { AppError } from '../../contract/errors.ts';
import type { Database } from './driver.ts';
import { makeRoomForFindings } from './findings-tables.ts';
import { textAt } from './row.ts';

export interface FindingMark {
  readonly rule: string;
  readonly actor: string | null;
  readonly state: FindingState;
  readonly note: string;
}

/**
 * Keeps what a person says of a finding, in place of what they said before. In a case that is open read-only it is kept
 * for as long as the case is open.
 *
 * @throws AppError `not-found`
 */
export function markFinding(db: Database, { rule, actor, state, note }: FindingMark, atMs: number): void {
  if (db.isReadOnly) makeRoomForFindings(db);
  const together = <T>(work: () => T): T => (db.isReadOnly ? db.snapshot(work) : db.transaction(work));
  together(() => {
    const row = db.get('SELECT rule_version FROM findings WHERE rule_id = ? AND actor IS ?', rule, actor);
    if (row === undefined)
      throw new AppError('not-found', 'There is no such finding any more.', {
        advice: 'The rules were run again meanwhile: look at the list anew.',
      });
    const version = textAt(row, 'rule_version');
    db.run(
      'DELETE FROM finding_marks WHERE rule_id = ? AND rule_version = ? AND actor IS ?',
      rule,
      version,
      actor,
    );
    db.run(
      'INSERT INTO finding_marks (rule_id, rule_version, actor, state, note, at_ms) VALUES (?, ?, ?, ?, ?, ?)',
      ...[rule, version, actor, state, note, atMs],
    );
  });
}
