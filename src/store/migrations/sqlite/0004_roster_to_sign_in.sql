-- From roster to sign-in: who is on a roster, the four gates, enrollment; links sent by mail; mail with retries; what sign-in needs.

-- An assister is written down before they have an account and a number, so the table is made anew: SQLite can't loosen a column.
-- Rows that point here are checked when all is done.
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE assisters_before AS SELECT * FROM assisters;
DROP TABLE assisters;
CREATE TABLE assisters (
    id BLOB NOT NULL PRIMARY KEY,
    -- From enrollment on.
    user_id BLOB REFERENCES users (id),
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Why staff suspended or closed the account.
    state_reason TEXT,
    -- From enrollment on, and never another assister's.
    reference_number INTEGER,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    -- Unique to the assister; the user name from enrollment on.
    certification_email TEXT NOT NULL,
    -- The Assister ID: nine letters and digits.
    assister_code TEXT NOT NULL,
    training_id TEXT,
    npn TEXT,
    license TEXT,
    public_phone TEXT NOT NULL,
    public_email TEXT NOT NULL,
    city TEXT NOT NULL,
    languages TEXT NOT NULL,
    -- The roster's "Assister Portal Access" and employment.
    portal_access INTEGER NOT NULL,
    employed INTEGER NOT NULL,
    certification TEXT NOT NULL,
    -- The last day of the certification, and the moment at which that day is over in Minnesota.
    certified_until TEXT,
    certified_end INTEGER,
    trained_at INTEGER,
    mastered_at INTEGER,
    -- Until when roster and certification let the account act; nothing when they don't. Whoever asks whether somebody may act
    -- compares one time.
    cleared_until INTEGER GENERATED ALWAYS AS (CASE WHEN portal_access = 1 AND employed = 1 THEN certified_end END) STORED,
    enrolled_at INTEGER,
    activated_at INTEGER,
    confirmed_at INTEGER,
    created_at INTEGER NOT NULL,
    CONSTRAINT assisters_user_key UNIQUE (user_id),
    CONSTRAINT assisters_number_key UNIQUE (reference_number),
    CONSTRAINT assisters_email_key UNIQUE (certification_email),
    CONSTRAINT assisters_code_key UNIQUE (assister_code),
    CONSTRAINT assisters_training_key UNIQUE (training_id),
    CONSTRAINT assisters_npn_key UNIQUE (npn),
    CONSTRAINT assisters_number_check CHECK (reference_number BETWEEN 0 AND 9999999),
    CONSTRAINT assisters_kind_check CHECK (kind IN ('navigator', 'cac', 'broker')),
    CONSTRAINT assisters_state_check CHECK (state IN ('not_enrolled', 'enrolled', 'active', 'suspended', 'closed')),
    CONSTRAINT assisters_enrolled_check CHECK (state = 'not_enrolled' OR reference_number IS NOT NULL),
    CONSTRAINT assisters_certification_check CHECK (certification IN ('new', 'not_certified', 'certified')),
    CONSTRAINT assisters_certified_check CHECK ((certification = 'certified') = (certified_until IS NOT NULL)),
    CONSTRAINT assisters_certified_end_check CHECK ((certified_until IS NULL) = (certified_end IS NULL)),
    CONSTRAINT assisters_access_check CHECK (portal_access IN (0, 1)),
    CONSTRAINT assisters_employed_check CHECK (employed IN (0, 1))
) STRICT;
-- Who had an account before this was enforced has passed the gates; their certification is to be renewed within the year.
INSERT INTO assisters (id, user_id, organization_id, kind, state, reference_number, first_name, last_name, display_name, sort_name,
    certification_email, assister_code, public_phone, public_email, city, languages, portal_access, employed, certification,
    certified_until, certified_end, trained_at, mastered_at, enrolled_at, activated_at, confirmed_at, created_at)
