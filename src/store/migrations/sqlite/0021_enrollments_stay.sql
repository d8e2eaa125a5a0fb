-- What was confirmed stays as it was confirmed: another enrollment may take its place, and nothing else changes.
CREATE TRIGGER enrollments_stay BEFORE UPDATE ON enrollments
WHEN OLD.replaced_at IS NULL AND (
    NEW.id IS NOT OLD.id
    OR NEW.application_id IS NOT OLD.application_id
    OR NEW.consumer_id IS NOT OLD.consumer_id
    OR NEW.plan_id IS NOT OLD.plan_id
    OR NEW.members IS NOT OLD.members
    OR NEW.premium IS NOT OLD.premium
    OR NEW.credit IS NOT OLD.credit
    OR NEW.effective_on IS NOT OLD.effective_on
    OR NEW.confirmed_at IS NOT OLD.confirmed_at
    OR NEW.confirmed_by IS NOT OLD.confirmed_by
    OR NEW.confirmed_role IS NOT OLD.confirmed_role
)
BEGIN SELECT RAISE(ABORT, 'a confirmed enrollment does not change'); END;
