-- Who is doing which work beside the requests, and until when nobody else may take it.

CREATE TABLE leases (
    -- The kind of work, and which piece of it: an import's id, a message's; nil where there is one piece of the kind.
    work TEXT NOT NULL,
    item UUID NOT NULL,
    -- The running program that has it.
    holder UUID NOT NULL,
    -- Another one each time that it is taken. What is written under one that is no longer here is refused.
    token UUID NOT NULL,
    -- By the clock of the database alone.
    ends_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (work, item)
);
