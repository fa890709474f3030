-- The whole workflow: exceptions, security tasks and devices as lists of their own.

-- An older version did not keep them, so everything is asked for once more.
DELETE FROM meta WHERE key = 'cursor';

ALTER TABLE recommendation_machines ADD COLUMN state_reason TEXT;
ALTER TABLE recommendation_machines ADD COLUMN recommendation_count INTEGER;
ALTER TABLE recommendation_machines ADD COLUMN change INTEGER;
ALTER TABLE recommendation_machines ADD COLUMN row_version INTEGER;
ALTER TABLE recommendation_machines ADD COLUMN local_state TEXT;
ALTER TABLE recommendation_machines ADD COLUMN local_error TEXT;
ALTER TABLE task_machines ADD COLUMN state_reason TEXT;
ALTER TABLE task_machines ADD COLUMN recommendation_count INTEGER;
ALTER TABLE task_machines ADD COLUMN change INTEGER;
ALTER TABLE task_machines ADD COLUMN row_version INTEGER;
ALTER TABLE task_machines ADD COLUMN local_state TEXT;
ALTER TABLE task_machines ADD COLUMN local_error TEXT;

CREATE TABLE exceptions (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
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
  local_error TEXT,
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB,
  search_fold TEXT,
  list_rank INTEGER NOT NULL DEFAULT 0,
  list_time INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX exceptions_page ON exceptions (list_rank, list_time, title_key);
CREATE INDEX exceptions_recommendation ON exceptions (recommendation_reference);

CREATE TABLE security_tasks (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
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
  local_error TEXT,
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB,
  search_fold TEXT,
  list_rank INTEGER NOT NULL DEFAULT 0,
  list_time INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX security_tasks_page ON security_tasks (list_rank, list_time, title_key);
CREATE INDEX security_tasks_activity ON security_tasks (remediation_task_id);

CREATE TABLE machines (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
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
  exposure REAL,
  state_reason TEXT,
  recommendation_count INTEGER,
  change INTEGER,
  row_version INTEGER,
  local_state TEXT,
  local_error TEXT,
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB
);
CREATE INDEX machines_page ON machines (exposure DESC, title_key);

CREATE TABLE machine_texts (
  row_id INTEGER PRIMARY KEY,
  search_fold TEXT NOT NULL
);

CREATE TABLE machine_unindexed (
  row_id INTEGER PRIMARY KEY,
  indexed TEXT
);

CREATE VIRTUAL TABLE machine_search USING fts5 (
  search_fold, content = 'machine_texts', content_rowid = 'row_id',
  tokenize = 'trigram case_sensitive 1'
);

-- What belongs to one row of another list, fetched when somebody opens it.
CREATE TABLE security_task_machines (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
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
  exposure REAL,
  state_reason TEXT,
  recommendation_count INTEGER,
  change INTEGER,
  row_version INTEGER,
  local_state TEXT,
  local_error TEXT,
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB,
  search_fold TEXT,
  parent_id TEXT NOT NULL,
  UNIQUE (parent_id, id)
);
CREATE INDEX security_task_machines_page ON security_task_machines (parent_id, title_key);

CREATE TABLE machine_recommendations (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
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
  version INTEGER,
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB,
  search_fold TEXT,
  parent_id TEXT NOT NULL,
  UNIQUE (parent_id, id)
);
CREATE INDEX machine_recommendations_page ON machine_recommendations (parent_id, exposure_sum DESC);

CREATE TABLE remediation_task_events (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  at INTEGER,
  person TEXT,
  event TEXT,
  entity_type TEXT,
  entity_id TEXT,
  details TEXT,
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB,
  search_fold TEXT,
  parent_id TEXT NOT NULL,
  UNIQUE (parent_id, id)
);
CREATE INDEX remediation_task_events_page ON remediation_task_events (parent_id, at);

CREATE TABLE machine_tasks (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
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
  local_error TEXT,
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB,
  search_fold TEXT,
  parent_id TEXT NOT NULL,
  UNIQUE (parent_id, id)
);
CREATE INDEX machine_tasks_page ON machine_tasks (parent_id, created_on DESC);

-- Optimistic rows: what waits in the outbox, as far as rows show it, and of the rows concerned the
-- one that the server has. Derived from outbox.db again at each start.

CREATE TABLE pending (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  list TEXT NOT NULL, -- table of the list
  target TEXT NOT NULL, -- id of the row that is changed or made
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  body TEXT,
  person TEXT,
  made_at INTEGER NOT NULL,
  state INTEGER NOT NULL,
  error_code TEXT
);
CREATE INDEX pending_target ON pending (list, target);

CREATE TABLE base (
  list TEXT NOT NULL,
  id TEXT NOT NULL,
  row TEXT NOT NULL, -- JSON
  generation INTEGER NOT NULL, -- the sync that last saw it
  made_here INTEGER NOT NULL, -- 1: the server does not have it yet
  PRIMARY KEY (list, id)
) WITHOUT ROWID;
