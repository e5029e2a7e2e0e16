import { callColumns, declared, eventsView, identityColumns, ownColumns } from './events-view.ts';

/** The first schema. Append-only once released: a change is a new migration. Described in README. */
export const sql = `
-- Evidence: what was delivered, and what was done to the case. Never changed by a rebuild of the index.
CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('folder', 'file', 'archive', 'sample', 's3')),
  label TEXT NOT NULL,
  location TEXT NOT NULL,
  added_at_ms INTEGER NOT NULL,
  UNIQUE (kind, location)
) STRICT;

-- The bytes of files as delivered, one after the other: many small ones to a pack.
CREATE TABLE packs (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
-- Where the bytes with a hash lie, kept once however often they were seen.
CREATE TABLE blobs (
  sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
  pack_id INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The ledger: one row for every file that was ever seen.
CREATE TABLE objects (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  key TEXT NOT NULL,
  key_hash INTEGER NOT NULL, -- the first 48 bits of the key's SHA-1: an index over it is a tenth of one over keys
  status TEXT NOT NULL CHECK (status IN ('read', 'partly', 'empty', 'notCloudTrail', 'damaged', 'tooLarge', 'notFetched', 'alreadyPresent')),
  reason TEXT,
  shape TEXT,
  trail_kind TEXT,
  is_kept INTEGER NOT NULL CHECK (is_kept IN (0, 1)), -- 1: its bytes are in blobs
  sha256 BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),
  size_bytes INTEGER NOT NULL,
  modified_ms INTEGER,
  account TEXT,
  region TEXT,
  delivered_ms INTEGER,
  record_count INTEGER NOT NULL DEFAULT 0,
  seen_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_objects_key_hash ON objects (key_hash);
CREATE INDEX idx_objects_sha256 ON objects (sha256);
-- Counts files by source and status without reading the ledger itself.
CREATE INDEX idx_objects_source_status ON objects (source_id, status);

-- Custody: append-only, each row carries the hash of the one before it.
CREATE TABLE custody (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  action TEXT NOT NULL,
  details TEXT NOT NULL CHECK (json_valid(details)),
  previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER custody_never_changes BEFORE UPDATE ON custody
BEGIN SELECT RAISE(ABORT, 'custody is append-only'); END;
CREATE TRIGGER custody_never_shrinks BEFORE DELETE ON custody
BEGIN SELECT RAISE(ABORT, 'custody is append-only'); END;
-- Also stops INSERT OR REPLACE, which deletes without firing the trigger above.
CREATE TRIGGER custody_grows_at_its_end BEFORE INSERT ON custody
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM custody)
BEGIN SELECT RAISE(ABORT, 'custody is append-only'); END;

-- Index: derived from the evidence, made anew by reindex.
CREATE TABLE terms (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
-- Left out while a first import runs, and made at its end.
CREATE UNIQUE INDEX idx_terms_text ON terms (text);

-- Every *_t column is a term; NULL is missing. What of an event goes together is stored once for all events that
-- share it: who called, and what was called and how it went.
CREATE TABLE identities (id INTEGER PRIMARY KEY, ${declared(identityColumns)}) STRICT;
CREATE TABLE calls (id INTEGER PRIMARY KEY, ${declared(callColumns)}) STRICT;

-- Ids are dense from 1 and in the order of import.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  object_id INTEGER NOT NULL REFERENCES objects (id),
  position INTEGER NOT NULL,
  time_ms INTEGER,
  event_id ANY,    -- a GUID as 16 bytes, any other id as text
  request_id ANY,  -- likewise
  duplicate_of INTEGER, -- the event that delivered this eventID first
  is_conflict INTEGER,  -- 1 differs from duplicate_of, 0 equal, NULL not compared yet (or no duplicate)
  identity_id INTEGER NOT NULL, -- of identities
  call_id INTEGER NOT NULL,     -- of calls
  ${declared(ownColumns)}
) STRICT;
-- Likewise left out and made.
CREATE INDEX idx_events_event_id ON events (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX idx_events_duplicate_of ON events (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX idx_events_conflict ON events (duplicate_of) WHERE is_conflict = 1;

-- The columns of a run of events, as typed arrays (engine/columns/segment.ts has the layout).
CREATE TABLE segments (
  id INTEGER PRIMARY KEY,
  first_event INTEGER NOT NULL,
  event_count INTEGER NOT NULL,
  layout INTEGER NOT NULL,
  columns BLOB NOT NULL
) STRICT;

-- What the head of the case says of its events, so that opening a million of them need not count them. Kept by
-- the trigger below, from the events that a segment covers: a segment is inserted after its events, in the same
-- transaction. Duplicates count only as duplicates.
CREATE TABLE totals (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  events INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0,
  undated INTEGER NOT NULL DEFAULT 0,
  first_time_ms INTEGER,
  last_time_ms INTEGER,
  is_rebuilding INTEGER NOT NULL DEFAULT 0 CHECK (is_rebuilding IN (0, 1)) -- 1: a reindex was begun and not ended
) STRICT;
INSERT INTO totals (id) VALUES (1);
-- The distinct accounts and regions of the events.
CREATE TABLE places (
  kind TEXT NOT NULL CHECK (kind IN ('account', 'region')),
  term_id INTEGER NOT NULL,
  PRIMARY KEY (kind, term_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER segments_count AFTER INSERT ON segments
BEGIN
  UPDATE totals SET
    events = totals.events + added.events,
    duplicates = totals.duplicates + added.duplicates,
    undated = totals.undated + added.undated,
    first_time_ms = coalesce(min(totals.first_time_ms, added.first_time_ms), totals.first_time_ms, added.first_time_ms),
    last_time_ms = coalesce(max(totals.last_time_ms, added.last_time_ms), totals.last_time_ms, added.last_time_ms)
  FROM (
    SELECT
      count(*) FILTER (WHERE duplicate_of IS NULL) AS events,
      count(*) FILTER (WHERE duplicate_of IS NOT NULL) AS duplicates,
      count(*) FILTER (WHERE duplicate_of IS NULL AND time_ms IS NULL) AS undated,
      min(time_ms) FILTER (WHERE duplicate_of IS NULL) AS first_time_ms,
      max(time_ms) FILTER (WHERE duplicate_of IS NULL) AS last_time_ms
    FROM events WHERE id >= NEW.first_event AND id < NEW.first_event + NEW.event_count
  ) AS added;
  INSERT OR IGNORE INTO places (kind, term_id)
    SELECT DISTINCT 'account', i.account_t FROM events AS e JOIN identities AS i ON i.id = e.identity_id
    WHERE e.id >= NEW.first_event AND e.id < NEW.first_event + NEW.event_count
      AND e.duplicate_of IS NULL AND i.account_t IS NOT NULL;
  INSERT OR IGNORE INTO places (kind, term_id)
    SELECT DISTINCT 'region', c.region_t FROM events AS e JOIN calls AS c ON c.id = e.call_id
    WHERE e.id >= NEW.first_event AND e.id < NEW.first_event + NEW.event_count
      AND e.duplicate_of IS NULL AND c.region_t IS NOT NULL;
END;

${eventsView('')}
-- The ledger with the bytes as they were delivered, for any SQLite tool.
CREATE VIEW files AS
SELECT o.id AS object, s.label AS source_label, o.key, o.status, o.reason, lower(hex(o.sha256)) AS sha256, o.size_bytes,
  (SELECT substr(p.bytes, b.offset + 1, b.size_bytes) FROM blobs AS b JOIN packs AS p ON p.id = b.pack_id
   WHERE b.sha256 = o.sha256 AND o.is_kept) AS bytes
FROM objects AS o JOIN sources AS s ON s.id = o.source_id;
`;
