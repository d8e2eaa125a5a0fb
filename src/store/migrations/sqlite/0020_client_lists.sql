-- The client list joins its clients' applications by their consumers: with the consumer in the index, no association is looked up for that.
DROP INDEX associations_all_by_name;
CREATE INDEX associations_all_by_name ON associations (assister_id, sort_name, id, display_name, started_at, consumer_id)
    WHERE ended_at IS NULL;
DROP INDEX associations_all_by_start;
CREATE INDEX associations_all_by_start ON associations (assister_id, started_at, id, display_name, sort_name, consumer_id)
    WHERE ended_at IS NULL;
DROP INDEX associations_new_by_name;
CREATE INDEX associations_new_by_name ON associations (assister_id, sort_name, id, display_name, started_at, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NULL;
DROP INDEX associations_new_by_start;
CREATE INDEX associations_new_by_start ON associations (assister_id, started_at, id, display_name, sort_name, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NULL;
DROP INDEX associations_opened_by_name;
CREATE INDEX associations_opened_by_name ON associations (assister_id, sort_name, id, display_name, started_at, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NOT NULL;
DROP INDEX associations_opened_by_start;
CREATE INDEX associations_opened_by_start ON associations (assister_id, started_at, id, display_name, sort_name, consumer_id)
    WHERE ended_at IS NULL AND first_opened_at IS NOT NULL;
