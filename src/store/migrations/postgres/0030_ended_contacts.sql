-- Agency contacts whose access was ended: who, when, by whom and why. The account may be invited again; what was done stays here.
CREATE TABLE ended_contacts (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    user_id UUID NOT NULL REFERENCES users (id),
    -- The contact's name on that day.
    name TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor_user_id UUID NOT NULL,
    actor_role TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX ended_contacts_by_organization ON ended_contacts (organization_id, at);
CREATE TRIGGER ended_contacts_no_update BEFORE UPDATE ON ended_contacts
    FOR EACH ROW EXECUTE FUNCTION refuse('ended_contacts is append-only');
CREATE TRIGGER ended_contacts_no_delete BEFORE DELETE ON ended_contacts
    FOR EACH ROW EXECUTE FUNCTION refuse('ended_contacts is append-only');
