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

-- Consumers who closed their account. The email is theirs for another account, so it is kept here and not with the closed one; what they
-- submitted is kept until this day at least.
CREATE TABLE closed_accounts (
    user_id UUID NOT NULL PRIMARY KEY REFERENCES users (id),
    email TEXT NOT NULL,
    closed_at TIMESTAMPTZ NOT NULL,
    kept_until DATE NOT NULL
);

-- A draft goes with the account, and from lists with it; what was submitted stays.
DROP TRIGGER applications_no_delete ON applications;
CREATE TRIGGER applications_no_delete BEFORE DELETE ON applications
    FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION refuse('submitted applications are kept');
CREATE FUNCTION unlist_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM client_applications WHERE consumer_id = OLD.consumer_id AND coverage_year = OLD.coverage_year;
    RETURN NULL;
END $$;
CREATE TRIGGER applications_unlisted AFTER DELETE ON applications
    FOR EACH ROW EXECUTE FUNCTION unlist_application();
