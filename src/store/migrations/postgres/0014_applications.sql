-- Applications with financial assistance, what was determined on them, and the notices that only their consumer reads.

CREATE TABLE applications (
    id UUID NOT NULL PRIMARY KEY,
    consumer_id UUID NOT NULL REFERENCES consumers (id),
    coverage_year BIGINT NOT NULL,
    -- The answers as JSON: domain/applications.
    answers TEXT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    -- Who saved last.
    saved_at TIMESTAMPTZ NOT NULL,
    saved_name TEXT NOT NULL,
    saved_role TEXT NOT NULL,
    saved_kind TEXT,
    submitted_at TIMESTAMPTZ,
    submitted_by UUID,
    submitted_role TEXT,
    -- Who signed, and how the consumer agreed, as JSON.
    signature TEXT,
    CONSTRAINT applications_year_key UNIQUE (consumer_id, coverage_year),
    CONSTRAINT applications_kind_check CHECK (saved_kind IN ('navigator', 'cac', 'broker')),
    CONSTRAINT applications_submitted_check CHECK (
        (submitted_at IS NULL) = (submitted_by IS NULL)
        AND (submitted_at IS NULL) = (submitted_role IS NULL)
        AND (submitted_at IS NULL) = (signature IS NULL)
    )
);
CREATE TRIGGER applications_stay_submitted BEFORE UPDATE ON applications
    FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION refuse('a submitted application does not change');
CREATE TRIGGER applications_no_delete BEFORE DELETE ON applications
    FOR EACH ROW EXECUTE FUNCTION refuse('applications are kept');

CREATE TABLE determinations (
    id UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id),
    recorded_at TIMESTAMPTZ NOT NULL,
    -- The first one is frozen; assisters are never shown another (rule 28).
    is_initial BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    -- How many have which outcome, for lists: `medical_assistance:2,with_credit:1`.
    summary TEXT NOT NULL,
    -- All of it, as JSON: domain/eligibility.
    body TEXT NOT NULL,
    CONSTRAINT determinations_source_check CHECK (source IN ('built_in', 'engine', 'staff'))
);
CREATE UNIQUE INDEX determinations_one_initial ON determinations (application_id) WHERE is_initial;
CREATE INDEX determinations_by_application ON determinations (application_id, recorded_at);
CREATE TRIGGER determinations_no_update BEFORE UPDATE ON determinations
    FOR EACH ROW EXECUTE FUNCTION refuse('determinations is append-only');
CREATE TRIGGER determinations_no_delete BEFORE DELETE ON determinations
    FOR EACH ROW EXECUTE FUNCTION refuse('determinations is append-only');

-- Submitted, and not determined yet: who is due next.
CREATE TABLE pending_determinations (
    application_id UUID NOT NULL PRIMARY KEY REFERENCES applications (id),
    tries BIGINT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX pending_determinations_due ON pending_determinations (due_at);

-- Named by the audit row of the change that they tell of.
CREATE TABLE notices (
    id UUID NOT NULL PRIMARY KEY,
    consumer_id UUID NOT NULL REFERENCES consumers (id),
    at TIMESTAMPTZ NOT NULL,
    kind TEXT NOT NULL,
    -- The assister's name, where it is about one.
    about TEXT NOT NULL,
    CONSTRAINT notices_kind_check CHECK (kind IN (
        'submitted', 'determined', 'determined_again', 'enrolled', 'assister_added', 'assister_changed', 'assister_removed'
    ))
);
CREATE INDEX notices_by_consumer ON notices (consumer_id, at, id);
CREATE TRIGGER notices_no_update BEFORE UPDATE ON notices
    FOR EACH ROW EXECUTE FUNCTION refuse('notices is append-only');
CREATE TRIGGER notices_no_delete BEFORE DELETE ON notices
    FOR EACH ROW EXECUTE FUNCTION refuse('notices is append-only');