SELECT a.id, a.user_id, a.organization_id, a.kind, a.state, a.reference_number, '', a.display_name, a.display_name,
    lower(a.display_name), COALESCE(u.email, 'unknown-' || lower(hex(a.id)) || '@invalid'), substr(hex(a.id), -9), a.public_phone,
    a.public_email, '', '', 1, 1, 'certified', '2027-10-31', 1825045200000000, a.created_at, a.created_at, a.created_at,
    CASE WHEN a.state = 'enrolled' THEN NULL ELSE a.created_at END, CASE WHEN a.state = 'enrolled' THEN NULL ELSE a.created_at END,
    a.created_at
FROM assisters_before a LEFT JOIN users u ON u.id = a.user_id;
DROP TABLE assisters_before;
CREATE INDEX assisters_by_organization ON assisters (organization_id, kind, sort_name, id);
CREATE INDEX assisters_by_name ON assisters (sort_name, id);

-- Which rosters an organization keeps.
ALTER TABLE organizations ADD COLUMN has_navigators INTEGER NOT NULL DEFAULT 0;
ALTER TABLE organizations ADD COLUMN has_cacs INTEGER NOT NULL DEFAULT 0;
UPDATE organizations SET has_navigators = 1 WHERE id IN (SELECT organization_id FROM assisters WHERE kind = 'navigator');
UPDATE organizations SET has_cacs = 1 WHERE id IN (SELECT organization_id FROM assisters WHERE kind = 'cac');

-- Every change to what is written down about an assister: who, when, from, to.
CREATE TABLE assister_changes (
    id BLOB NOT NULL PRIMARY KEY,
    assister_id BLOB NOT NULL REFERENCES assisters (id),
    at INTEGER NOT NULL,
    actor_user_id BLOB NOT NULL,
    actor_role TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    field TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE INDEX assister_changes_by_assister ON assister_changes (assister_id, at);
CREATE TRIGGER assister_changes_no_update BEFORE UPDATE ON assister_changes
BEGIN SELECT RAISE(ABORT, 'assister_changes is append-only'); END;
CREATE TRIGGER assister_changes_no_delete BEFORE DELETE ON assister_changes
BEGIN SELECT RAISE(ABORT, 'assister_changes is append-only'); END;

ALTER TABLE users ADD COLUMN password_changed_at INTEGER;
-- A demo account: signs in without a second factor.
ALTER TABLE users ADD COLUMN second_factor_exempt INTEGER NOT NULL DEFAULT 0;
-- A staff account or agency contact that was removed. Its row stays: the log names it.
ALTER TABLE users ADD COLUMN removed_at INTEGER;

-- Somebody in the Learning Center, who has no account yet.
ALTER TABLE sessions ADD COLUMN learner_id BLOB REFERENCES assisters (id);

-- Links that were sent by mail. Each opens once; a new one for the same purpose takes the place of those before.
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
    CONSTRAINT one_time_links_purpose_check CHECK (purpose IN ('learning', 'set_up', 'password_reset')),
    CONSTRAINT one_time_links_for_check CHECK ((user_id IS NULL) <> (assister_id IS NULL))
) STRICT;
CREATE INDEX one_time_links_by_user ON one_time_links (user_id, purpose);
CREATE INDEX one_time_links_by_assister ON one_time_links (assister_id, purpose);
CREATE INDEX one_time_links_by_expiry ON one_time_links (expires_at);

ALTER TABLE outbox ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN html TEXT NOT NULL DEFAULT '';
-- The same at every try, so that a receiver can tell a repeat.
ALTER TABLE outbox ADD COLUMN message_id TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN next_attempt_at INTEGER;
ALTER TABLE outbox ADD COLUMN last_error TEXT;
-- Tried for the last time: staff see it among the failures.
ALTER TABLE outbox ADD COLUMN gave_up_at INTEGER;
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE sent_at IS NULL AND gave_up_at IS NULL;

ALTER TABLE audit_events ADD COLUMN organization_id BLOB;
-- The account that was acted on, where it is nobody's of the above.
ALTER TABLE audit_events ADD COLUMN subject_user_id BLOB;
