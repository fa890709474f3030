-- The whole workflow: security tasks, exceptions, devices in the change feed.

-- Devices have a position in the feed of their own, and a version for If-Match.
ALTER TABLE machines ADD COLUMN state_reason TEXT;
ALTER TABLE machines ADD COLUMN recommendation_count INTEGER;
ALTER TABLE machines ADD COLUMN change INTEGER;
ALTER TABLE machines ADD COLUMN row_version INTEGER;
ALTER TABLE machines ADD COLUMN local_state TEXT;
ALTER TABLE machines ADD COLUMN local_error TEXT;
UPDATE machines SET row_version = 1, recommendation_count = (SELECT count (DISTINCT recommendation)
  FROM findings WHERE machine = machines.row_id AND open = 1);
UPDATE machines SET change = (SELECT change FROM feed) + n
  FROM (SELECT row_id AS r, row_number () OVER (ORDER BY row_id) AS n FROM machines) WHERE row_id = r;
UPDATE feed SET change = change + (SELECT count (*) FROM machines);
CREATE INDEX machines_change ON machines (change);
CREATE INDEX machines_retired ON machines (row_id) WHERE retired_on IS NOT NULL;

-- Ids of devices that turned out to be another one: reports that name them are about that one.
CREATE TABLE machine_aliases (
  alias TEXT PRIMARY KEY,
  machine INTEGER NOT NULL REFERENCES machines (row_id)
) WITHOUT ROWID;
CREATE INDEX machine_aliases_machine ON machine_aliases (machine);

-- What the IT administrator decides on; an activity has none, one or several (rule R3).
CREATE TABLE security_tasks (
  row_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  display_name TEXT,
  description TEXT,
  created_date_time INTEGER,
  due_date_time INTEGER,
  category TEXT,
  priority TEXT,
  creator TEXT,
  creator_notes TEXT,
  assigned_to TEXT,
  status TEXT,
  app_name TEXT,
  app_publisher TEXT,
  app_version TEXT,
  mitigation_type TEXT,
  insights TEXT,
  managed_device_count INTEGER,
  remediation TEXT,
  sanera_priority TEXT,
  remediation_task_id TEXT,
  note TEXT,
  system_note TEXT,
  decided_by TEXT,
  decided_on INTEGER,
  service TEXT,
  recommendation_reference TEXT,
  type TEXT,
  related_component TEXT,
  recommended_version TEXT,
  remediation_text TEXT,
  weaknesses INTEGER,
  fixable_weaknesses INTEGER,
  part INTEGER,
  parts INTEGER,
  change INTEGER,
  version INTEGER,
  local_state TEXT,
  local_error TEXT
);
CREATE INDEX security_tasks_change ON security_tasks (change);
CREATE INDEX security_tasks_activity ON security_tasks (remediation_task_id);

-- Rule R8.
CREATE TABLE exceptions (
  row_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  recommendation_reference TEXT,
  title TEXT,
  related_component TEXT,
  recommended_version TEXT,
  type TEXT,
  scope TEXT,
  rbac_group_names TEXT,
  groups TEXT,
  justification TEXT,
  justification_context TEXT,
  status TEXT,
  created_on INTEGER,
  created_by TEXT,
  expires_on INTEGER,
  renewed_on INTEGER,
  ended_on INTEGER,
  ended_by TEXT,
  covered_devices INTEGER,
  change INTEGER,
  version INTEGER,
  local_state TEXT,
  local_error TEXT
);
CREATE INDEX exceptions_change ON exceptions (change);
CREATE INDEX exceptions_recommendation ON exceptions (recommendation_reference);

-- Rule R11. REPLACE deletes without asking the trigger that forbids it, so a number that is taken
-- cannot be given again.
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE (ABORT, 'audit is append-only'); END;

-- The scores on the days before, one row for each UTC day: the last of that day. Today's is put in
-- the place of what was there whenever the figures change.
CREATE TABLE score_history (
  day INTEGER PRIMARY KEY,
  exposure_score REAL,
  configuration_points REAL NOT NULL,
  configuration_possible REAL NOT NULL,
  updated_on INTEGER NOT NULL
);

-- The device groups that an activity was requested for, as a JSON array; NULL: all of them, also
-- those without an exposed device at that time (rule R6: devices exposed since the request).
ALTER TABLE remediation_tasks ADD COLUMN requested_groups TEXT;
UPDATE remediation_tasks SET requested_groups = nullif (rbac_group_names, '[]');

-- Which device is in which security task (rule R3): settled when the tasks are made, by exposure,
-- then name; a device that leaves the targets of the activity leaves its open tasks.
CREATE TABLE security_task_machines (
  task INTEGER NOT NULL REFERENCES security_tasks (row_id) ON DELETE CASCADE,
  machine INTEGER NOT NULL REFERENCES machines (row_id),
  PRIMARY KEY (task, machine)
) WITHOUT ROWID;
CREATE INDEX security_task_machines_machine ON security_task_machines (machine);

-- The device groups of an exception (rule R8). status: NULL while it is the exception's, else
-- Canceled or Expired; the column "groups" of exceptions is made from these rows.
CREATE TABLE exception_groups (
  exception INTEGER NOT NULL REFERENCES exceptions (row_id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  status TEXT,
  ended_on INTEGER,
  ended_by TEXT,
  PRIMARY KEY (exception, name)
) WITHOUT ROWID;
CREATE INDEX exceptions_open ON exceptions (expires_on) WHERE ended_on IS NULL;
