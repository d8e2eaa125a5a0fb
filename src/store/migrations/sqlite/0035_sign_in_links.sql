-- A link that finishes signing in, where the password came from a browser nobody knows and too many others were tried. The table is made
-- anew: SQLite can't change a check. Rows that point here are checked when all is done.
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE one_time_links_before AS SELECT * FROM one_time_links;
DROP TABLE one_time_links;
CREATE TABLE one_time_links (
    token_hash BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    user_id BLOB REFERENCES users (id),
    assister_id BLOB REFERENCES assisters (id),
    -- What must be typed besides: SHA-256 of the registration number.
    secret_hash BLOB,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    replaced_at INTEGER,
    CONSTRAINT one_time_links_purpose_check CHECK (purpose IN ('learning', 'set_up', 'password_reset', 'sign_in')),
    CONSTRAINT one_time_links_for_check CHECK ((user_id IS NULL) <> (assister_id IS NULL))
) STRICT;
CREATE INDEX one_time_links_by_user ON one_time_links (user_id, purpose);
CREATE INDEX one_time_links_by_assister ON one_time_links (assister_id, purpose);
CREATE INDEX one_time_links_by_expiry ON one_time_links (expires_at);
INSERT INTO one_time_links (token_hash, purpose, user_id, assister_id, secret_hash, created_at, expires_at, used_at, replaced_at)
SELECT token_hash, purpose, user_id, assister_id, secret_hash, created_at, expires_at, used_at, replaced_at FROM one_time_links_before;
DROP TABLE one_time_links_before;
