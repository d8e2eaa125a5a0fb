-- The import of rosters: files that were uploaded, row by row, with what each row would do.

CREATE TABLE imports (
    id BLOB NOT NULL PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    -- Which roster.
    kind TEXT NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id),
    user_name TEXT NOT NULL,
    status TEXT NOT NULL,
    -- Headings of the file that are none of the template's, one a line.
    ignored TEXT NOT NULL,
    -- Rows by what they do: when it was uploaded, and as it went where it was carried out.
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    inactivated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    -- Of the rows that change something: how many there were when it was confirmed, how many are dealt with, up to which line.
    todo INTEGER NOT NULL,
    done INTEGER NOT NULL,
    done_line INTEGER NOT NULL,
    -- The request that confirmed it.
    request TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    CONSTRAINT imports_kind_check CHECK (kind IN ('navigator', 'cac')),
    CONSTRAINT imports_status_check CHECK (status IN ('uploading', 'ready', 'running', 'done', 'failed', 'cancelled'))
) STRICT;
CREATE INDEX imports_by_organization ON imports (organization_id, created_at);
CREATE INDEX imports_open ON imports (status, created_at) WHERE status IN ('uploading', 'ready', 'running');
CREATE INDEX imports_by_age ON imports (created_at);

-- Deleted after a day: nobody's particulars are kept longer than it takes to look at them.
CREATE TABLE import_rows (
    import_id BLOB NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    action TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The cells as they were typed.
    cells TEXT NOT NULL,
    -- What would change, or why nothing will.
    detail TEXT NOT NULL,
    PRIMARY KEY (import_id, line),
    CONSTRAINT import_rows_action_check CHECK (action IN ('add', 'change', 'inactivate', 'unchanged', 'refuse'))
) STRICT, WITHOUT ROWID;
CREATE INDEX import_rows_by_action ON import_rows (import_id, action, line);
