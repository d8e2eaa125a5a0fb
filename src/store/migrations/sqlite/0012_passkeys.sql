-- Passkeys: keys of devices, of which a person may have several, beside the second step that everybody has.
CREATE TABLE passkeys (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    -- By which the browser finds it.
    credential_id BLOB NOT NULL CONSTRAINT passkeys_credential_id_key UNIQUE,
    transports INTEGER NOT NULL,
    -- Its public key and what else never changes.
    fixed BLOB NOT NULL,
    -- What changes at each use: the counter by which a copy is found out.
    changing BLOB NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;
CREATE INDEX passkeys_by_user ON passkeys (user_id, created_at);

-- What a browser was asked in a session, until it answers. Each is answered once.
CREATE TABLE passkey_questions (
    session_hash BLOB NOT NULL PRIMARY KEY REFERENCES sessions (token_hash) ON DELETE CASCADE,
    state BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- When the owner of a session last proved that it is them, where that was after it began.
ALTER TABLE sessions ADD COLUMN proved_at INTEGER;
