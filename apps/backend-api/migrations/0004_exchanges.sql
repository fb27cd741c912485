-- Up Migration
CREATE TABLE exchanges (
  account text NOT NULL,
  name text NOT NULL,
  enabled boolean NOT NULL,
  has_auth boolean NOT NULL,
  added_at timestamptz NOT NULL DEFAULT date_trunc('second', now()),
  removed_at timestamptz,
  PRIMARY KEY (account, name)
);
