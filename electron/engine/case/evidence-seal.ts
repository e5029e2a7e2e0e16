import { createHash } from 'node:crypto';
import { z } from 'zod';
import { appendCustody } from './custody.ts';
import type { Database, Row } from './driver.ts';
import { numberAt, numberOrNullAt, textAt } from './row.ts';

/**
 * How custody covers each file of the ledger without a row for each: the custody row of an import holds a seal over
 * all files that it added, and the chain covers the seal.
 *
 * A seal is the SHA-256 over a line for each file, in the order of the ledger: the JSON array of its number; kind,
 * label and location of its source; key, SHA-256 of its bytes (hex), size, time of last change, whether its bytes are
 * in the case, when Spoor saw it; and, where S3 said so, ETag, version, last change, checksums and metadata. Times
 * are epoch milliseconds, what is unknown is null; UTF-8, ended by a line feed. What a rebuild of the index says of a
 * file (status, reason, shape, counts) is no evidence, and a file that could not be fetched is none yet.
 */
export type Seal = z.infer<typeof seal>;
const seal = z.object({
  /** The files of the ledger from one number to another, both included. */
  fromObject: z.number().int(),
  untilObject: z.number().int(),
  files: z.number().int(),
  bytes: z.number().int(),
  sha256: z.string(),
});
const sealed = z.object({ sealed: seal });

/** What a look at all seals found. */
export interface EvidenceCheck {
  readonly ok: boolean;
  /** The custody row of the first import whose files were changed, removed, or added to later; null where none were. */
  readonly brokenAt: number | null;
  /** Files that a seal covers. */
  readonly files: number;
  /** Files that none covers yet: of an import that runs, or was killed; the next one seals them. */
  readonly unsealed: number;
}

/** Custody rows that may hold a seal. */
const sealingActions = `('imported', 'synced', 'sealed')`;
/** SQLite writes the lines itself: to bring every column of every file into JavaScript would take several times as long. */
const linesSql = `SELECT count(*) AS files, max(id) AS last, coalesce(sum(size_bytes), 0) AS bytes,
  coalesce(group_concat(line || char(10), '' ORDER BY id), '') AS lines
FROM (
  SELECT o.id, o.size_bytes, json_array(o.id, s.kind, s.label, s.location, o.key, iif(o.sha256 IS NULL, NULL, lower(hex(o.sha256))),
    o.size_bytes, o.modified_ms, o.is_kept, o.seen_at_ms, f.etag, f.version_id, f.last_modified_ms, f.checksums,
    f.metadata) AS line
  FROM objects AS o LEFT JOIN sources AS s ON s.id = o.source_id LEFT JOIN s3_objects AS f ON f.object_id = o.id
  WHERE o.id > ? AND o.id <= ? AND o.status <> 'notFetched' ORDER BY o.id LIMIT 500)`;

/**
 * The seal over what was added to the ledger since the last one, for a custody row of one of the actions below. Also
 * where nothing was added: so the last seal is always found among the last rows.
 */
export function sealFiles(db: Database): Seal {
  const after = lastSealed(db);
  const row = db.get('SELECT coalesce(max(id), 0) AS last FROM objects');
  return sealOf(db, after, row === undefined ? after : Math.max(after, numberAt(row, 'last')));
}

/** Seals what an import left behind that was ended before it could: killed, or stopped by a full disk. */
export function sealInterrupted(db: Database, atMs: number, version: string): void {
  const found = sealFiles(db);
  if (found.files === 0) return;
  appendCustody(db, { atMs, action: 'sealed', details: { sealed: found, why: 'interrupted', version } });
}

/** Works out every seal anew. Reads the whole ledger: a few microseconds for each file. */
export function checkEvidence(db: Database): EvidenceCheck {
  return db.snapshot(() => {
    let after = 0;
    let files = 0;
    let brokenAt: number | null = null;
    const rows = db.iterate(
      `SELECT seq, details FROM custody WHERE action IN ${sealingActions} ORDER BY seq`,
    );
    for (const row of rows) {
      const said = sealIn(row);
      if (said === null) continue;
      // The first takes in what lies before number 1: there is nothing there unless somebody put it in.
      const found = sealOf(db, after === 0 ? Number.MIN_SAFE_INTEGER : after, said.untilObject, after + 1);
      const isSame =
        said.fromObject === found.fromObject &&
        said.files === found.files &&
        said.bytes === found.bytes &&
        said.sha256 === found.sha256;
      if (!isSame) brokenAt ??= numberAt(row, 'seq');
      files += said.files;
      after = Math.max(after, said.untilObject);
    }
    const rest = db.get(`SELECT count(*) AS n FROM objects WHERE id > ? AND status <> 'notFetched'`, after);
    const unsealed = rest === undefined ? 0 : numberAt(rest, 'n');
    return { ok: brokenAt === null, brokenAt, files, unsealed };
  });
}

function lastSealed(db: Database): number {
  const rows = db.iterate(`SELECT details FROM custody WHERE action IN ${sealingActions} ORDER BY seq DESC`);
  for (const row of rows) {
    const found = sealIn(row);
    if (found !== null) return found.untilObject;
  }
  return 0;
}

/** Null also where the row was tampered with: the check of the chain tells that. */
function sealIn(row: Row): Seal | null {
  try {
    const read = sealed.safeParse(JSON.parse(textAt(row, 'details')));
    return read.success ? read.data.sealed : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function sealOf(db: Database, after: number, until: number, fromObject = after + 1): Seal {
  const hash = createHash('sha256');
  let files = 0;
  let bytes = 0;
  for (let last: number | null = after; last !== null; ) {
    const row: Row | undefined = db.get(linesSql, last, until);
    if (row === undefined) break;
    hash.update(textAt(row, 'lines'), 'utf8');
    files += numberAt(row, 'files');
    bytes += numberAt(row, 'bytes');
    last = numberOrNullAt(row, 'last');
  }
  return { fromObject, untilObject: until, files, bytes, sha256: hash.digest('hex') };
}
