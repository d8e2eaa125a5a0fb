-- A consumer's account has its address only when it is confirmed: until then it stands in `asked_email` alone, several accounts may ask for
-- the same, and `email` is a text that is no address.
UPDATE users SET asked_email = email, email = 'not confirmed: ' || hex(id)
WHERE role = 'consumer' AND removed_at IS NULL AND asked_email IS NULL
    AND id IN (SELECT user_id FROM consumers WHERE email_confirmed_at IS NULL);
