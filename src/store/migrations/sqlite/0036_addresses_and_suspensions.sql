-- Who is enrolled or invited and has not set up their account does not hold the address: they get it when they open the link that was sent
-- there. Until then no account signs in with it by theirs, and their `email` is a text that is no address.
ALTER TABLE users ADD COLUMN asked_email TEXT;
UPDATE users SET asked_email = email, email = 'not set up: ' || hex(id)
WHERE role IN ('assister', 'agency_contact') AND password_hash IS NULL AND removed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.user_id = users.id);
CREATE INDEX users_by_asked_email ON users (asked_email);

-- A consumer's account that staff suspended: nobody signs in to it, and nobody acts for the consumer, until the suspension ends.
ALTER TABLE users ADD COLUMN suspended_at INTEGER;
