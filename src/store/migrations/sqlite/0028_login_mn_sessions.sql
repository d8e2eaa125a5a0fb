-- A provider's notice may name only its session.

CREATE INDEX sessions_by_login_mn_session ON sessions (login_mn_session) WHERE login_mn_session IS NOT NULL;
