/** What lets a search of the records pass over most of them. Derived, never evidence: dropped and made anew at will. */
export const sql = `
-- What stands in the records of a run of events is noted in parts, filters of a fixed number of bits (engine/skip-index).
-- Blocks follow each other without a gap from event 1; events after the last are not noted yet.
CREATE TABLE skip_blocks (
  id INTEGER PRIMARY KEY,
  first_event INTEGER NOT NULL,
  end_event INTEGER NOT NULL, -- the event after its last
  part_count INTEGER NOT NULL,
  layout INTEGER NOT NULL,
  runs BLOB NOT NULL, -- which parts have been filled from which events (engine/skip-index/runs.ts has the layout)
  spellings TEXT NOT NULL CHECK (json_valid(spellings)) -- how else than by themselves characters are written there
) STRICT;
-- The filters of a block turned round: for each bit one slice with a bit for every part, many slices to a row of a page.
CREATE TABLE skip_slices (
  id INTEGER PRIMARY KEY, -- 65,536 times the block, and the number of the row
  bits BLOB NOT NULL
) STRICT;
`;
