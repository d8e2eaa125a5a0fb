-- Whether a consumer has shown that they read the mail of their address. Who has an account by now counts as if they had.
ALTER TABLE consumers ADD COLUMN email_confirmed_at INTEGER;
UPDATE consumers SET email_confirmed_at = (SELECT u.created_at FROM users u WHERE u.id = consumers.user_id);

-- Links that were sent to show it. One works as long as the account has the address that it was sent to, and as often as it is opened:
-- whoever reads that mail reads it.
CREATE TABLE email_confirmations (
    token_hash BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    email TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX email_confirmations_by_user ON email_confirmations (user_id);
CREATE INDEX email_confirmations_by_end ON email_confirmations (expires_at);
