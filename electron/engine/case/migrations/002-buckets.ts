/** What a bucket adds to a case: facts of its objects, the syncs that were run, what the trail says of itself. */
export const sql = `
-- For an S3 source: where it lies, what was chosen of it, which events are indexed. Never a secret.
ALTER TABLE sources ADD COLUMN settings TEXT CHECK (settings IS NULL OR json_valid(settings));
-- Records of the file that the source's event selectors keep out of the index; the file is whole all the same.
ALTER TABLE objects ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;

-- What S3 said of an object beside its bytes. A digest's signature is in its metadata.
CREATE TABLE s3_objects (
  object_id INTEGER PRIMARY KEY REFERENCES objects (id),
  etag TEXT NOT NULL,
  version_id TEXT,
  last_modified_ms INTEGER,
  storage_class TEXT,
  encryption TEXT,
  kms_key_id TEXT,
  checksums TEXT NOT NULL CHECK (json_valid(checksums)),
  metadata TEXT NOT NULL CHECK (json_valid(metadata)),
  replaces INTEGER -- the object that this key delivered before: it was changed in place
) STRICT;

-- One row for every sync that was begun; 'running' without a process is one that was killed.
CREATE TABLE syncs (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  outcome TEXT NOT NULL CHECK (outcome IN ('running', 'done', 'cancelled', 'failed')),
  choice TEXT NOT NULL CHECK (json_valid(choice)),
  listed INTEGER NOT NULL DEFAULT 0,
  fetched INTEGER NOT NULL DEFAULT 0,
  known INTEGER NOT NULL DEFAULT 0,
  not_fetched INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  error TEXT
) STRICT;

-- Answers of the CloudTrail API as they came, dated; the newest of each is what the trail's page shows.
CREATE TABLE trail_answers (
  id INTEGER PRIMARY KEY,
  taken_at_ms INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('aws', 'file')),
  operation TEXT NOT NULL, -- DescribeTrails, GetTrailStatus, GetEventSelectors, GetInsightSelectors, ListTags, ListPublicKeys
  region TEXT,
  trail_arn TEXT, -- null where a file does not say whose answer it is
  file_name TEXT, -- of an imported answer: it may tell the trail
  answer TEXT NOT NULL CHECK (json_valid(answer)),
  problem TEXT -- why there is no answer; then answer is null
) STRICT;

-- Public keys of the digests, by ListPublicKeys: needed to verify offline.
CREATE TABLE public_keys (
  fingerprint TEXT NOT NULL,
  der BLOB NOT NULL, -- PKCS#1, as CloudTrail gives it
  region TEXT,
  valid_from_ms INTEGER NOT NULL,
  valid_until_ms INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('aws', 'file')),
  added_at_ms INTEGER NOT NULL,
  PRIMARY KEY (fingerprint, der)
) STRICT, WITHOUT ROWID;
`;
