-- Rows beside its own that an entry of the outbox is shown on: the recommendation that a request or
-- an exception is about, the devices that become another. They are marked, nothing of them changes.
CREATE TABLE touched (
  list TEXT NOT NULL, -- table of the list
  target TEXT NOT NULL, -- id of the row
  key TEXT NOT NULL REFERENCES pending (key) ON DELETE CASCADE,
  PRIMARY KEY (list, target, key)
) WITHOUT ROWID;
CREATE INDEX touched_key ON touched (key);

ALTER TABLE recommendations ADD COLUMN local_state TEXT;
ALTER TABLE recommendations ADD COLUMN local_error TEXT;
ALTER TABLE recommendations ADD COLUMN local_actions TEXT;
ALTER TABLE machine_recommendations ADD COLUMN local_state TEXT;
ALTER TABLE machine_recommendations ADD COLUMN local_error TEXT;
ALTER TABLE machine_recommendations ADD COLUMN local_actions TEXT;

-- What waits is a handful of rows, also among a million.
CREATE INDEX recommendations_local ON recommendations (local_state) WHERE local_state IS NOT NULL;
