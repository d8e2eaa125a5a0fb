-- Accounts, sessions, limits, the audit log and the outbox.
-- Constraint names are the same on SQLite. Text that is ordered or searched is in collation "C", SQLite's own order.

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TABLE installation (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE organizations (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE users (
    id UUID NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    password_hash TEXT,
    role TEXT NOT NULL,
    display_name TEXT NOT NULL,
    organization_id UUID REFERENCES organizations (id),
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_role_check CHECK (role IN ('consumer', 'assister', 'agency_contact', 'arc', 'bsl', 'resource_manager')),
    CONSTRAINT users_organization_check CHECK ((role = 'agency_contact') = (organization_id IS NOT NULL))
);

CREATE TABLE consumers (
    id UUID NOT NULL PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id),
    date_of_birth DATE NOT NULL,
    -- Counted up first by every change to the consumer's associations: on Postgres the row is their lock.
    changes BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT consumers_user_key UNIQUE (user_id)
);

CREATE TABLE assisters (
    id UUID NOT NULL PRIMARY KEY,
    user_id UUID REFERENCES users (id),
    organization_id UUID NOT NULL REFERENCES organizations (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    reference_number BIGINT NOT NULL,
    display_name TEXT NOT NULL,
    public_phone TEXT NOT NULL,
    public_email TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT assisters_user_key UNIQUE (user_id),
    CONSTRAINT assisters_number_key UNIQUE (reference_number),
    CONSTRAINT assisters_number_check CHECK (reference_number BETWEEN 0 AND 9999999),
    CONSTRAINT assisters_kind_check CHECK (kind IN ('navigator', 'cac', 'broker')),
    CONSTRAINT assisters_state_check CHECK (state IN ('enrolled', 'active', 'suspended'))
);

CREATE TABLE sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    user_id UUID REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen_at);
CREATE INDEX sessions_by_created ON sessions (created_at);

CREATE TABLE form_states (
    key UUID NOT NULL PRIMARY KEY,
    session_hash BYTEA NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    form TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX form_states_by_session ON form_states (session_hash, created_at);

CREATE TABLE searches (
    key UUID NOT NULL PRIMARY KEY,
    session_hash BYTEA NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    words TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX searches_by_session ON searches (session_hash, created_at);

CREATE TABLE attempts (
    bucket TEXT NOT NULL,
    window_start TIMESTAMPTZ NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (bucket, window_start)
);
CREATE INDEX attempts_by_window ON attempts (window_start);

-- No foreign keys: a row of the log outlives everything it names.
CREATE TABLE audit_events (
    id UUID NOT NULL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    actor_user_id UUID NOT NULL,
    actor_role TEXT NOT NULL,
    action TEXT NOT NULL,
    consumer_id UUID,
    assister_id UUID,
    association_id UUID,
    request TEXT NOT NULL
);
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse('audit_events is append-only');
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse('audit_events is append-only');
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('audit_events is append-only');

-- Mail to send, written in the transaction of the change it tells of.
CREATE TABLE outbox (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ
);
