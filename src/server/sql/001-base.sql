-- The server's database. The columns of recommendations, remediation_tasks, machines, vulnerabilities
-- and device_groups are those of the field tables in src/model; a test holds the two together.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value
) WITHOUT ROWID;

-- The position in the change feed: one row, raised by every write that changes a shown figure.
CREATE TABLE feed (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  change INTEGER NOT NULL
);
INSERT INTO feed VALUES (1, 0);

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  change INTEGER NOT NULL
) WITHOUT ROWID;

-- Only the SHA-256 of a token is kept, in hex.
CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  created_on INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE device_groups (
  row_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  device_count INTEGER,
  exposure_score REAL,
  change INTEGER
);
CREATE INDEX device_groups_change ON device_groups (change);

-- exposure: s of the exposure score, the sum of the largest weight of each open recommendation.
CREATE TABLE machines (
  row_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  computer_dns_name TEXT,
  os_platform TEXT,
  rbac_group_name TEXT,
  first_seen INTEGER,
  last_seen INTEGER,
  version TEXT,
  last_ip_address TEXT,
  health_status TEXT,
  exposure_level TEXT,
  machine_tags TEXT,
  last_assessed_on INTEGER,
  last_assessment_result TEXT,
  state TEXT,
  installed_version TEXT,
  retired_on INTEGER,
  exposure REAL NOT NULL DEFAULT 0
);
CREATE INDEX machines_group ON machines (rbac_group_name);

-- kind: 0 vulnerability, 1 failed check, 2 secret, 3 end of support. Only the first kind counts as a
-- weakness in figures; all of them can be targets of an activity.
CREATE TABLE vulnerabilities (
  row_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT,
  description TEXT,
  severity TEXT,
  cvss_v3 REAL,
  cvss_vector TEXT,
  exposed_machines INTEGER,
  published_on INTEGER,
  updated_on INTEGER,
  public_exploit INTEGER,
  exploit_verified INTEGER,
  exploit_in_kit INTEGER,
  exploit_types TEXT,
  exploit_uris TEXT,
  fixed_version TEXT,
  url TEXT,
  kind INTEGER NOT NULL DEFAULT 0
);

-- Other names of the same weakness (GHSA, NSWG, OSV): counted once.
CREATE TABLE vulnerability_aliases (
  alias TEXT PRIMARY KEY,
  vulnerability INTEGER NOT NULL REFERENCES vulnerabilities (row_id)
) WITHOUT ROWID;

CREATE TABLE recommendations (
  row_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  product_name TEXT,
  recommendation_name TEXT,
  weaknesses INTEGER,
  vendor TEXT,
  recommended_version TEXT,
  recommended_vendor TEXT,
  recommended_program TEXT,
  recommendation_category TEXT,
  sub_category TEXT,
  severity_score REAL,
  public_exploit INTEGER,
  active_alert INTEGER,
  associated_threats TEXT,
  remediation_type TEXT,
  status TEXT,
  config_score_impact REAL,
  total_machine_count INTEGER,
  exposed_machines_count INTEGER,
  non_productivity_impacted_assets INTEGER,
  related_component TEXT,
  exposed_critical_devices INTEGER,
  tags TEXT,
  exposure_sum REAL,
  os_platforms TEXT,
  fixable_weaknesses INTEGER,
  highest_severity TEXT,
  activity_count INTEGER,
  exposed_after_exceptions INTEGER,
  exposure_sum_after_exceptions REAL,
  first_assessed_on INTEGER,
  last_assessed_on INTEGER,
  created_on INTEGER,
  remediation_text TEXT,
  change INTEGER,
  version INTEGER
);
CREATE INDEX recommendations_change ON recommendations (change);

-- The latest report that a source gave of a device, and the latest that was said to be complete: a
-- part that the latest report leaves out is unknown, one that a later complete report leaves out is
-- fixed. Kept so that any order of reports ends in the same state.
CREATE TABLE machine_sources (
  machine INTEGER NOT NULL REFERENCES machines (row_id),
  source TEXT NOT NULL,
  latest_on INTEGER NOT NULL,
  complete_on INTEGER,
  PRIMARY KEY (machine, source)
) WITHOUT ROWID;

-- What the last assessments of a source say of one device: a row for each part (class and type) a
-- report named. Findings refer to the part that they stand in.
CREATE TABLE assessments (
  row_id INTEGER PRIMARY KEY,
  machine INTEGER NOT NULL REFERENCES machines (row_id),
  source TEXT NOT NULL,
  part TEXT NOT NULL,
  assessed_on INTEGER NOT NULL,
  result TEXT NOT NULL,
  import_id TEXT,
  UNIQUE (machine, source, part)
);

-- open: 1 exposed, 0 fixed since last_seen. An open row was last seen when its assessment was made;
-- its own last_seen is only written when it closes. status: 1 past end of support.
CREATE TABLE findings (
  recommendation INTEGER NOT NULL REFERENCES recommendations (row_id),
  machine INTEGER NOT NULL REFERENCES machines (row_id),
  vulnerability INTEGER NOT NULL REFERENCES vulnerabilities (row_id),
  assessment INTEGER NOT NULL REFERENCES assessments (row_id),
  installed_version TEXT,
  fixed_version TEXT,
  status INTEGER NOT NULL DEFAULT 0,
  open INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (recommendation, machine, vulnerability, assessment)
) WITHOUT ROWID;
CREATE INDEX findings_machine ON findings (machine, open, recommendation);
CREATE INDEX findings_vulnerability ON findings (vulnerability, open, machine);

