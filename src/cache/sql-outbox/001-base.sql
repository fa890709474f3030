-- What cannot be fetched again: actions not yet sent, and drafts.

CREATE TABLE entries (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  body TEXT,
  person TEXT,
  made_at INTEGER NOT NULL,
  state INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next_try INTEGER,
  error_code TEXT,
  error_text TEXT
);

CREATE TABLE drafts (
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  json TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (action, entity)
) WITHOUT ROWID;
