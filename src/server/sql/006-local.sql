-- What of a recommendation lives on a desktop only; the tables have all fields of their noun.
ALTER TABLE recommendations ADD COLUMN local_state TEXT;
ALTER TABLE recommendations ADD COLUMN local_error TEXT;
ALTER TABLE recommendations ADD COLUMN local_actions TEXT;
