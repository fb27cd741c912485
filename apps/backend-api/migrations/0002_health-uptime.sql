-- Up Migration
CREATE TABLE health_uptime (
  service text NOT NULL,
  hour timestamptz NOT NULL,
  up_ms integer NOT NULL,
  degraded_ms integer NOT NULL,
  down_ms integer NOT NULL,
  maintenance_ms integer NOT NULL,
  PRIMARY KEY (service, hour),
  CHECK (least(up_ms, degraded_ms, down_ms, maintenance_ms) >= 0),
  CHECK (up_ms + degraded_ms + down_ms + maintenance_ms <= 3600000)
);

CREATE INDEX health_uptime_hour ON health_uptime (hour);

CREATE TABLE health_uptime_marks (
  service text PRIMARY KEY,
  recorded_until timestamptz NOT NULL
);

CREATE INDEX health_transitions_changed_at ON health_transitions (changed_at, id);
CREATE INDEX health_transitions_service_changed_at_id ON health_transitions (service, changed_at, id);
DROP INDEX health_transitions_service_changed_at;
