-- What catalogues and documents say of weaknesses, beside what scanners find.

-- known_exploited_on, epss: of the catalogues below; public_exploit is that or what scanners say,
-- which is kept apart because a catalogue may take it back.
ALTER TABLE vulnerabilities ADD COLUMN known_exploited_on INTEGER;
ALTER TABLE vulnerabilities ADD COLUMN epss REAL;
ALTER TABLE vulnerabilities ADD COLUMN scanner_exploit INTEGER NOT NULL DEFAULT 0;
UPDATE vulnerabilities SET scanner_exploit = coalesce (public_exploit, 0);

-- dismissed_claims: the claims below that somebody judged not to be an exception.
ALTER TABLE recommendations ADD COLUMN exploit_probability REAL;
ALTER TABLE recommendations ADD COLUMN proposed_exception TEXT;
ALTER TABLE recommendations ADD COLUMN dismissed_claims TEXT;

-- The catalogues, whole, by their kind: 0 known to be exploited, 1 probability. A list of 300,000
-- entries that changes every day is one value: see store-facts.c.
CREATE TABLE catalogues (
  row_id INTEGER PRIMARY KEY,
  published_on INTEGER NOT NULL,
  data BLOB NOT NULL
);

-- What somebody says does not matter: on one device, or, where machine is NULL, wherever the
-- component is in that version. The component is the id of the recommendation about it. Claims close
-- nothing: they propose an exception.
CREATE TABLE claims (
  row_id INTEGER PRIMARY KEY,
  component TEXT NOT NULL,
  version TEXT,
  weakness TEXT NOT NULL,
  machine INTEGER REFERENCES machines (row_id),
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  said_on INTEGER NOT NULL
);
CREATE INDEX claims_component ON claims (component);
CREATE INDEX claims_machine ON claims (machine, source);
