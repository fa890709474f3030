-- The last import can be taken back while nobody has acted on what it brought.

ALTER TABLE imports ADD COLUMN undone_on INTEGER;
ALTER TABLE imports ADD COLUMN undone_by TEXT;

-- What the last call that imported has written: the reports of one call go back together. change,
-- audit: the last position in the feed and the last line of the audit log that were its own.
-- The rows as they were before stand in tables named undo_*, made when they are needed.
CREATE TABLE import_undo (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  imports TEXT NOT NULL,
  change INTEGER NOT NULL,
  audit INTEGER NOT NULL
);

-- Row ids above these did not exist before it; and what was remembered of its scanners.
CREATE TABLE import_undo_marks (
  name TEXT PRIMARY KEY,
  row INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE import_undo_meta (
  key TEXT PRIMARY KEY,
  value
) WITHOUT ROWID;
