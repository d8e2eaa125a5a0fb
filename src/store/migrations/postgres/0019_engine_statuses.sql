-- How far the later statuses that an exchange's engine tells of were taken: the number of the last one.
CREATE TABLE engine_statuses (
    taken BIGINT NOT NULL
);
INSERT INTO engine_statuses (taken) VALUES (0);
