import { eventsView } from './events-view.ts';

/** What a check of the case leaves in it, and what a bundle knows of its files. None of it is evidence itself. */
export const sql = `
-- What objects.json of a bundle says of a file: where it lay in S3, and its metadata (a digest's signature).
CREATE TABLE bundle_objects (
  object_id INTEGER PRIMARY KEY REFERENCES objects (id),
  bucket TEXT NOT NULL,
  key TEXT NOT NULL,
  last_modified_ms INTEGER,
  metadata TEXT NOT NULL CHECK (json_valid(metadata))
) STRICT;

-- One row for every check, the newest is what is shown; its summary is that of the contract.
CREATE TABLE verifications (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  last_object INTEGER NOT NULL, -- the last file that was in the case then
  key_count INTEGER NOT NULL,   -- public keys of the case then
  summary TEXT NOT NULL CHECK (json_valid(summary))
) STRICT;

-- What the last check said of every digest and log file, the worst first.
CREATE TABLE verdicts (
  id INTEGER PRIMARY KEY,
  object_id INTEGER UNIQUE REFERENCES objects (id), -- NULL: known to have existed, and not in the case
  kind TEXT NOT NULL CHECK (kind IN ('digest', 'log')),
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  how TEXT,
  bucket TEXT, -- where CloudTrail delivered it, as far as that is known
  key TEXT,    -- likewise; NULL: as in the ledger
  by_object INTEGER, -- the digest that decided
  notes TEXT NOT NULL CHECK (json_valid(notes)),
  account TEXT,
  region TEXT,
  series INTEGER, -- of a digest: which of the summary's series, from 0
  from_ms INTEGER, -- what a digest covers; when a log file was delivered
  until_ms INTEGER,
  log_count INTEGER, -- of a digest: how many files it names
  is_asked INTEGER NOT NULL CHECK (is_asked IN (0, 1)) -- 1: the check was asked about it
) STRICT;
CREATE INDEX idx_verdicts_place ON verdicts (account, region, from_ms);

-- Every field of an event has a place in the view.
DROP VIEW events_as_text;
${eventsView(`,
  (SELECT verdict FROM verdicts WHERE object_id = e.object_id) AS verdict`)}
`;