-- Everything found installed, exposed or not (totalMachineCount). The id of a component is that of
-- the recommendation about it, which exists only while something is wrong with it.
CREATE TABLE components (
  row_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE
);
CREATE TABLE installations (
  assessment INTEGER NOT NULL REFERENCES assessments (row_id),
  component INTEGER NOT NULL REFERENCES components (row_id),
  machine INTEGER NOT NULL REFERENCES machines (row_id),
  version TEXT,
  PRIMARY KEY (assessment, component)
) WITHOUT ROWID;
CREATE INDEX installations_component ON installations (component, machine);

CREATE TABLE remediation_tasks (
  row_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT,
  description TEXT,
  category TEXT,
  type TEXT,
  status TEXT,
  status_last_modified_on INTEGER,
  priority TEXT,
  created_on INTEGER,
  due_on INTEGER,
  requester_id TEXT,
  requester_email TEXT,
  requester_notes TEXT,
  completion_method TEXT,
  completer_id TEXT,
  completer_email TEXT,
  target_devices INTEGER,
  fixed_devices INTEGER,
  rbac_group_names TEXT,
  productivity_impact_remediation_type TEXT,
  related_component TEXT,
  product_id TEXT,
  name_id TEXT,
  vendor_id TEXT,
  recommended_version TEXT,
  recommended_vendor TEXT,
  recommended_program TEXT,
  scid TEXT,
  recommendation_reference TEXT,
  exposed_devices INTEGER,
  unknown_devices INTEGER,
  new_devices INTEGER,
  weaknesses INTEGER,
  fixable_weaknesses INTEGER,
  last_assessed_on INTEGER,
  completed_on INTEGER,
  sanera_outcome TEXT,
  tickets TEXT,
  ticket_status TEXT,
  ticket_service TEXT,
  remediation_text TEXT,
  change INTEGER,
  version INTEGER,
  local_state TEXT,
  local_error TEXT
);
CREATE INDEX remediation_tasks_change ON remediation_tasks (change);
CREATE INDEX remediation_tasks_recommendation ON remediation_tasks (recommendation_reference);

-- Every (device, weakness) pair an activity covers, stored when the request is accepted (rule R6).
-- open: 1 while the latest assessment of the device reports the weakness.
CREATE TABLE task_targets (
  task INTEGER NOT NULL REFERENCES remediation_tasks (row_id) ON DELETE CASCADE,
  machine INTEGER NOT NULL REFERENCES machines (row_id),
  vulnerability INTEGER NOT NULL REFERENCES vulnerabilities (row_id),
  open INTEGER NOT NULL,
  PRIMARY KEY (task, machine, vulnerability)
) WITHOUT ROWID;
CREATE INDEX task_targets_machine ON task_targets (machine);

-- The state of one device of an activity: fixed, exposed or unknown, and why. assessed_on: the
-- latest assessment in scope that came in after the request, NULL while there is none.
CREATE TABLE task_machines (
  task INTEGER NOT NULL REFERENCES remediation_tasks (row_id) ON DELETE CASCADE,
  machine INTEGER NOT NULL REFERENCES machines (row_id),
  state TEXT NOT NULL,
  reason TEXT,
  assessed_on INTEGER,
  PRIMARY KEY (task, machine)
) WITHOUT ROWID;
CREATE INDEX task_machines_machine ON task_machines (machine);

-- Rule R9: one row for each Idempotency-Key ever seen, in the transaction of its change. A burnt key
-- (withdrawn before it arrived) has no entity.
CREATE TABLE submissions (
  key TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  call TEXT NOT NULL,
  body_hash TEXT,
  entity_type TEXT,
  entity_id TEXT,
  made_at INTEGER,
  received_on INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE tombstones (
  change INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  deleted_on INTEGER NOT NULL
);

-- Reports that were uploaded: committed ones for ever (the same bytes again name the first import),
-- uncommitted ones for an hour.
CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  file_name TEXT,
  format TEXT NOT NULL,
  source TEXT NOT NULL,
  device_group TEXT,
  complete INTEGER NOT NULL DEFAULT 0,
  person TEXT NOT NULL,
  received_on INTEGER NOT NULL,
  committed_on INTEGER,
  basis TEXT NOT NULL,
  preview TEXT NOT NULL,
  report_path TEXT
) WITHOUT ROWID;
CREATE INDEX imports_sha256 ON imports (sha256);

-- Rule R11. Append-only; event codes with values, never sentences.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  person TEXT NOT NULL,
  event TEXT NOT NULL,
  entity_type TEXT,
  entity_id TEXT,
  details TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE (ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'audit is append-only'); END;
CREATE INDEX audit_entity ON audit (entity_id, entity_type);
