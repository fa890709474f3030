-- What a person has been told of by a notification, once for ever, and so kept apart from the cache,
-- which may be built anew. The key begins with the person and a line end; with nothing behind it, it
-- says that there has been a first look, which tells of nothing.

CREATE TABLE told (
  key TEXT PRIMARY KEY,
  told_on INTEGER NOT NULL
) WITHOUT ROWID;
