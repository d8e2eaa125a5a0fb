-- The client list joins its clients' applications by their consumers: with the consumer in the index, no association is looked up for that.
DROP INDEX associations_all_by_name;
CREATE INDEX associations_all_by_name ON associations (assister_id, sort_name, id) INCLUDE (display_name, started_at, consumer_id)
    WHERE ended_at IS NULL;
DROP INDEX associations_all_by_start;
CREATE INDEX associations_all_by_start ON associations (assister_id, started_at, id) INCLUDE (display_name, sort_name, consumer_id)
    WHERE ended_at IS NULL;
DROP INDEX associations_new_by_name;
CREATE INDEX associations_new_by_name ON associations (assister_id, sort_name, id) INCLUDE (display_name, started_at, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NULL;
DROP INDEX associations_new_by_start;
CREATE INDEX associations_new_by_start ON associations (assister_id, started_at, id) INCLUDE (display_name, sort_name, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NULL;
DROP INDEX associations_opened_by_name;
CREATE INDEX associations_opened_by_name ON associations (assister_id, sort_name, id) INCLUDE (display_name, started_at, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NOT NULL;
DROP INDEX associations_opened_by_start;
CREATE INDEX associations_opened_by_start ON associations (assister_id, started_at, id) INCLUDE (display_name, sort_name, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NOT NULL;

-- What client lists show of each application (rule 22), in one row that is found at once. Kept by the database itself, in the transaction
-- of whatever changes it: of determinations the initial one only (rule 28).
CREATE TABLE client_applications (
    consumer_id UUID NOT NULL REFERENCES consumers (id),
    coverage_year BIGINT NOT NULL,
    submitted_at TIMESTAMPTZ,
    summary TEXT,
    enrolled BOOLEAN NOT NULL,
    PRIMARY KEY (consumer_id, coverage_year)
);
INSERT INTO client_applications (consumer_id, coverage_year, submitted_at, summary, enrolled)
SELECT a.consumer_id, a.coverage_year, a.submitted_at, d.summary,
       EXISTS (SELECT 1 FROM enrollments e WHERE e.application_id = a.id AND e.replaced_at IS NULL)
FROM applications a LEFT JOIN determinations d ON d.application_id = a.id AND d.is_initial;
CREATE FUNCTION list_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO client_applications (consumer_id, coverage_year, submitted_at, enrolled)
    VALUES (NEW.consumer_id, NEW.coverage_year, NEW.submitted_at, FALSE)
    ON CONFLICT (consumer_id, coverage_year) DO UPDATE SET submitted_at = NEW.submitted_at;
    RETURN NULL;
END $$;
CREATE TRIGGER applications_listed AFTER INSERT ON applications
    FOR EACH ROW EXECUTE FUNCTION list_application();
CREATE TRIGGER applications_listed_again AFTER UPDATE OF submitted_at ON applications
    FOR EACH ROW EXECUTE FUNCTION list_application();
CREATE FUNCTION list_determination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE client_applications SET summary = NEW.summary
    WHERE (consumer_id, coverage_year) = (SELECT a.consumer_id, a.coverage_year FROM applications a WHERE a.id = NEW.application_id);
    RETURN NULL;
END $$;
CREATE TRIGGER determinations_listed AFTER INSERT ON determinations
    FOR EACH ROW WHEN (NEW.is_initial) EXECUTE FUNCTION list_determination();
CREATE FUNCTION list_enrollment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE client_applications SET enrolled = NEW.replaced_at IS NULL
    WHERE (consumer_id, coverage_year) = (SELECT a.consumer_id, a.coverage_year FROM applications a WHERE a.id = NEW.application_id);
    RETURN NULL;
END $$;
CREATE TRIGGER enrollments_listed AFTER INSERT ON enrollments
    FOR EACH ROW EXECUTE FUNCTION list_enrollment();
CREATE TRIGGER enrollments_listed_again AFTER UPDATE OF replaced_at ON enrollments
    FOR EACH ROW EXECUTE FUNCTION list_enrollment();
