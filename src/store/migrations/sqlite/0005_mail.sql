-- Sending mail: when it was last tried, and finding what failed among much that did not.

ALTER TABLE outbox ADD COLUMN last_attempt_at INTEGER;
CREATE INDEX outbox_failed ON outbox (id) WHERE sent_at IS NULL AND last_error IS NOT NULL;
