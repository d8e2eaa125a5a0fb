-- What a notice says stays in the words of its time, however a plan or an assister is called later.
DROP TRIGGER notices_no_update ON notices;
ALTER TABLE notices ADD COLUMN by_whom TEXT NOT NULL DEFAULT 'consumer'
    CONSTRAINT notices_by_check CHECK (by_whom IN ('consumer', 'assister', 'staff', 'engine', 'built_in'));
-- The name of an assister who did it.
ALTER TABLE notices ADD COLUMN by_name TEXT NOT NULL DEFAULT '';
-- `about` is the assister, the plan, or for what people qualify in short; this is the assister or the plan in whose place it came.
ALTER TABLE notices ADD COLUMN in_place_of TEXT NOT NULL DEFAULT '';
-- Where it is about an application, and where it is about a plan.
ALTER TABLE notices ADD COLUMN coverage_year BIGINT;
ALTER TABLE notices ADD COLUMN first_day DATE;

-- Those from before get what the change that they tell of left in the same moment.
UPDATE notices SET by_whom = CASE e.actor_role WHEN 'consumer' THEN 'consumer' WHEN 'assister' THEN 'assister' ELSE 'staff' END
    FROM audit_events e WHERE e.id = notices.id;
UPDATE notices SET by_name = a.display_name FROM audit_events e JOIN assisters a ON a.user_id = e.actor_user_id
    WHERE e.id = notices.id AND notices.by_whom = 'assister' AND notices.kind IN ('submitted', 'enrolled');
UPDATE notices SET coverage_year = a.coverage_year FROM applications a
    WHERE a.consumer_id = notices.consumer_id AND a.submitted_at = notices.at AND notices.kind = 'submitted';
UPDATE notices SET coverage_year = a.coverage_year, about = d.summary, by_whom = d.source
    FROM determinations d JOIN applications a ON a.id = d.application_id
    WHERE a.consumer_id = notices.consumer_id AND d.recorded_at = notices.at
        AND ((notices.kind = 'determined' AND d.is_initial) OR (notices.kind = 'determined_again' AND NOT d.is_initial));
UPDATE notices SET coverage_year = a.coverage_year, about = p.name, first_day = n.effective_on
    FROM enrollments n JOIN applications a ON a.id = n.application_id JOIN plans p ON p.id = n.plan_id
    WHERE n.consumer_id = notices.consumer_id AND n.confirmed_at = notices.at AND notices.kind = 'enrolled';
UPDATE notices SET in_place_of = p.name FROM enrollments n JOIN plans p ON p.id = n.plan_id
    WHERE n.consumer_id = notices.consumer_id AND n.replaced_at = notices.at AND notices.kind = 'enrolled';
UPDATE notices SET in_place_of = c.assister_name FROM associations s JOIN consents c ON c.association_id = s.id
    WHERE s.consumer_id = notices.consumer_id AND s.ended_at = notices.at AND notices.kind = 'assister_changed';
CREATE TRIGGER notices_no_update BEFORE UPDATE ON notices
    FOR EACH ROW EXECUTE FUNCTION refuse('notices is append-only');
