-- The weakest door decides: since when the password is one that was chosen by a link in a mail, until its owner has signed in since;
-- and whether the code by email that was right only lets somebody set up another second step.
ALTER TABLE users ADD COLUMN reset_by_mail_at INTEGER;
ALTER TABLE sign_in_steps ADD COLUMN code_right INTEGER NOT NULL DEFAULT 0;

-- Why staff did something to an account.
ALTER TABLE audit_events ADD COLUMN reason TEXT;

-- Somebody who is signed in went to LoginMN to prove that it is them.
ALTER TABLE login_mn_flows ADD COLUMN proves INTEGER NOT NULL DEFAULT 0;
