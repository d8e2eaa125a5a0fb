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
