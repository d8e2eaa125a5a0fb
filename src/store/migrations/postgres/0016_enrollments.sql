-- Enrollments in health plans: what was confirmed, whatever the catalog says later.

CREATE TABLE enrollments (
    id UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id),
    consumer_id UUID NOT NULL REFERENCES consumers (id),
    -- The plan, in the catalog that it was chosen from.
    plan_id UUID NOT NULL REFERENCES plans (id),
    -- Who is enrolled: their numbers within the application, with a space in between.
    members TEXT NOT NULL,
    -- Cents a month at the time of confirming: the plan's premium, and the tax credit that lowers it.
    premium BIGINT NOT NULL,
    credit BIGINT NOT NULL,
    effective_on DATE NOT NULL,
    confirmed_at TIMESTAMPTZ NOT NULL,
    confirmed_by UUID NOT NULL,
    confirmed_role TEXT NOT NULL,
    -- When another one took its place, before its first day.
    replaced_at TIMESTAMPTZ,
    CONSTRAINT enrollments_amounts_check CHECK (premium >= 0 AND credit >= 0 AND credit <= premium)
);
CREATE UNIQUE INDEX enrollments_one_current ON enrollments (application_id) WHERE replaced_at IS NULL;
CREATE INDEX enrollments_by_consumer ON enrollments (consumer_id, confirmed_at);
CREATE TRIGGER enrollments_stay_replaced BEFORE UPDATE ON enrollments
    FOR EACH ROW WHEN (OLD.replaced_at IS NOT NULL) EXECUTE FUNCTION refuse('a replaced enrollment does not change');
CREATE TRIGGER enrollments_no_delete BEFORE DELETE ON enrollments
    FOR EACH ROW EXECUTE FUNCTION refuse('enrollments are kept');
