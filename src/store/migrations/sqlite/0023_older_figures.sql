-- One more kind of notice: a tax credit was figured with the table of an earlier year. Told once for each year.
DROP TRIGGER notices_no_update;
DROP TRIGGER notices_no_delete;
DROP INDEX notices_by_consumer;
ALTER TABLE notices RENAME TO notices_before;
CREATE TABLE notices (
    id BLOB NOT NULL PRIMARY KEY,
    consumer_id BLOB NOT NULL REFERENCES consumers (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    by_whom TEXT NOT NULL DEFAULT 'consumer'
        CONSTRAINT notices_by_check CHECK (by_whom IN ('consumer', 'assister', 'staff', 'engine', 'built_in')),
    by_name TEXT NOT NULL DEFAULT '',
    in_place_of TEXT NOT NULL DEFAULT '',
    coverage_year INTEGER,
    first_day TEXT,
    CONSTRAINT notices_kind_check CHECK (kind IN (
        'submitted', 'determined', 'determined_again', 'older_figures', 'enrolled', 'assister_added', 'assister_changed', 'assister_removed'
    ))
) STRICT;
INSERT INTO notices (id, consumer_id, at, kind, about, by_whom, by_name, in_place_of, coverage_year, first_day)
    SELECT id, consumer_id, at, kind, about, by_whom, by_name, in_place_of, coverage_year, first_day FROM notices_before;
DROP TABLE notices_before;
CREATE INDEX notices_by_consumer ON notices (consumer_id, at, id);
CREATE UNIQUE INDEX notices_one_of_older_figures ON notices (consumer_id, coverage_year) WHERE kind = 'older_figures';
CREATE TRIGGER notices_no_update BEFORE UPDATE ON notices
BEGIN SELECT RAISE(ABORT, 'notices is append-only'); END;
CREATE TRIGGER notices_no_delete BEFORE DELETE ON notices
BEGIN SELECT RAISE(ABORT, 'notices is append-only'); END;
