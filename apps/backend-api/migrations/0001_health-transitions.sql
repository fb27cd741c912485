-- Up Migration
CREATE TABLE health_transitions (
  id uuid PRIMARY KEY,
  service text NOT NULL,
  status_from text NOT NULL,
  status_to text NOT NULL,
  reason text,
  changed_at timestamptz NOT NULL,
  lasted_ms bigint NOT NULL
);

CREATE INDEX health_transitions_service_changed_at ON health_transitions (service, changed_at DESC);
