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

-- A date of birth is searched for as a whole: its word begins with a sign that no name has, and its beginnings are not counted.
UPDATE client_words SET word = '=' || word WHERE word LIKE '%-%';
DELETE FROM client_prefixes;
INSERT INTO client_prefixes (assister_id, prefix, new_count, in_progress_count)
SELECT assister_id, prefix, SUM(CASE WHEN opened THEN 0 ELSE 1 END), SUM(CASE WHEN opened THEN 1 ELSE 0 END)
FROM (
    SELECT assister_id, association_id, opened, substr(word, 1, 1) AS prefix FROM client_words WHERE word NOT LIKE '=%'
    UNION SELECT assister_id, association_id, opened, substr(word, 1, 2) FROM client_words WHERE word NOT LIKE '=%'
    UNION SELECT assister_id, association_id, opened, substr(word, 1, 3) FROM client_words WHERE word NOT LIKE '=%'
    UNION SELECT assister_id, association_id, opened, substr(word, 1, 4) FROM client_words WHERE word NOT LIKE '=%'
) beginnings
GROUP BY assister_id, prefix;
