-- What the resource center's queues are read from: who waits longest comes first.

-- When somebody had done with training and assessment: the later of the two.
ALTER TABLE assisters ADD COLUMN learned_at INTEGER GENERATED ALWAYS AS
    (CASE WHEN trained_at IS NULL THEN NULL WHEN mastered_at < trained_at THEN trained_at ELSE mastered_at END) VIRTUAL;

-- Each queue as the resource manager, ARC and BSL see it.
CREATE INDEX assisters_ready ON assisters (learned_at, id, cleared_until)
    WHERE state = 'not_enrolled' AND learned_at IS NOT NULL AND cleared_until IS NOT NULL;
CREATE INDEX assisters_ready_arc ON assisters (learned_at, id, cleared_until)
    WHERE state = 'not_enrolled' AND learned_at IS NOT NULL AND cleared_until IS NOT NULL AND kind <> 'broker';
CREATE INDEX assisters_ready_bsl ON assisters (learned_at, id, cleared_until)
    WHERE state = 'not_enrolled' AND learned_at IS NOT NULL AND cleared_until IS NOT NULL AND kind = 'broker';
CREATE INDEX assisters_to_confirm ON assisters (activated_at, id)
    WHERE state = 'active' AND confirmed_at IS NULL AND activated_at IS NOT NULL;
CREATE INDEX assisters_to_confirm_arc ON assisters (activated_at, id)
    WHERE state = 'active' AND confirmed_at IS NULL AND activated_at IS NOT NULL AND kind <> 'broker';
CREATE INDEX assisters_to_confirm_bsl ON assisters (activated_at, id)
    WHERE state = 'active' AND confirmed_at IS NULL AND activated_at IS NOT NULL AND kind = 'broker';

-- Staff accounts, for the resource manager.
CREATE INDEX users_staff ON users (display_name, id) WHERE role IN ('arc', 'bsl', 'resource_manager') AND removed_at IS NULL;

-- Agencies are found by their name when a broker is written down.
CREATE INDEX organizations_by_name ON organizations (name, created_at, id);

-- The search over all assisters walks names; with these in the index, filters don't look at rows.
DROP INDEX assisters_by_name;
CREATE INDEX assisters_by_name ON assisters (sort_name, id, kind, state, cleared_until);
CREATE INDEX assisters_by_state ON assisters (state, sort_name, id, kind, cleared_until);
