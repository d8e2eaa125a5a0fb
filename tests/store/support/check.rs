//! What must be true of the database whatever was done to it.

use super::TestDb;

impl TestDb {
    /// Every maintained number equals what it stands for, and every change has its audit row.
    pub async fn assert_consistent(&self) {
        for (what, wrong) in [
            (
                "counts of New",
                "SELECT COUNT(*) FROM client_counts c WHERE c.new_count <> (SELECT COUNT(*) FROM associations s
                 WHERE s.assister_id = c.assister_id AND s.ended_at IS NULL AND s.first_opened_at IS NULL)",
            ),
            (
                "counts of In Progress",
                "SELECT COUNT(*) FROM client_counts c WHERE c.in_progress_count <> (SELECT COUNT(*) FROM associations s
                 WHERE s.assister_id = c.assister_id AND s.ended_at IS NULL AND s.first_opened_at IS NOT NULL)",
            ),
            (
                "clients without counts",
                "SELECT COUNT(*) FROM associations s WHERE s.ended_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM client_counts c WHERE c.assister_id = s.assister_id)",
            ),
            (
                "words of ended associations",
                "SELECT COUNT(*) FROM client_words w JOIN associations s ON s.id = w.association_id WHERE s.ended_at IS NOT NULL",
            ),
            (
                "words that say otherwise than their association",
                "SELECT COUNT(*) FROM client_words w JOIN associations s ON s.id = w.association_id WHERE w.opened <> (s.first_opened_at IS NOT NULL)
                 OR w.assister_id <> s.assister_id OR w.sort_name <> s.sort_name OR w.started_at <> s.started_at",
            ),
            (
                "active associations without words",
                "SELECT COUNT(*) FROM associations s WHERE s.ended_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM client_words w WHERE w.association_id = s.id)",
            ),
            (
                "counts of beginnings",
                "SELECT COUNT(*) FROM client_prefixes p WHERE p.new_count <> (SELECT COUNT(DISTINCT w.association_id) FROM client_words w
                 WHERE w.assister_id = p.assister_id AND substr(w.word, 1, length(p.prefix)) = p.prefix AND NOT w.opened)
                 OR p.in_progress_count <> (SELECT COUNT(DISTINCT w.association_id) FROM client_words w
                 WHERE w.assister_id = p.assister_id AND substr(w.word, 1, length(p.prefix)) = p.prefix AND w.opened)",
            ),
            (
                "words whose beginning is not counted",
                "SELECT COUNT(*) FROM client_words w WHERE w.word NOT LIKE '=%' AND NOT EXISTS (SELECT 1 FROM client_prefixes p
                 WHERE p.assister_id = w.assister_id AND p.prefix = substr(w.word, 1, 4))",
            ),
            ("counted beginnings of dates of birth", "SELECT COUNT(*) FROM client_prefixes WHERE prefix LIKE '=%'"),
            (
                "consumers with two active associations",
                "SELECT COUNT(*) FROM (SELECT consumer_id FROM associations WHERE ended_at IS NULL GROUP BY consumer_id HAVING COUNT(*) > 1) t",
            ),
            (
                "applications that lists show otherwise",
                "SELECT COUNT(*) FROM applications a LEFT JOIN determinations d ON d.application_id = a.id AND d.is_initial
                 LEFT JOIN client_applications l ON l.consumer_id = a.consumer_id AND l.coverage_year = a.coverage_year
                 WHERE l.consumer_id IS NULL OR COALESCE(l.summary, '') <> COALESCE(d.summary, '')
                 OR (l.submitted_at IS NULL) <> (a.submitted_at IS NULL) OR l.submitted_at <> a.submitted_at
                 OR l.enrolled <> EXISTS (SELECT 1 FROM enrollments e WHERE e.application_id = a.id AND e.replaced_at IS NULL)",
            ),
            (
                "associations with another kind than their assister",
                "SELECT COUNT(*) FROM associations s JOIN assisters a ON a.id = s.assister_id WHERE COALESCE(s.assister_kind, '') <> a.kind",
            ),
            (
                "associations without a receipt",
                "SELECT COUNT(*) FROM associations s WHERE NOT EXISTS (SELECT 1 FROM consents c WHERE c.association_id = s.id)",
            ),
            (
                "starts without an audit row",
                "SELECT COUNT(*) FROM associations s WHERE (SELECT COUNT(*) FROM audit_events e
                 WHERE e.association_id = s.id AND e.action = 'association_started') <> 1",
            ),
            (
                "ends without an audit row",
                "SELECT COUNT(*) FROM associations s WHERE (SELECT COUNT(*) FROM audit_events e
                 WHERE e.association_id = s.id AND e.action = 'association_ended') <> (CASE WHEN s.ended_at IS NULL THEN 0 ELSE 1 END)",
            ),
            (
                "first openings without an audit row",
                "SELECT COUNT(*) FROM associations s WHERE (SELECT COUNT(*) FROM audit_events e WHERE e.association_id = s.id
                 AND e.action = 'record_first_opened') <> (CASE WHEN s.first_opened_at IS NULL THEN 0 ELSE 1 END)",
            ),
            ("mail", "SELECT COUNT(*) FROM outbox"),
        ] {
            assert_eq!(self.number(wrong).await, 0, "{what} on {:?}", self.store.kind());
        }
    }
}
