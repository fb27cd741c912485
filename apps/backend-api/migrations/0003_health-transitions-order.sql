-- Up Migration
ALTER TABLE health_transitions ADD COLUMN seq bigint;

UPDATE health_transitions AS transition SET seq = ordered.seq
FROM (SELECT id, row_number() OVER (ORDER BY changed_at, id) AS seq FROM health_transitions) AS ordered
WHERE transition.id = ordered.id;

ALTER TABLE health_transitions ALTER COLUMN seq SET NOT NULL;
ALTER TABLE health_transitions ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY;
SELECT setval(pg_get_serial_sequence('health_transitions', 'seq'), (SELECT coalesce(max(seq), 0) + 1 FROM health_transitions), false);

CREATE INDEX health_transitions_service_seq ON health_transitions (service, seq);
