-- The Agency Management Program: lists and searches of rosters, and edits that meet.

-- When what the roster says last changed: an edit says which state it was begun on.
ALTER TABLE assisters ADD COLUMN changed_at TIMESTAMPTZ NOT NULL DEFAULT '1970-01-01 00:00:00Z';

-- A roster is walked in the order of names; with these in the index, accounts of one state are counted without looking at a row.
DROP INDEX assisters_by_organization;
CREATE INDEX assisters_by_organization ON assisters (organization_id, kind, sort_name, id, state, cleared_until);

-- The words under which an assister is found: the folded parts of the name, to be found by their beginnings; and, after a sign that
-- no name has, what is only found whole, in lower case: certification email, Training ID, Assister ID, NPN, reference number.
CREATE TABLE assister_words (
    organization_id UUID NOT NULL,
    kind TEXT NOT NULL,
    word TEXT COLLATE "C" NOT NULL,
    assister_id UUID NOT NULL REFERENCES assisters (id),
    PRIMARY KEY (organization_id, kind, word, assister_id)
);
-- For staff, who search all organizations, and for taking words away.
CREATE INDEX assister_words_by_word ON assister_words (word, assister_id, kind);
CREATE INDEX assister_words_by_assister ON assister_words (assister_id, word);

-- Parts of names can't be folded here: who was written down before is found by the beginning of the whole name until they change.
INSERT INTO assister_words (organization_id, kind, word, assister_id)
SELECT organization_id, kind, sort_name, id FROM assisters
UNION SELECT organization_id, kind, '=' || lower(certification_email), id FROM assisters
UNION SELECT organization_id, kind, '=' || lower(assister_code), id FROM assisters
UNION SELECT organization_id, kind, '=' || lower(training_id), id FROM assisters WHERE training_id IS NOT NULL
UNION SELECT organization_id, kind, '=' || lower(npn), id FROM assisters WHERE npn IS NOT NULL
UNION SELECT organization_id, kind, '=' || lpad(reference_number::text, 7, '0'), id FROM assisters WHERE reference_number IS NOT NULL;

-- Agency contacts of one organization.
CREATE INDEX users_by_organization ON users (organization_id, display_name) WHERE organization_id IS NOT NULL;
