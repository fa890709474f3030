-- Which reports spoke of which device, so that what they leave out can be judged anew when one that
-- comes later says more: see store-reports.c.

-- A report, known by its scanner and its content. reported_on: when it was made, by its earliest
-- device. mark: 1 somebody said it is complete, 0 partial, NULL nothing; complete: what it is taken
-- as, which for those without a mark follows from the others.
CREATE TABLE reports (
  row_id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  content TEXT NOT NULL,
  reported_on INTEGER,
  mark INTEGER,
  complete INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source, content)
);
CREATE INDEX reports_unmarked ON reports (source, reported_on) WHERE mark IS NULL;
CREATE INDEX reports_marked ON reports (source, reported_on DESC, mark) WHERE mark IS NOT NULL;

-- origin: what it calls the device.
CREATE TABLE machine_reports (
  machine INTEGER NOT NULL REFERENCES machines (row_id),
  report INTEGER NOT NULL REFERENCES reports (row_id),
  assessed_on INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  origin TEXT,
  PRIMARY KEY (machine, report)
) WITHOUT ROWID;
CREATE INDEX machine_reports_report ON machine_reports (report);

-- named_on: the latest report that names the part. assessed_on is later where a complete report
-- leaves it out: its findings are closed then, and open again should that report turn out not to be
-- complete. machine_sources follows from the table above.
ALTER TABLE assessments ADD COLUMN named_on INTEGER NOT NULL DEFAULT 0;
UPDATE assessments SET named_on = assessed_on;
CREATE INDEX assessments_left_out ON assessments (row_id) WHERE assessed_on > named_on;

-- Findings of such a part whose recommendation has gone meanwhile, because nothing else supports it;
-- and what is needed to make it again.
CREATE TABLE left_out_findings (
  machine INTEGER NOT NULL REFERENCES machines (row_id),
  assessment INTEGER NOT NULL REFERENCES assessments (row_id),
  component TEXT NOT NULL,
  vulnerability INTEGER NOT NULL REFERENCES vulnerabilities (row_id),
  installed_version TEXT,
  fixed_version TEXT,
  status INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (machine, assessment, component, vulnerability)
) WITHOUT ROWID;
CREATE INDEX left_out_findings_vulnerability ON left_out_findings (vulnerability);
CREATE TABLE left_out_components (
  row_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  product_name TEXT,
  vendor TEXT,
  recommendation_category TEXT,
  sub_category TEXT,
  remediation_text TEXT,
  created_on INTEGER,
  remediation_type TEXT
);

-- What was known up to now, as three reports of each scanner: the latest, the latest complete one,
-- and what was last said.
INSERT INTO reports (source, content, mark, complete)
  SELECT DISTINCT source, 'latest', 0, 0 FROM machine_sources;
INSERT INTO reports (source, content, mark, complete)
  SELECT DISTINCT source, 'complete', 1, 1 FROM machine_sources WHERE complete_on IS NOT NULL;
INSERT INTO machine_reports (machine, report, assessed_on, failed, origin)
  SELECT s.machine, r.row_id, s.latest_on, coalesce (s.failed_on >= s.latest_on, 0),
  m.computer_dns_name FROM machine_sources s JOIN machines m ON m.row_id = s.machine
  JOIN reports r ON r.source = s.source AND r.content = 'latest';
INSERT INTO machine_reports (machine, report, assessed_on, failed, origin)
  SELECT s.machine, r.row_id, s.complete_on, 0, m.computer_dns_name FROM machine_sources s
  JOIN machines m ON m.row_id = s.machine
  JOIN reports r ON r.source = s.source AND r.content = 'complete' WHERE s.complete_on IS NOT NULL;
INSERT INTO reports (source, content, reported_on, mark, complete)
  SELECT substr (key, 10), 'remembered', 0, value = 'true', value = 'true' FROM meta
  WHERE key LIKE 'complete:%';
DELETE FROM meta WHERE key LIKE 'complete:%';
DROP TABLE import_undo_meta;
