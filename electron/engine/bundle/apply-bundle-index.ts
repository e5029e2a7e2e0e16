import { createHash } from 'node:crypto';
import { cleanText } from '../../contract/selectors/refuse.ts';
import { BlobReader } from '../case/blobs.ts';
import type { Database, Row } from '../case/driver.ts';
import { keyHash } from '../case/ledger-writer.ts';
import { bytesAt, numberAt, textAt, textOrNullAt } from '../case/row.ts';
import { storableText } from '../case/storable-text.ts';
import { inflate } from '../ingest/inflate.ts';
import { keyFacts } from '../ingest/s3-key.ts';
import { type BundleEntry, indexName, indexShape, readBundleIndex } from './bundle-index.ts';

/** Before what is said of the list's files: that is found anew each time. */
const mark = 'Of the files that it names, ';
const longestName = 200;

/**
 * Keeps what the lists of objects of a source (of all sources: null) say of its files, and fills what the ledger
 * lacks because a file's own name says nothing. Done again it changes nothing, unless files have come meanwhile. Of
 * two lists at the same place the newer one counts.
 *
 * What a list names and the source lacks, and what it says twice differently, stands in the reason of its own row.
 *
 * @throws AppError `damaged-case`, `disk-full`
 */
export function applyBundleIndexes(db: Database, sourceId: number | null): void {
  // Buckets know all this from S3 itself.
  const rows = db.all(
    `SELECT o.id, o.source_id, o.key, o.sha256, o.reason FROM objects AS o JOIN sources AS s ON s.id = o.source_id
    WHERE ${sourceId === null ? '' : 'o.source_id = ? AND '}o.shape = '${indexShape}' AND o.is_kept = 1
      AND o.sha256 IS NOT NULL AND s.kind <> 's3' ORDER BY o.id`,
    ...(sourceId === null ? [] : [sourceId]),
  );
  if (rows.length === 0) return;
  const blobs = new BlobReader(db);
  db.transaction(() => {
    for (const row of rows) applyOne(db, row, inflate(blobs.get(bytesAt(row, 'sha256'))).bytes);
  });
}

function applyOne(db: Database, row: Row, content: Uint8Array): void {
  const sourceId = numberAt(row, 'source_id');
  const root = textAt(row, 'key').slice(0, -indexName.length);
  const contradicted = contradictionsIn(content);
  const missing = new Set<string>();
  const writer = new FactWriter(db, sourceId);
  readBundleIndex(content, (entry) => {
    if (contradicted.has(entry.file)) return;
    if (!writer.write(storableText(`${root}${entry.file}`), entry)) missing.add(entry.file);
  });
  const parts = [
    ...(missing.size === 0
      ? []
      : [`${missing.size} are not in this source (the first is ${first(missing)})`]),
    ...(contradicted.size === 0
      ? []
      : [
          `${contradicted.size} are named more than once with different answers, of which none is used (the first is ${first(contradicted)})`,
        ]),
  ];
  const before = textOrNullAt(row, 'reason');
  const kept = before?.split(mark, 1)[0]?.trim() ?? '';
  const reason = [kept, parts.length === 0 ? '' : `${mark}${parts.join('; ')}.`].join(' ').trim() || null;
  if (reason !== before) db.run('UPDATE objects SET reason = ? WHERE id = ?', reason, numberAt(row, 'id'));
}

function first(files: ReadonlySet<string>): string {
  const [name = ''] = files;
  return `“${storableText(cleanText(name, longestName))}”`;
}

/** The files that the list names twice with answers that differ. */
function contradictionsIn(content: Uint8Array): ReadonlySet<string> {
  const answers = new Map<string, string>();
  const found = new Set<string>();
  readBundleIndex(content, ({ file, ...answer }) => {
    const hash = createHash('sha1').update(answerText(answer)).digest('base64');
    const before = answers.get(file);
    if (before === undefined) answers.set(file, hash);
    else if (before !== hash) found.add(file);
  });
  return found;
}

/** The order of names is of no meaning. */
function answerText({ metadata, ...answer }: Omit<BundleEntry, 'file'>): string {
  return JSON.stringify([Object.entries(answer).sort(byName), Object.entries(metadata).sort(byName)]);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

class FactWriter {
  readonly #db: Database;
  readonly #sourceId: number;

  constructor(db: Database, sourceId: number) {
    this.#db = db;
    this.#sourceId = sourceId;
  }

  /** @param ledgerKey in its storable form. @returns false when the source has no such file */
  write(ledgerKey: string, entry: BundleEntry): boolean {
    const sql = 'SELECT id FROM objects WHERE key_hash = ? AND source_id = ? AND key = ?';
    const rows = this.#db.all(sql, keyHash(ledgerKey), this.#sourceId, ledgerKey);
    for (const row of rows) this.#writeOne(numberAt(row, 'id'), entry);
    return rows.length > 0;
  }

  #writeOne(objectId: number, { bucket, key, lastModifiedMs, metadata }: BundleEntry): void {
    this.#db.run(
      `INSERT INTO bundle_objects (object_id, bucket, key, last_modified_ms, metadata) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (object_id) DO UPDATE SET bucket = excluded.bucket, key = excluded.key,
        last_modified_ms = excluded.last_modified_ms, metadata = excluded.metadata
      WHERE (bucket, key, last_modified_ms, metadata)
        IS NOT (excluded.bucket, excluded.key, excluded.last_modified_ms, excluded.metadata)`,
      objectId,
      storableText(bucket),
      storableText(key),
      lastModifiedMs,
      storableText(JSON.stringify(metadata)),
    );
    const facts = keyFacts(key);
    this.#db.run(
      `UPDATE objects SET account = coalesce(account, ?), region = coalesce(region, ?),
        trail_kind = coalesce(trail_kind, ?), delivered_ms = coalesce(delivered_ms, ?)
      WHERE id = ? AND (account IS NULL OR region IS NULL OR trail_kind IS NULL OR delivered_ms IS NULL)`,
      facts.account,
      facts.region,
      facts.trailKind,
      facts.deliveredMs,
      objectId,
    );
  }
}
