-- Setting up an account and signing in to it: the second step, passwords that must change, browsers that are known.

-- Somebody whose password was right and whose second step is to come. Bound to the visitor's session in which the password was given.
CREATE TABLE sign_in_steps (
    session_hash BYTEA NOT NULL PRIMARY KEY REFERENCES sessions (token_hash) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES users (id),
    -- Where they want to go.
    wanted TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    -- The code that was sent by mail, until it is used up.
    code_hash BYTEA,
    code_sent_at TIMESTAMPTZ,
    code_tries BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT sign_in_steps_code_check CHECK (code_hash IS NULL OR code_sent_at IS NOT NULL)
);
CREATE INDEX sign_in_steps_by_user ON sign_in_steps (user_id);

-- Which second step an account has. Keys of devices, of which a person has several, will get a table of their own.
CREATE TABLE second_factors (
    user_id UUID NOT NULL PRIMARY KEY REFERENCES users (id),
    kind TEXT NOT NULL,
    -- An authenticator's secret, and the step of the last code that was taken: none is taken twice.
    secret BYTEA,
    last_step BIGINT NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT second_factors_kind_check CHECK (kind IN ('authenticator', 'email')),
    CONSTRAINT second_factors_secret_check CHECK ((kind = 'authenticator') = (secret IS NOT NULL))
);

-- An authenticator that is being set up: shown, and not yet proved by a first code.
CREATE TABLE authenticator_drafts (
    session_hash BYTEA NOT NULL PRIMARY KEY REFERENCES sessions (token_hash) ON DELETE CASCADE,
    secret BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE recovery_codes (
    user_id UUID NOT NULL REFERENCES users (id),
    code_hash BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    PRIMARY KEY (user_id, code_hash)
);

-- New recovery codes until their owner says that they have them, for a few minutes and in one session only.
CREATE TABLE recovery_sheets (
    session_hash BYTEA NOT NULL PRIMARY KEY REFERENCES sessions (token_hash) ON DELETE CASCADE,
    codes TEXT NOT NULL,
    wanted TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX recovery_sheets_by_created ON recovery_sheets (created_at);

-- Passwords from before, which are not chosen again.
CREATE TABLE earlier_passwords (
    user_id UUID NOT NULL REFERENCES users (id),
    password_hash TEXT NOT NULL,
    replaced_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, password_hash)
);

-- Browsers in which an account was signed in before: SHA-256 of a long-lived cookie.
CREATE TABLE known_browsers (
    user_id UUID NOT NULL REFERENCES users (id),
    browser_hash BYTEA NOT NULL,
    last_used_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, browser_hash)
);
CREATE INDEX known_browsers_by_last_used ON known_browsers (last_used_at);

-- Where somebody wanted to go whose password has expired: until they have changed it, the session leads nowhere else.
ALTER TABLE sessions ADD COLUMN change_password_then TEXT;
