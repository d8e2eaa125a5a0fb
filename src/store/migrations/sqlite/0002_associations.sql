-- Associations, what consumers agreed to, the wizard, and what the client list is read from.

CREATE TABLE associations (
    id BLOB NOT NULL PRIMARY KEY,
    consumer_id BLOB NOT NULL REFERENCES consumers (id),
    assister_id BLOB NOT NULL REFERENCES assisters (id),
    -- The consumer's name, here so that a page of the list is read from one index.
    display_name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    first_opened_at INTEGER,
    ended_at INTEGER,
    ended_by TEXT,
    end_reason TEXT,
    CONSTRAINT associations_end_check CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CONSTRAINT associations_ended_by_check CHECK (ended_by IN ('consumer_removed', 'consumer_changed', 'staff')),
    CONSTRAINT associations_reason_check CHECK ((ended_by IS NOT NULL AND ended_by = 'staff') = (end_reason IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX associations_one_active ON associations (consumer_id) WHERE ended_at IS NULL;
CREATE INDEX associations_by_consumer ON associations (consumer_id, ended_at);

-- One index per list and order, in which a page is a walk of neighbors.
CREATE INDEX associations_all_by_name ON associations (assister_id, sort_name, id, display_name, started_at)
    WHERE ended_at IS NULL;
CREATE INDEX associations_all_by_start ON associations (assister_id, started_at, id, display_name)
    WHERE ended_at IS NULL;
CREATE INDEX associations_new_by_name ON associations (assister_id, sort_name, id, display_name, started_at)
    WHERE ended_at IS NULL AND first_opened_at IS NULL;
CREATE INDEX associations_new_by_start ON associations (assister_id, started_at, id, display_name)
    WHERE ended_at IS NULL AND first_opened_at IS NULL;
CREATE INDEX associations_opened_by_name ON associations (assister_id, sort_name, id, display_name, started_at)
    WHERE ended_at IS NULL AND first_opened_at IS NOT NULL;
CREATE INDEX associations_opened_by_start ON associations (assister_id, started_at, id, display_name)
    WHERE ended_at IS NULL AND first_opened_at IS NOT NULL;

CREATE TRIGGER associations_stay_ended BEFORE UPDATE ON associations WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an ended association does not change'); END;
CREATE TRIGGER associations_no_delete BEFORE DELETE ON associations
BEGIN SELECT RAISE(ABORT, 'associations are kept'); END;

-- The words under which clients with an active association are found, with what a page of results needs.
CREATE TABLE client_words (
    assister_id BLOB NOT NULL,
    word TEXT NOT NULL,
    association_id BLOB NOT NULL REFERENCES associations (id),
    opened INTEGER NOT NULL,
    sort_name TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    PRIMARY KEY (assister_id, word, association_id),
    CONSTRAINT client_words_opened_check CHECK (opened IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX client_words_by_association ON client_words (association_id, word);

CREATE TABLE client_counts (
    assister_id BLOB NOT NULL PRIMARY KEY REFERENCES assisters (id),
    new_count INTEGER NOT NULL,
    in_progress_count INTEGER NOT NULL,
    CONSTRAINT client_counts_new_check CHECK (new_count >= 0),
    CONSTRAINT client_counts_in_progress_check CHECK (in_progress_count >= 0)
) STRICT, WITHOUT ROWID;

-- Texts that were agreed to, each once.
CREATE TABLE consent_texts (
    sha256 BLOB NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    CONSTRAINT consent_texts_sha256_check CHECK (length(sha256) = 32)
) STRICT;
CREATE TRIGGER consent_texts_no_update BEFORE UPDATE ON consent_texts
BEGIN SELECT RAISE(ABORT, 'consent_texts is append-only'); END;
CREATE TRIGGER consent_texts_no_delete BEFORE DELETE ON consent_texts
BEGIN SELECT RAISE(ABORT, 'consent_texts is append-only'); END;

CREATE TABLE consents (
    id BLOB NOT NULL PRIMARY KEY,
    association_id BLOB NOT NULL REFERENCES associations (id),
    consumer_id BLOB NOT NULL REFERENCES consumers (id),
    draft_id BLOB NOT NULL,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    text_sha256 BLOB NOT NULL REFERENCES consent_texts (sha256),
    -- The assister as shown.
    assister_id BLOB NOT NULL REFERENCES assisters (id),
    assister_name TEXT NOT NULL,
    assister_kind TEXT NOT NULL,
    organization_name TEXT NOT NULL,
    reference_number INTEGER NOT NULL,
    public_phone TEXT NOT NULL,
    public_email TEXT NOT NULL,
    typed_name TEXT NOT NULL,
    agreed_at INTEGER NOT NULL,
    CONSTRAINT consents_association_key UNIQUE (association_id),
    CONSTRAINT consents_draft_key UNIQUE (draft_id)
) STRICT;
CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'consents is append-only'); END;
CREATE TRIGGER consents_no_delete BEFORE DELETE ON consents
BEGIN SELECT RAISE(ABORT, 'consents is append-only'); END;

CREATE TABLE wizard_drafts (
    consumer_id BLOB NOT NULL PRIMARY KEY REFERENCES consumers (id),
    id BLOB NOT NULL,
    assister_id BLOB NOT NULL REFERENCES assisters (id),
    card_confirmed INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT wizard_drafts_id_key UNIQUE (id),
    CONSTRAINT wizard_drafts_confirmed_check CHECK (card_confirmed IN (0, 1))
) STRICT;
