-- LoginMN: who is who at the State's single sign-on, and ways there that were begun.

CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id),
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject),
    CONSTRAINT identities_user_key UNIQUE (user_id, issuer)
) STRICT;

-- Kept between leaving for the provider and coming back, for the session that left.
CREATE TABLE login_mn_flows (
    state_hash BLOB NOT NULL PRIMARY KEY,
    session_hash BLOB NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    next TEXT NOT NULL,
    -- Sets up the account of this link, or links to this account; neither: signs in.
    link_hash BLOB REFERENCES one_time_links (token_hash),
    link_user_id BLOB REFERENCES users (id),
    created_at INTEGER NOT NULL,
    CONSTRAINT login_mn_flows_purpose_check CHECK (link_hash IS NULL OR link_user_id IS NULL)
) STRICT;
CREATE INDEX login_mn_flows_by_session ON login_mn_flows (session_hash);

-- The provider's session behind one of ours: for signing out there, and for being told that it ended there.
ALTER TABLE sessions ADD COLUMN login_mn_subject TEXT;
ALTER TABLE sessions ADD COLUMN login_mn_session TEXT;
ALTER TABLE sessions ADD COLUMN login_mn_token TEXT;
CREATE INDEX sessions_by_login_mn ON sessions (login_mn_subject);
