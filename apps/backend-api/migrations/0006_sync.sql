-- Up Migration
CREATE TABLE sync_jobs (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id integer NOT NULL REFERENCES accounts,
  exchange text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('symbols', 'trades', 'balances', 'transfers', 'positions')),
  symbol text NOT NULL DEFAULT '',
  active boolean NOT NULL DEFAULT true,
  due_at timestamptz NOT NULL DEFAULT now(),
  leased_until timestamptz,
  leased_by uuid,
  progress jsonb NOT NULL DEFAULT '{}',
  offered boolean NOT NULL DEFAULT true,
  failures integer NOT NULL DEFAULT 0,
  last_error text,
  last_ok_at timestamptz,
  UNIQUE (account_id, exchange, kind, symbol)
);
CREATE INDEX sync_jobs_due ON sync_jobs (due_at) WHERE active;

CREATE TABLE transfers (
  account_id integer NOT NULL REFERENCES accounts,
  exchange text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('deposit', 'withdrawal')),
  transfer_id text COLLATE "C" NOT NULL,
  asset text NOT NULL,
  amount numeric NOT NULL CHECK (amount >= 0),
  executed_at timestamptz NOT NULL,
  value numeric,
  PRIMARY KEY (account_id, exchange, kind, transfer_id)
);
CREATE INDEX transfers_executed ON transfers (account_id, executed_at);
CREATE INDEX transfers_unvalued ON transfers (account_id, exchange) WHERE value IS NULL;

CREATE TABLE exchange_positions (
  account_id integer NOT NULL REFERENCES accounts,
  exchange text NOT NULL,
  symbol text NOT NULL,
  side text NOT NULL CHECK (side IN ('long', 'short')),
  size numeric NOT NULL,
  contract_size numeric NOT NULL,
  entry_price numeric,
  mark_price numeric,
  unrealized numeric,
  as_of timestamptz NOT NULL,
  PRIMARY KEY (account_id, exchange, symbol, side)
);
