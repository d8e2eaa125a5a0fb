-- From roster to sign-in: who is on a roster, the four gates, enrollment; links sent by mail; mail with retries; what sign-in needs.

-- An assister is written down before they have an account and a number.
ALTER TABLE assisters
    ALTER COLUMN reference_number DROP NOT NULL,
    -- Why staff suspended or closed the account.
    ADD COLUMN state_reason TEXT,
    ADD COLUMN first_name TEXT NOT NULL DEFAULT '',
    ADD COLUMN last_name TEXT NOT NULL DEFAULT '',
    ADD COLUMN sort_name TEXT COLLATE "C" NOT NULL DEFAULT '',
    -- Unique to the assister; the user name from enrollment on.
    ADD COLUMN certification_email TEXT NOT NULL DEFAULT '',
    -- The Assister ID: nine letters and digits.
    ADD COLUMN assister_code TEXT NOT NULL DEFAULT '',
    ADD COLUMN training_id TEXT,
    ADD COLUMN npn TEXT,
    ADD COLUMN license TEXT,
    ADD COLUMN city TEXT NOT NULL DEFAULT '',
    ADD COLUMN languages TEXT NOT NULL DEFAULT '',
    -- The roster's "Assister Portal Access" and employment.
    ADD COLUMN portal_access BOOLEAN NOT NULL DEFAULT TRUE,
    ADD COLUMN employed BOOLEAN NOT NULL DEFAULT TRUE,
    ADD COLUMN certification TEXT NOT NULL DEFAULT 'certified',
    -- The last day of the certification, and the moment at which that day is over in Minnesota.
    ADD COLUMN certified_until DATE DEFAULT '2027-10-31',
    ADD COLUMN certified_end TIMESTAMPTZ DEFAULT '2027-11-01 05:00:00Z',
    ADD COLUMN trained_at TIMESTAMPTZ,
    ADD COLUMN mastered_at TIMESTAMPTZ,
    ADD COLUMN enrolled_at TIMESTAMPTZ,
    ADD COLUMN activated_at TIMESTAMPTZ,
    ADD COLUMN confirmed_at TIMESTAMPTZ;
-- Who had an account before this was enforced has passed the gates; their certification is to be renewed within the year.
UPDATE assisters a SET
    last_name = a.display_name,
    sort_name = lower(a.display_name),
    certification_email = COALESCE((SELECT u.email FROM users u WHERE u.id = a.user_id), 'unknown-' || a.id || '@invalid'),
    assister_code = upper(right(replace(a.id::text, '-', ''), 9)),
    trained_at = a.created_at,
    mastered_at = a.created_at,
    enrolled_at = a.created_at,
    activated_at = CASE WHEN a.state <> 'enrolled' THEN a.created_at END,
    confirmed_at = CASE WHEN a.state <> 'enrolled' THEN a.created_at END;
ALTER TABLE assisters
    ALTER COLUMN first_name DROP DEFAULT,
    ALTER COLUMN last_name DROP DEFAULT,
    ALTER COLUMN sort_name DROP DEFAULT,
    ALTER COLUMN certification_email DROP DEFAULT,
    ALTER COLUMN assister_code DROP DEFAULT,
    ALTER COLUMN city DROP DEFAULT,
    ALTER COLUMN languages DROP DEFAULT,
    ALTER COLUMN portal_access DROP DEFAULT,
    ALTER COLUMN employed DROP DEFAULT,
    ALTER COLUMN certification DROP DEFAULT,
    ALTER COLUMN certified_until DROP DEFAULT,
    ALTER COLUMN certified_end DROP DEFAULT,
    -- Until when roster and certification let the account act; nothing when they don't. Whoever asks whether somebody may act
    -- compares one time.
    ADD COLUMN cleared_until TIMESTAMPTZ GENERATED ALWAYS AS (CASE WHEN portal_access AND employed THEN certified_end END) STORED,
    ADD CONSTRAINT assisters_email_key UNIQUE (certification_email),
    ADD CONSTRAINT assisters_code_key UNIQUE (assister_code),
    ADD CONSTRAINT assisters_training_key UNIQUE (training_id),
    ADD CONSTRAINT assisters_npn_key UNIQUE (npn),
    DROP CONSTRAINT assisters_state_check,
    ADD CONSTRAINT assisters_state_check CHECK (state IN ('not_enrolled', 'enrolled', 'active', 'suspended', 'closed')),
    ADD CONSTRAINT assisters_enrolled_check CHECK (state = 'not_enrolled' OR reference_number IS NOT NULL),
    ADD CONSTRAINT assisters_certification_check CHECK (certification IN ('new', 'not_certified', 'certified')),
    ADD CONSTRAINT assisters_certified_check CHECK ((certification = 'certified') = (certified_until IS NOT NULL)),
    ADD CONSTRAINT assisters_certified_end_check CHECK ((certified_until IS NULL) = (certified_end IS NULL));
