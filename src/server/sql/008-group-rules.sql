-- Device groups by rule: the first rule that a device is of decides, see store-group-rules.c.

CREATE TABLE device_group_rules (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  group_name TEXT NOT NULL,
  field TEXT NOT NULL,
  pattern TEXT NOT NULL,
  version INTEGER NOT NULL
);

-- group_chosen: somebody put the device where it is, by hand or with an import: no rule moves it.
-- reported_group: the group that a report names, for devices that no rule is about.
ALTER TABLE machines ADD COLUMN group_chosen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE machines ADD COLUMN reported_group TEXT;
UPDATE machines SET group_chosen = 1 WHERE rbac_group_name <> '';
