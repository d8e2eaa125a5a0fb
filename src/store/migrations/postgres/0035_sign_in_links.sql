-- A link that finishes signing in, where the password came from a browser nobody knows and too many others were tried.
ALTER TABLE one_time_links DROP CONSTRAINT one_time_links_purpose_check;
ALTER TABLE one_time_links
    ADD CONSTRAINT one_time_links_purpose_check CHECK (purpose IN ('learning', 'set_up', 'password_reset', 'sign_in'));
