-- A broad search in the order of time keeps what matches by the name to sort by: with it in the index, no row is looked up for that.
DROP INDEX associations_all_by_start;
CREATE INDEX associations_all_by_start ON associations (assister_id, started_at, id, display_name, sort_name)
    WHERE ended_at IS NULL;
DROP INDEX associations_new_by_start;
CREATE INDEX associations_new_by_start ON associations (assister_id, started_at, id, display_name, sort_name)
    WHERE ended_at IS NULL AND first_opened_at IS NULL;
DROP INDEX associations_opened_by_start;
CREATE INDEX associations_opened_by_start ON associations (assister_id, started_at, id, display_name, sort_name)
    WHERE ended_at IS NULL AND first_opened_at IS NOT NULL;
