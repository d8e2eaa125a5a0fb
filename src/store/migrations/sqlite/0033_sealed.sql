-- With which key a value is encrypted; the key itself is not in the database. None: not yet, from before there were keys.
ALTER TABLE second_factors ADD COLUMN sealed_by TEXT;
ALTER TABLE authenticator_drafts ADD COLUMN sealed_by TEXT;
ALTER TABLE recovery_sheets ADD COLUMN sealed_by TEXT;
-- Of `login_mn_token`.
ALTER TABLE sessions ADD COLUMN sealed_by TEXT;
-- Of what is secret here: the key of the hashes of what was tried, and the words by which a wrong key is found out.
ALTER TABLE installation ADD COLUMN sealed_by TEXT;
