-- The cache of one connection: rebuildable from the server at any time. The columns of a list are
-- those of its noun's field table in src/model (a test holds the two together), then what is derived
-- when a row is written:
--   seen        the sync that last saw the row; a full sync ends by deleting what it did not see
--   title_key   ICU sort key, in the language of the meta row "language"; no custom collation
--               anywhere: an index built in one language is corrupt in another
--   list_rank, list_time   the page's own order of activities
--   search_fold folded text (sanera_language_fold) of what people read, in both languages
-- A row id is never used twice (AUTOINCREMENT): selections and list models know rows by it.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT
) WITHOUT ROWID;

CREATE TABLE recommendations (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
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
  version INTEGER,
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB
);

-- The page's order, ties included, and behind it all that its filters and other orders look at: any
-- view of the list is a walk over this index alone.
CREATE INDEX recommendations_page ON recommendations (
  exposure_sum DESC, public_exploit DESC, active_alert DESC, exposed_machines_count DESC,
  weaknesses DESC, title_key, row_id, status, remediation_type, fixable_weaknesses, activity_count,
  total_machine_count, os_platforms, tags, exposed_after_exceptions, exposure_sum_after_exceptions
);

CREATE TABLE recommendation_texts (
  row_id INTEGER PRIMARY KEY,
  search_fold TEXT NOT NULL
);

-- Rows whose text the index below does not have yet, with the text it has (NULL: none): indexing a
-- first sync row by row would take longer than the sync.
CREATE TABLE recommendation_unindexed (
  row_id INTEGER PRIMARY KEY,
  indexed TEXT
);

CREATE VIRTUAL TABLE recommendation_search USING fts5 (
  search_fold, content = 'recommendation_texts', content_rowid = 'row_id',
  tokenize = 'trigram case_sensitive 1'
);

CREATE TABLE remediation_tasks (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
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
  local_error TEXT,
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB,
  list_rank INTEGER NOT NULL DEFAULT 0,
  list_time INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX remediation_tasks_page ON remediation_tasks (
  list_rank, list_time, title_key, row_id, created_on, priority, status, type, due_on, fixed_devices,
  target_devices, ticket_status, requester_email, completion_method, completer_email, completed_on,
  local_state
);
CREATE INDEX remediation_tasks_recommendation ON remediation_tasks (recommendation_reference);

CREATE TABLE remediation_task_texts (
  row_id INTEGER PRIMARY KEY,
  search_fold TEXT NOT NULL
);

CREATE TABLE remediation_task_unindexed (
  row_id INTEGER PRIMARY KEY,
  indexed TEXT
);

CREATE VIRTUAL TABLE remediation_task_search USING fts5 (
  search_fold, content = 'remediation_task_texts', content_rowid = 'row_id',
  tokenize = 'trigram case_sensitive 1'
);

CREATE TABLE device_groups (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  device_count INTEGER,
  exposure_score REAL,
  change INTEGER,
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB,
  search_fold TEXT
);

-- What belongs to one row of another list, fetched when somebody opens it.
CREATE TABLE recommendation_machines (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
  parent_id TEXT NOT NULL,
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
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB,
  search_fold TEXT,
  UNIQUE (parent_id, id)
);
CREATE INDEX recommendation_machines_page ON recommendation_machines (parent_id, title_key);

CREATE TABLE recommendation_vulnerabilities (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
  parent_id TEXT NOT NULL,
  id TEXT NOT NULL,
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
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB,
  search_fold TEXT,
  UNIQUE (parent_id, id)
);
CREATE INDEX recommendation_vulnerabilities_page ON recommendation_vulnerabilities (
  parent_id, cvss_v3 DESC, title_key
);

CREATE TABLE task_machines (
  row_id INTEGER PRIMARY KEY AUTOINCREMENT,
  parent_id TEXT NOT NULL,
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
  seen INTEGER NOT NULL DEFAULT 0,
  title_key BLOB,
  search_fold TEXT,
  UNIQUE (parent_id, id)
);
CREATE INDEX task_machines_page ON task_machines (parent_id, title_key);
