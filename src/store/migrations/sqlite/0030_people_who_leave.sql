-- Agency contacts whose access was ended: who, when, by whom and why. The account may be invited again; what was done stays here.
CREATE TABLE ended_contacts (
    id BLOB NOT NULL PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    -- The contact's name on that day.
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor_user_id BLOB NOT NULL,
    actor_role TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX ended_contacts_by_organization ON ended_contacts (organization_id, at);
CREATE TRIGGER ended_contacts_no_update BEFORE UPDATE ON ended_contacts
BEGIN SELECT RAISE(ABORT, 'ended_contacts is append-only'); END;
CREATE TRIGGER ended_contacts_no_delete BEFORE DELETE ON ended_contacts
BEGIN SELECT RAISE(ABORT, 'ended_contacts is append-only'); END;

-- Consumers who closed their account. The email is theirs for another account, so it is kept here and not with the closed one; what they
-- submitted is kept until this day at least.
CREATE TABLE closed_accounts (
    user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id),
    email TEXT NOT NULL,
    closed_at INTEGER NOT NULL,
    kept_until TEXT NOT NULL
) STRICT;

-- A draft goes with the account, and from lists with it; what was submitted stays.
DROP TRIGGER applications_no_delete;
CREATE TRIGGER applications_no_delete BEFORE DELETE ON applications WHEN OLD.submitted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'submitted applications are kept'); END;
CREATE TRIGGER applications_unlisted AFTER DELETE ON applications
BEGIN
    DELETE FROM client_applications WHERE consumer_id = OLD.consumer_id AND coverage_year = OLD.coverage_year;
END;
