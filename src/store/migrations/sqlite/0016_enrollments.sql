-- Enrollments in health plans: what was confirmed, whatever the catalog says later.

CREATE TABLE enrollments (
    id BLOB NOT NULL PRIMARY KEY,
    application_id BLOB NOT NULL REFERENCES applications (id),
    consumer_id BLOB NOT NULL REFERENCES consumers (id),
    -- The plan, in the catalog that it was chosen from.
    plan_id BLOB NOT NULL REFERENCES plans (id),
    -- Who is enrolled: their numbers within the application, with a space in between.
    members TEXT NOT NULL,
    -- Cents a month at the time of confirming: the plan's premium, and the tax credit that lowers it.
    premium INTEGER NOT NULL,
    credit INTEGER NOT NULL,
    effective_on TEXT NOT NULL,
    confirmed_at INTEGER NOT NULL,
    confirmed_by BLOB NOT NULL,
    confirmed_role TEXT NOT NULL,
    -- When another one took its place, before its first day.
    replaced_at INTEGER,
    CONSTRAINT enrollments_amounts_check CHECK (premium >= 0 AND credit >= 0 AND credit <= premium)
) STRICT;
CREATE UNIQUE INDEX enrollments_one_current ON enrollments (application_id) WHERE replaced_at IS NULL;
CREATE INDEX enrollments_by_consumer ON enrollments (consumer_id, confirmed_at);
CREATE TRIGGER enrollments_stay_replaced BEFORE UPDATE ON enrollments WHEN OLD.replaced_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a replaced enrollment does not change'); END;
CREATE TRIGGER enrollments_no_delete BEFORE DELETE ON enrollments
BEGIN SELECT RAISE(ABORT, 'enrollments are kept'); END;