CREATE INDEX assisters_by_organization ON assisters (organization_id, kind, sort_name, id);
CREATE INDEX assisters_by_name ON assisters (sort_name, id);

-- Which rosters an organization keeps.
ALTER TABLE organizations ADD COLUMN has_navigators BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE organizations ADD COLUMN has_cacs BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE organizations SET has_navigators = TRUE WHERE id IN (SELECT organization_id FROM assisters WHERE kind = 'navigator');
UPDATE organizations SET has_cacs = TRUE WHERE id IN (SELECT organization_id FROM assisters WHERE kind = 'cac');

-- Every change to what is written down about an assister: who, when, from, to.
CREATE TABLE assister_changes (
    id UUID NOT NULL PRIMARY KEY,
    assister_id UUID NOT NULL REFERENCES assisters (id),
    at TIMESTAMPTZ NOT NULL,
    actor_user_id UUID NOT NULL,
    actor_role TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    field TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
);
CREATE INDEX assister_changes_by_assister ON assister_changes (assister_id, at);
CREATE TRIGGER assister_changes_no_update BEFORE UPDATE ON assister_changes
    FOR EACH ROW EXECUTE FUNCTION refuse('assister_changes is append-only');
CREATE TRIGGER assister_changes_no_delete BEFORE DELETE ON assister_changes
    FOR EACH ROW EXECUTE FUNCTION refuse('assister_changes is append-only');

ALTER TABLE users ADD COLUMN password_changed_at TIMESTAMPTZ;
-- A demo account: signs in without a second factor.
ALTER TABLE users ADD COLUMN second_factor_exempt BOOLEAN NOT NULL DEFAULT FALSE;
-- A staff account or agency contact that was removed. Its row stays: the log names it.
ALTER TABLE users ADD COLUMN removed_at TIMESTAMPTZ;

-- Somebody in the Learning Center, who has no account yet.
ALTER TABLE sessions ADD COLUMN learner_id UUID REFERENCES assisters (id);

-- Links that were sent by mail. Each opens once; a new one for the same purpose takes the place of those before.
CREATE TABLE one_time_links (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    user_id UUID REFERENCES users (id),
    assister_id UUID REFERENCES assisters (id),
    -- What must be typed besides: SHA-256 of the registration number.
    secret_hash BYTEA,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    replaced_at TIMESTAMPTZ,
    CONSTRAINT one_time_links_purpose_check CHECK (purpose IN ('learning', 'set_up', 'password_reset')),
    CONSTRAINT one_time_links_for_check CHECK ((user_id IS NULL) <> (assister_id IS NULL))
);
CREATE INDEX one_time_links_by_user ON one_time_links (user_id, purpose);
CREATE INDEX one_time_links_by_assister ON one_time_links (assister_id, purpose);
CREATE INDEX one_time_links_by_expiry ON one_time_links (expires_at);

ALTER TABLE outbox ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN html TEXT NOT NULL DEFAULT '';
-- The same at every try, so that a receiver can tell a repeat.
ALTER TABLE outbox ADD COLUMN message_id TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN next_attempt_at TIMESTAMPTZ;
ALTER TABLE outbox ADD COLUMN last_error TEXT;
-- Tried for the last time: staff see it among the failures.
ALTER TABLE outbox ADD COLUMN gave_up_at TIMESTAMPTZ;
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE sent_at IS NULL AND gave_up_at IS NULL;

ALTER TABLE audit_events ADD COLUMN organization_id UUID;
-- The account that was acted on, where it is nobody's of the above.
ALTER TABLE audit_events ADD COLUMN subject_user_id UUID;
