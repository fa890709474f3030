-- What reports call a device and what it may be the same as, and which scanners say what.

-- identity: JSON, see store-identity-view.c.
ALTER TABLE machines ADD COLUMN identity TEXT;
ALTER TABLE machines ADD COLUMN similar_devices INTEGER NOT NULL DEFAULT 0;
-- Told below a recommendation, an activity or a device only.
ALTER TABLE machines ADD COLUMN sources TEXT;
ALTER TABLE vulnerabilities ADD COLUMN sources TEXT;
ALTER TABLE recommendations ADD COLUMN sources TEXT;
CREATE INDEX machine_identities_origin ON machine_identities (machine, origin);
