-- One more kind of notice: a tax credit was figured with the table of an earlier year. Told once for each year.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check CHECK (kind IN (
    'submitted', 'determined', 'determined_again', 'older_figures', 'enrolled', 'assister_added', 'assister_changed', 'assister_removed'
));
CREATE UNIQUE INDEX notices_one_of_older_figures ON notices (consumer_id, coverage_year) WHERE kind = 'older_figures';
