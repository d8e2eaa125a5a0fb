-- The client list joins its clients' applications by their consumers: with the consumer in the index, no association is looked up for that.
DROP INDEX associations_all_by_name;
CREATE INDEX associations_all_by_name ON associations (assister_id, sort_name, id, display_name, started_at, consumer_id)
    WHERE ended_at IS NULL;
DROP INDEX associations_all_by_start;
CREATE INDEX associations_all_by_start ON associations (assister_id, started_at, id, display_name, sort_name, consumer_id)
    WHERE ended_at IS NULL;
DROP INDEX associations_new_by_name;
CREATE INDEX associations_new_by_name ON associations (assister_id, sort_name, id, display_name, started_at, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NULL;
DROP INDEX associations_new_by_start;
CREATE INDEX associations_new_by_start ON associations (assister_id, started_at, id, display_name, sort_name, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NULL;
DROP INDEX associations_opened_by_name;
CREATE INDEX associations_opened_by_name ON associations (assister_id, sort_name, id, display_name, started_at, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NOT NULL;
DROP INDEX associations_opened_by_start;
CREATE INDEX associations_opened_by_start ON associations (assister_id, started_at, id, display_name, sort_name, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NOT NULL;

-- What client lists show of each application (rule 22), in one row that is found at once. Kept by the database itself, in the transaction
-- of whatever changes it: of determinations the initial one only (rule 28).
CREATE TABLE client_applications (
    consumer_id BLOB NOT NULL REFERENCES consumers (id),
    coverage_year INTEGER NOT NULL,
    submitted_at INTEGER,
    summary TEXT,
    enrolled INTEGER NOT NULL,
    PRIMARY KEY (consumer_id, coverage_year)
) STRICT, WITHOUT ROWID;
INSERT INTO client_applications (consumer_id, coverage_year, submitted_at, summary, enrolled)
SELECT a.consumer_id, a.coverage_year, a.submitted_at, d.summary,
       EXISTS (SELECT 1 FROM enrollments e WHERE e.application_id = a.id AND e.replaced_at IS NULL)
FROM applications a LEFT JOIN determinations d ON d.application_id = a.id AND d.is_initial;
CREATE TRIGGER applications_listed AFTER INSERT ON applications
BEGIN
    INSERT INTO client_applications (consumer_id, coverage_year, submitted_at, enrolled)
    VALUES (NEW.consumer_id, NEW.coverage_year, NEW.submitted_at, 0);
END;
CREATE TRIGGER applications_listed_again AFTER UPDATE OF submitted_at ON applications
BEGIN
    UPDATE client_applications SET submitted_at = NEW.submitted_at
    WHERE consumer_id = NEW.consumer_id AND coverage_year = NEW.coverage_year;
END;
CREATE TRIGGER determinations_listed AFTER INSERT ON determinations WHEN NEW.is_initial
BEGIN
    UPDATE client_applications SET summary = NEW.summary
    WHERE (consumer_id, coverage_year) = (SELECT a.consumer_id, a.coverage_year FROM applications a WHERE a.id = NEW.application_id);
END;
CREATE TRIGGER enrollments_listed AFTER INSERT ON enrollments
BEGIN
    UPDATE client_applications SET enrolled = NEW.replaced_at IS NULL
    WHERE (consumer_id, coverage_year) = (SELECT a.consumer_id, a.coverage_year FROM applications a WHERE a.id = NEW.application_id);
END;
CREATE TRIGGER enrollments_listed_again AFTER UPDATE OF replaced_at ON enrollments
BEGIN
    UPDATE client_applications SET enrolled = NEW.replaced_at IS NULL
    WHERE (consumer_id, coverage_year) = (SELECT a.consumer_id, a.coverage_year FROM applications a WHERE a.id = NEW.application_id);
END;
