-- By what devices are known again from one report to the next, and what reports called them.

-- kind: id, serial, fqdn, name, mac, address; value: folded. origin: the name that a report used
-- together with it, by which what belongs to another device can be told apart again.
CREATE TABLE machine_identities (
  machine INTEGER NOT NULL REFERENCES machines (row_id),
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (machine, kind, value, origin)
) WITHOUT ROWID;
CREATE INDEX machine_identities_value ON machine_identities (kind, value);

-- Two devices that share something, but not enough, or contradict each other: a person decides.
-- apart: somebody said that they are two. machine < other.
CREATE TABLE machine_doubts (
  machine INTEGER NOT NULL REFERENCES machines (row_id),
  other INTEGER NOT NULL REFERENCES machines (row_id),
  kind TEXT NOT NULL,
  apart INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (machine, other)
) WITHOUT ROWID;
CREATE INDEX machine_doubts_other ON machine_doubts (other);

-- What the latest report about the part called the device.
ALTER TABLE assessments ADD COLUMN origin TEXT;
UPDATE assessments SET origin = (SELECT computer_dns_name FROM machines WHERE row_id = machine);
-- The latest report in which the scanner could not log in: what it left out is unknown for that.
ALTER TABLE machine_sources ADD COLUMN failed_on INTEGER;
