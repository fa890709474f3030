-- Offline first.

-- What belongs to one row of another list (devices, vulnerabilities, history): how much of it is
-- here, and as of when.
CREATE TABLE children (
  list TEXT NOT NULL, -- table of the list
  parent_id TEXT NOT NULL,
  generation INTEGER NOT NULL, -- of the fetch that is under way, or was the last
  fetched_on INTEGER, -- when all of it was here; NULL: never all
  basis INTEGER, -- the parent's place in the feed then
  cursor TEXT, -- the feed's then: for lists that change without their parent
  next TEXT, -- address of the page that comes next; NULL: nothing is under way
  next_basis INTEGER, -- as basis, of the fetch under way
  next_cursor TEXT,
  row_count INTEGER NOT NULL DEFAULT 0, -- of the fetch under way, or of the last
  bytes INTEGER NOT NULL DEFAULT 0, -- as they came from the server
  used_on INTEGER NOT NULL, -- fetched or looked at
  retry_on INTEGER, -- the server refused it: not before then
  PRIMARY KEY (list, parent_id)
) WITHOUT ROWID;

-- What a person has looked at on this desktop.
CREATE TABLE opened (
  list TEXT NOT NULL,
  id TEXT NOT NULL,
  opened_on INTEGER NOT NULL,
  PRIMARY KEY (list, id)
) WITHOUT ROWID;
CREATE INDEX opened_latest ON opened (opened_on DESC);

-- The activities of one person, in the order of the page. NOCASE is SQLite's own, in every language
-- the same.
CREATE INDEX remediation_tasks_requester ON remediation_tasks (
  requester_email COLLATE NOCASE, list_rank, list_time
);

-- What an older version has fetched: here, but nobody knows how much of it or since when.
DELETE FROM recommendation_machines;
DELETE FROM recommendation_vulnerabilities;
DELETE FROM task_machines;
DELETE FROM remediation_task_events;
DELETE FROM security_task_machines;
DELETE FROM machine_recommendations;
DELETE FROM machine_tasks;
