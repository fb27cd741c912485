-- Up Migration
CREATE TABLE equity_snapshots (
  account_id integer NOT NULL REFERENCES accounts,
  at timestamptz NOT NULL,
  equity numeric NOT NULL,
  cash numeric NOT NULL,
  exposure numeric NOT NULL,
  unrealized numeric NOT NULL,
  open_fees numeric NOT NULL,
  partial boolean NOT NULL,
  PRIMARY KEY (account_id, at)
);

CREATE TABLE equity_turns (
  account_id integer PRIMARY KEY REFERENCES accounts,
  due_at timestamptz NOT NULL DEFAULT now(),
  leased_until timestamptz NOT NULL DEFAULT '-infinity',
  leased_by uuid,
  thinned_until timestamptz
);
