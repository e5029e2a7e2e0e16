import { createHash } from 'node:crypto';
import { BlobReader } from '../../electron/engine/case/blobs.ts';
import { openCase } from '../../electron/engine/case/case-file.ts';
import { checkCustody } from '../../electron/engine/case/custody.ts';
import type { Database } from '../../electron/engine/case/driver.ts';
import { checkEvidence } from '../../electron/engine/case/evidence-seal.ts';
import { summarize } from '../../electron/engine/case/summary.ts';

/** Everything that must be true of a case whatever was done to the process that wrote it. */
export function examine(casePath: string) {
  const opened = openCase(casePath, { access: 'write', clock: Date.now, version: 'test' });
  try {
    const { db } = opened;
    const { accounts, regions, events, duplicates, conflicts, undated, files } = summarize(db, opened.path);
    return {
      access: opened.access,
      integrity: db.all('PRAGMA integrity_check'),
      foreignKeys: db.all('PRAGMA foreign_key_check'),
      custody: checkCustody(db).ok,
      seals: checkEvidence(db).ok,
      unsealed: checkEvidence(db).unsealed,
      changedFiles: changedFiles(db),
      counts: { accounts, regions, events, duplicates, conflicts, undated, files },
      rows: [
        hashOf(db, 'SELECT * FROM events ORDER BY id'),
        hashOf(db, 'SELECT * FROM terms ORDER BY id'),
        hashOf(db, 'SELECT id, key, status, reason, is_kept, sha256, record_count FROM objects ORDER BY id'),
      ],
    };
  } finally {
    opened.close();
  }
}

function hashOf(db: Database, sql: string): string {
  const hash = createHash('sha256');
  for (const row of db.iterate(sql))
    hash.update(JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value)));
  return hash.digest('hex');
}

/** Files whose bytes are not those that the ledger has the hash of. */
function changedFiles(db: Database): readonly unknown[] {
  const reader = new BlobReader(db);
  const changed: unknown[] = [];
  for (const row of db.iterate(
    'SELECT DISTINCT sha256 FROM objects WHERE is_kept = 1 AND sha256 IS NOT NULL',
  )) {
    const { sha256 } = row;
    if (!(sha256 instanceof Uint8Array)) throw new Error('The ledger has a hash that is none.');
    const bytes = reader.get(sha256);
    if (!createHash('sha256').update(bytes).digest().equals(sha256)) changed.push(row);
  }
  return changed;
}

export const undamaged = {
  access: 'write',
  integrity: [{ integrity_check: 'ok' }],
  foreignKeys: [],
  custody: true,
  seals: true,
  changedFiles: [],
};
