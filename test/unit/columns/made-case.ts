import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TermField, termFields } from '../../../electron/contract/fields.ts';
import { createCase, type OpenCase } from '../../../electron/engine/case/case-file.ts';
import { packId } from '../../../electron/engine/case/id-codec.ts';
import { insertSegment } from '../../../electron/engine/case/segments.ts';
import { encodeSegment, makeTerms, segmentLayout } from '../../../electron/engine/columns/segment.ts';
import { EventRows } from '../../support/event-rows.ts';

/** An event to be put into a case; fields left out are missing. */
export interface MadeEvent {
  readonly timeMs: number | null;
  readonly object: string;
  readonly id?: string | null;
  readonly request?: string | null;
  readonly fields: Partial<Record<TermField, string>>;
}

export const workersDir = path.resolve(import.meta.dirname, '../../../dist/electron');

/** A case in a temporary folder, written the way an import writes it. */
export class MadeCase {
  readonly path: string;
  readonly #folder: string;
  readonly #file: OpenCase;
  readonly #objects = new Map<string, number>();
  readonly #firsts = new Map<string, number>();

  constructor() {
    this.#folder = mkdtempSync(path.join(tmpdir(), 'spoor-columns-'));
    this.path = path.join(this.#folder, 'test.spoor');
    this.#file = createCase(this.path, { clock: () => 0, version: '0.0.0' });
    this.db.run(
      "INSERT INTO sources (kind, label, location, added_at_ms) VALUES ('folder', 'logs', '/logs', 0)",
    );
  }

  get db() {
    return this.#file.db;
  }

  /** One segment. Duplicates are marked; every second of them is said to differ from the first. */
  add(events: readonly MadeEvent[]): void {
    this.db.transaction(() => {
      const writer = new EventRows(this.db);
      const firstEvent = writer.nextId;
      const eventCount = events.length;
      const times = new Float64Array(eventCount).fill(Number.NaN);
      const objectIds = new Uint32Array(eventCount);
      const isDuplicate = new Uint8Array(eventCount);
      const columns = makeTerms(() => new Uint32Array(eventCount));
      events.forEach((event, at) => {
        const objectId = this.#objectId(event.object);
        const duplicateOf = event.id == null ? null : (this.#firsts.get(event.id) ?? null);
        const ids = writer.termsOf(event.fields);
        const number = writer.insert(
          {
            objectId,
            position: at,
            timeMs: event.timeMs,
            eventId: event.id == null ? null : packId(event.id),
            requestId: event.request == null ? null : packId(event.request),
            duplicateOf,
          },
          event.fields,
        );
        if (duplicateOf !== null)
          this.db.run('UPDATE events SET is_conflict = ? WHERE id = ?', number % 2, number);
        else if (event.id != null) this.#firsts.set(event.id, number);
        times[at] = event.timeMs ?? Number.NaN;
        objectIds[at] = objectId;
        isDuplicate[at] = duplicateOf === null ? 0 : 1;
        for (const field of termFields) columns[field][at] = ids[field];
      });
      const bytes = encodeSegment({ firstEvent, eventCount, times, objectIds, isDuplicate, terms: columns });
      insertSegment(this.db, { firstEvent, eventCount, layout: segmentLayout, bytes });
    });
  }

  /** As a later check: other verdicts for the files, in turn. */
  checkAgain(verdicts: readonly (string | null)[]): void {
    this.db.transaction(() => {
      this.db.run('DELETE FROM verdicts');
      for (const { id } of this.db.all('SELECT id FROM objects')) this.#judge(Number(id), verdicts);
    });
  }

  /** Also turns it back into a single file, when nobody else has it open. */
  close(): void {
    this.#file.close();
  }

  remove(): void {
    this.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #objectId(key: string): number {
    const known = this.#objects.get(key);
    // Every third delivery is a ledger row of its own with the same key, as from a second source.
    if (known !== undefined && this.#objects.size % 3 !== 0) return known;
    const sql =
      "INSERT INTO objects (source_id, key, key_hash, is_kept, status, size_bytes, seen_at_ms) VALUES (1, ?, 0, 0, 'read', 1, 0)";
    const id = this.db.run(sql, key).lastId;
    // Some files were never checked.
    this.#judge(id, ['proven', 'altered', null]);
    this.#objects.set(key, id);
    return id;
  }

  #judge(id: number, verdicts: readonly (string | null)[]): void {
    const verdict = verdicts[id % verdicts.length] ?? null;
    if (verdict !== null)
      this.db.run(
        "INSERT INTO verdicts (object_id, kind, verdict, reason, notes, is_asked) VALUES (?, 'log', ?, '', '[]', 1)",
        id,
        verdict,
      );
  }
}
