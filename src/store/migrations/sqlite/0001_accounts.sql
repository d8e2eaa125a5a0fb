-- Accounts, sessions, limits, the audit log and the outbox.
-- Ids are UUIDs in BLOBs, times whole microseconds since 1970 UTC, dates ISO text. Constraint names are the same on Postgres.

CREATE TABLE installation (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE organizations (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    id BLOB NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    password_hash TEXT,
    role TEXT NOT NULL,
    display_name TEXT NOT NULL,
    organization_id BLOB REFERENCES organizations (id),
    created_at INTEGER NOT NULL,
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_role_check CHECK (role IN ('consumer', 'assister', 'agency_contact', 'arc', 'bsl', 'resource_manager')),
    CONSTRAINT users_organization_check CHECK ((role = 'agency_contact') = (organization_id IS NOT NULL))
) STRICT;

CREATE TABLE consumers (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    date_of_birth TEXT NOT NULL,
    -- Counted up first by every change to the consumer's associations: on Postgres the row is their lock.
    changes INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT consumers_user_key UNIQUE (user_id)
) STRICT;

CREATE TABLE assisters (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB REFERENCES users (id),
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    reference_number INTEGER NOT NULL,
    display_name TEXT NOT NULL,
    public_phone TEXT NOT NULL,
    public_email TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT assisters_user_key UNIQUE (user_id),
    CONSTRAINT assisters_number_key UNIQUE (reference_number),
    CONSTRAINT assisters_number_check CHECK (reference_number BETWEEN 0 AND 9999999),
    CONSTRAINT assisters_kind_check CHECK (kind IN ('navigator', 'cac', 'broker')),
    CONSTRAINT assisters_state_check CHECK (state IN ('enrolled', 'active', 'suspended'))
) STRICT;

CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY,
    user_id BLOB REFERENCES users (id),
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen_at);
CREATE INDEX sessions_by_created ON sessions (created_at);

CREATE TABLE form_states (
    key BLOB NOT NULL PRIMARY KEY,
    session_hash BLOB NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    form TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX form_states_by_session ON form_states (session_hash, created_at);

CREATE TABLE searches (
    key BLOB NOT NULL PRIMARY KEY,
    session_hash BLOB NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    words TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX searches_by_session ON searches (session_hash, created_at);

CREATE TABLE attempts (
    bucket TEXT NOT NULL,
    window_start INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (bucket, window_start)
) STRICT;
CREATE INDEX attempts_by_window ON attempts (window_start);

-- No foreign keys: a row of the log outlives everything it names.
CREATE TABLE audit_events (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_user_id BLOB NOT NULL,
    actor_role TEXT NOT NULL,
    action TEXT NOT NULL,
    consumer_id BLOB,
    assister_id BLOB,
    association_id BLOB,
    request TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;

-- Mail to send, written in the transaction of the change it tells of.
CREATE TABLE outbox (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at INTEGER
) STRICT;
