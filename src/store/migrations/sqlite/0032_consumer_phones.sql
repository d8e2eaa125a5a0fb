-- A consumer's phone, for whoever looks after their account. Only they themselves write and read it.
ALTER TABLE consumers ADD COLUMN phone TEXT;
