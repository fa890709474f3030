-- Everything a person does to an entity, not requests alone.
--   version      of the entity as the person saw it, for If-Match; of an entry with a predecessor, as
--                its answer told
--   not_before   the entry can be undone without a trace until then
--   predecessor  key of the older entry on the same entity; this one goes after it
--   before       the entity as the person saw it, JSON
--   present      of a refused entry: the entity as the server has it, JSON

ALTER TABLE entries ADD COLUMN version INTEGER;
ALTER TABLE entries ADD COLUMN not_before INTEGER;
ALTER TABLE entries ADD COLUMN predecessor TEXT;
ALTER TABLE entries ADD COLUMN before TEXT;
ALTER TABLE entries ADD COLUMN present TEXT;
