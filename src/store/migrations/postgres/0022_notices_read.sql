-- Up to which notice a consumer has read theirs: what came after it is new.
ALTER TABLE consumers ADD COLUMN notices_read_at TIMESTAMPTZ;
