-- Attempts that were refused, and links that were asked for: what came of it, and keyed hashes of from where and of what was tried.
-- Nobody did it, so the actor of these rows is none.
ALTER TABLE audit_events ADD COLUMN outcome TEXT;
ALTER TABLE audit_events ADD COLUMN address_hash BLOB;
ALTER TABLE audit_events ADD COLUMN tried_hash BLOB;
