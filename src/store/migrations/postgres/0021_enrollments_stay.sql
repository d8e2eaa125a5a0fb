-- What was confirmed stays as it was confirmed: another enrollment may take its place, and nothing else changes.
CREATE TRIGGER enrollments_stay BEFORE UPDATE ON enrollments
    FOR EACH ROW WHEN (
        OLD.replaced_at IS NULL AND (
            NEW.id IS DISTINCT FROM OLD.id
            OR NEW.application_id IS DISTINCT FROM OLD.application_id
            OR NEW.consumer_id IS DISTINCT FROM OLD.consumer_id
            OR NEW.plan_id IS DISTINCT FROM OLD.plan_id
            OR NEW.members IS DISTINCT FROM OLD.members
            OR NEW.premium IS DISTINCT FROM OLD.premium
            OR NEW.credit IS DISTINCT FROM OLD.credit
            OR NEW.effective_on IS DISTINCT FROM OLD.effective_on
            OR NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
            OR NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by
            OR NEW.confirmed_role IS DISTINCT FROM OLD.confirmed_role
        )
    ) EXECUTE FUNCTION refuse('a confirmed enrollment does not change');
