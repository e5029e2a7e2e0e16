/** What rules find in a case, and what a person says of it. Derived but for the last two tables; never evidence. */
export const sql = `
-- The rules that were chosen last, enough to run them again without the files they came from. One row.
CREATE TABLE rule_runs (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  ran_at_ms INTEGER NOT NULL,
  last_event INTEGER NOT NULL, -- events up to this number were looked at
  reindexes INTEGER NOT NULL,  -- how often the index had been rebuilt then: that may number events anew
  rules TEXT NOT NULL CHECK (json_valid(rules)),
  report TEXT NOT NULL CHECK (json_valid(report)) -- what could not be used or was passed over
) STRICT;

-- One row for each rule and actor with events. Ids mean nothing: a run may write them anew.
CREATE TABLE findings (
  id INTEGER PRIMARY KEY,
  rule_id TEXT NOT NULL,
  rule_version TEXT NOT NULL, -- SHA-256 of what the rule asks for: a changed rule finds anew
  origin TEXT NOT NULL,
  title TEXT NOT NULL,
  level INTEGER NOT NULL,     -- 0 informational … 4 critical
  tactics TEXT NOT NULL CHECK (json_valid(tactics)),
  actor TEXT,                 -- NULL: events without one
  event_count INTEGER NOT NULL,
  undated INTEGER NOT NULL,
  first_ms INTEGER,
  last_ms INTEGER,
  times BLOB NOT NULL,        -- of its events with one (engine/detect/packed-times.ts)
  filter TEXT,                -- NULL: what the rule asks for, of the actor
  is_filter_exact INTEGER NOT NULL CHECK (is_filter_exact IN (0, 1))
) STRICT;
CREATE INDEX idx_findings_order ON findings (level DESC, last_ms DESC);
CREATE INDEX idx_findings_rule ON findings (rule_id, actor);

-- What a person said of a finding. Of a rule as it was: when that changes, they are asked anew.
CREATE TABLE finding_marks (
  id INTEGER PRIMARY KEY,
  rule_id TEXT NOT NULL,
  rule_version TEXT NOT NULL,
  actor TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'truePositive', 'falsePositive')),
  note TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_finding_marks_name ON finding_marks (rule_id, actor);

-- Findings that are not to be shown, with the reason. Lifted ones stay; both are in custody as well.
CREATE TABLE suppressions (
  id INTEGER PRIMARY KEY,
  rule_id TEXT NOT NULL,
  title TEXT NOT NULL,
  is_any_actor INTEGER NOT NULL CHECK (is_any_actor IN (0, 1)),
  actor TEXT,
  reason TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  lifted_ms INTEGER
) STRICT;
CREATE INDEX idx_suppressions_rule ON suppressions (rule_id) WHERE lifted_ms IS NULL;
`;
