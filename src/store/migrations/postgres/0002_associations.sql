-- Associations, what consumers agreed to, the wizard, and what the client list is read from.

CREATE TABLE associations (
    id UUID NOT NULL PRIMARY KEY,
    consumer_id UUID NOT NULL REFERENCES consumers (id),
    assister_id UUID NOT NULL REFERENCES assisters (id),
    -- The consumer's name, here so that a page of the list is read from one index.
    display_name TEXT NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    first_opened_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    ended_by TEXT,
    end_reason TEXT,
    CONSTRAINT associations_end_check CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CONSTRAINT associations_ended_by_check CHECK (ended_by IN ('consumer_removed', 'consumer_changed', 'staff')),
    CONSTRAINT associations_reason_check CHECK ((ended_by IS NOT NULL AND ended_by = 'staff') = (end_reason IS NOT NULL))
);
CREATE UNIQUE INDEX associations_one_active ON associations (consumer_id) WHERE ended_at IS NULL;
CREATE INDEX associations_by_consumer ON associations (consumer_id, ended_at);

-- One index per list and order, in which a page is a walk of neighbors.
CREATE INDEX associations_all_by_name ON associations (assister_id, sort_name, id) INCLUDE (display_name, started_at)
    WHERE ended_at IS NULL;
CREATE INDEX associations_all_by_start ON associations (assister_id, started_at, id) INCLUDE (display_name)
    WHERE ended_at IS NULL;
CREATE INDEX associations_new_by_name ON associations (assister_id, sort_name, id) INCLUDE (display_name, started_at)
    WHERE ended_at IS NULL AND first_opened_at IS NULL;
CREATE INDEX associations_new_by_start ON associations (assister_id, started_at, id) INCLUDE (display_name)
    WHERE ended_at IS NULL AND first_opened_at IS NULL;
CREATE INDEX associations_opened_by_name ON associations (assister_id, sort_name, id) INCLUDE (display_name, started_at)
    WHERE ended_at IS NULL AND first_opened_at IS NOT NULL;
CREATE INDEX associations_opened_by_start ON associations (assister_id, started_at, id) INCLUDE (display_name)
    WHERE ended_at IS NULL AND first_opened_at IS NOT NULL;

CREATE TRIGGER associations_stay_ended BEFORE UPDATE ON associations
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse('an ended association does not change');
CREATE TRIGGER associations_no_delete BEFORE DELETE ON associations
    FOR EACH ROW EXECUTE FUNCTION refuse('associations are kept');

-- The words under which clients with an active association are found, with what a page of results needs.
CREATE TABLE client_words (
    assister_id UUID NOT NULL,
    word TEXT COLLATE "C" NOT NULL,
    association_id UUID NOT NULL REFERENCES associations (id),
    opened BOOLEAN NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (assister_id, word, association_id) INCLUDE (opened, sort_name, started_at)
);
CREATE INDEX client_words_by_association ON client_words (association_id, word);

CREATE TABLE client_counts (
    assister_id UUID NOT NULL PRIMARY KEY REFERENCES assisters (id),
    new_count BIGINT NOT NULL,
    in_progress_count BIGINT NOT NULL,
    CONSTRAINT client_counts_new_check CHECK (new_count >= 0),
    CONSTRAINT client_counts_in_progress_check CHECK (in_progress_count >= 0)
);

-- Texts that were agreed to, each once.
CREATE TABLE consent_texts (
    sha256 BYTEA NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    CONSTRAINT consent_texts_sha256_check CHECK (length(sha256) = 32)
);
CREATE TRIGGER consent_texts_no_update BEFORE UPDATE ON consent_texts
    FOR EACH ROW EXECUTE FUNCTION refuse('consent_texts is append-only');
CREATE TRIGGER consent_texts_no_delete BEFORE DELETE ON consent_texts
    FOR EACH ROW EXECUTE FUNCTION refuse('consent_texts is append-only');

CREATE TABLE consents (
    id UUID NOT NULL PRIMARY KEY,
    association_id UUID NOT NULL REFERENCES associations (id),
    consumer_id UUID NOT NULL REFERENCES consumers (id),
    draft_id UUID NOT NULL,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    text_sha256 BYTEA NOT NULL REFERENCES consent_texts (sha256),
    -- The assister as shown.
    assister_id UUID NOT NULL REFERENCES assisters (id),
    assister_name TEXT NOT NULL,
    assister_kind TEXT NOT NULL,
    organization_name TEXT NOT NULL,
    reference_number BIGINT NOT NULL,
    public_phone TEXT NOT NULL,
    public_email TEXT NOT NULL,
    typed_name TEXT NOT NULL,
    agreed_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT consents_association_key UNIQUE (association_id),
    CONSTRAINT consents_draft_key UNIQUE (draft_id)
);
CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents
    FOR EACH ROW EXECUTE FUNCTION refuse('consents is append-only');
CREATE TRIGGER consents_no_delete BEFORE DELETE ON consents
    FOR EACH ROW EXECUTE FUNCTION refuse('consents is append-only');

CREATE TABLE wizard_drafts (
    consumer_id UUID NOT NULL PRIMARY KEY REFERENCES consumers (id),
    id UUID NOT NULL,
    assister_id UUID NOT NULL REFERENCES assisters (id),
    card_confirmed BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT wizard_drafts_id_key UNIQUE (id)
);
