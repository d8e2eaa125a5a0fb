-- The assister's kind stands with each association, so that those of all brokers are a walk of neighbors in one index.
DROP TRIGGER associations_stay_ended;
ALTER TABLE associations ADD COLUMN assister_kind TEXT
    CONSTRAINT associations_kind_check CHECK (assister_kind IN ('navigator', 'cac', 'broker'));
UPDATE associations SET assister_kind = (SELECT a.kind FROM assisters a WHERE a.id = assister_id);
CREATE TRIGGER associations_stay_ended BEFORE UPDATE ON associations WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an ended association does not change'); END;
CREATE INDEX associations_of_brokers ON associations (started_at, id) WHERE assister_kind = 'broker';

-- The cases of a month.
CREATE INDEX determinations_by_time ON determinations (recorded_at, application_id) WHERE is_initial;
CREATE INDEX enrollments_by_time ON enrollments (confirmed_at, application_id);
CREATE INDEX enrollments_by_application ON enrollments (application_id, confirmed_at);
