import type { Params, Result } from '../../contract/api.ts';
import type { CustodyCheck, CustodyRow } from '../../contract/integrity.ts';
import { checkCustody } from './custody.ts';
import type { Database, Row } from './driver.ts';
import { checkEvidence } from './evidence-seal.ts';
import { Remembered } from './remembered.ts';
import { bytesAt, numberAt, textAt } from './row.ts';

/**
 * The check of the chain and of what its seals cover, and a part of its rows, newest first. Both are of one state of
 * the case; as long as nobody writes to it, the next pages do not check it again.
 */
export function custodyPage(
  db: Database,
  { offset, limit }: Omit<Params<'custody.page'>, 'case'>,
): Result<'custody.page'> {
  return db.snapshot(() => {
    const check = checks.of(db);
    return { check, rows: rowsOf(db, check, offset, limit).map(custodyRow) };
  });
}

const checks = new Remembered((db): CustodyCheck => {
  const chain = checkCustody(db);
  const evidence = checkEvidence(db);
  return {
    ...chain,
    ok: chain.ok && evidence.ok,
    brokenAt: firstOf(chain.brokenAt, evidence.brokenAt),
    evidence,
  };
});

function firstOf(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

const columns = 'SELECT seq, at_ms, action, details, hash FROM custody';

function rowsOf(db: Database, { rows }: CustodyCheck, offset: number, limit: number): readonly Row[] {
  const ends = db.get('SELECT min(seq) AS first, max(seq) AS last FROM custody');
  // Numbers without a gap, as they are in a whole chain: then far pages need no counting.
  if (ends?.first === 1 && ends.last === rows)
    return db.all(`${columns} WHERE seq <= ? ORDER BY seq DESC LIMIT ?`, rows - offset, limit);
  return db.all(`${columns} ORDER BY seq DESC LIMIT ? OFFSET ?`, limit, offset);
}

function custodyRow(row: Row): CustodyRow {
  return {
    seq: numberAt(row, 'seq'),
    atMs: numberAt(row, 'at_ms'),
    action: textAt(row, 'action'),
    details: textAt(row, 'details'),
    hash: Buffer.from(bytesAt(row, 'hash')).toString('hex'),
  };
}
