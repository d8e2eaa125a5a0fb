-- An agency contact changes the certification email of somebody whose account is set up: until staff confirm it, the account keeps the
-- address of before, which is what its owner signs in with.
ALTER TABLE assisters ADD COLUMN email_asked_at INTEGER;
-- Since when something waits for staff to confirm it: the account, or the email.
ALTER TABLE assisters ADD COLUMN confirm_since INTEGER GENERATED ALWAYS AS (
    CASE WHEN state = 'active' THEN CASE WHEN confirmed_at IS NULL THEN activated_at ELSE email_asked_at END END
) VIRTUAL;

DROP INDEX assisters_to_confirm;
DROP INDEX assisters_to_confirm_arc;
DROP INDEX assisters_to_confirm_bsl;
CREATE INDEX assisters_to_confirm ON assisters (confirm_since, id, cleared_until)
    WHERE confirm_since IS NOT NULL AND cleared_until IS NOT NULL;
CREATE INDEX assisters_to_confirm_arc ON assisters (confirm_since, id, cleared_until)
    WHERE confirm_since IS NOT NULL AND cleared_until IS NOT NULL AND kind <> 'broker';
CREATE INDEX assisters_to_confirm_bsl ON assisters (confirm_since, id, cleared_until)
    WHERE confirm_since IS NOT NULL AND cleared_until IS NOT NULL AND kind = 'broker';
