-- Up Migration
CREATE TABLE accounts (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT date_trunc('second', now())
);
INSERT INTO accounts (name) VALUES ('main');
INSERT INTO accounts (name)
  SELECT DISTINCT account FROM exchanges WHERE removed_at IS NULL AND account <> 'main' ORDER BY account;

CREATE TABLE chats (
  chat_id bigint PRIMARY KEY,
  account_id integer NOT NULL REFERENCES accounts,
  linked_at timestamptz NOT NULL DEFAULT date_trunc('second', now())
);
CREATE TABLE link_codes (
  hash bytea PRIMARY KEY,
  account_id integer NOT NULL REFERENCES accounts,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE TABLE link_attempts (
  chat_id bigint NOT NULL,
  attempted_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX link_attempts_attempted_at ON link_attempts (attempted_at, chat_id);

CREATE TABLE books (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id integer NOT NULL REFERENCES accounts,
  exchange text NOT NULL,
  symbol text NOT NULL,
  market text NOT NULL CHECK (market IN ('spot', 'swap')),
  amount_step numeric,
  cost_min numeric,
  fills bigint NOT NULL DEFAULT 0,
  last_executed_at timestamptz,
  last_fill_id text COLLATE "C",
  state text NOT NULL DEFAULT '{}',
  totals text NOT NULL DEFAULT '{}',
  is_open boolean NOT NULL DEFAULT false,
  -- From where on, and at least until when, its fills wait to be folded again.
  refold_at timestamptz,
  refold_id text COLLATE "C",
  refold_until timestamptz,
  UNIQUE (account_id, exchange, symbol)
);
CREATE INDEX books_open ON books (account_id) WHERE is_open;
CREATE INDEX books_refold ON books (id) WHERE refold_at IS NOT NULL;

CREATE TABLE fills (
  book_id integer NOT NULL REFERENCES books,
  fill_id text COLLATE "C" NOT NULL,
  account_id integer NOT NULL,
  executed_at timestamptz NOT NULL,
  side "char" NOT NULL CHECK (side IN ('b', 's')),
  line "char" NOT NULL CHECK (line IN ('n', 'l', 's')),
  price numeric NOT NULL CHECK (price > 0),
  amount numeric NOT NULL CHECK (amount > 0),
  contract_size numeric NOT NULL DEFAULT 1,
  fees jsonb,
  funding numeric,
  fee_quote numeric,
  fee_base numeric,
  rate numeric,
  pnl numeric,
  PRIMARY KEY (book_id, fill_id)
);
CREATE INDEX fills_order ON fills (book_id, executed_at, length(fill_id), fill_id);
CREATE INDEX fills_realized ON fills (account_id, executed_at) INCLUDE (pnl) WHERE pnl IS NOT NULL;
CREATE INDEX fills_unpriced ON fills (account_id, book_id) WHERE fee_quote IS NULL OR rate IS NULL;

CREATE TABLE trades (
  book_id integer NOT NULL REFERENCES books,
  closed_by text COLLATE "C" NOT NULL,
  line "char" NOT NULL,
  account_id integer NOT NULL,
  side "char" NOT NULL,
  size numeric NOT NULL,
  entry_price numeric NOT NULL,
  exit_price numeric NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz NOT NULL,
  pnl numeric,
  fees numeric,
  funding numeric NOT NULL,
  PRIMARY KEY (book_id, closed_at, closed_by)
);
CREATE INDEX trades_closed ON trades (account_id, closed_at, book_id, closed_by, line);

CREATE TABLE checkpoints (
  book_id integer NOT NULL REFERENCES books,
  executed_at timestamptz NOT NULL,
  fill_id text COLLATE "C" NOT NULL,
  state text NOT NULL,
  PRIMARY KEY (book_id, executed_at, fill_id)
);

CREATE TABLE summaries (
  account_id integer NOT NULL REFERENCES accounts,
  span text NOT NULL CHECK (span IN ('hour', 'day', 'month', 'all')),
  starts_at timestamptz NOT NULL,
  summary text NOT NULL,
  PRIMARY KEY (account_id, span, starts_at)
);

CREATE TABLE rates (
  currency text COLLATE "C" NOT NULL,
  quote text COLLATE "C" NOT NULL,
  minute timestamptz NOT NULL,
  price numeric CHECK (price > 0),
  source text,
  asked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (currency, quote, minute)
);

CREATE INDEX fills_unpriced_order ON fills (executed_at, book_id, fill_id) WHERE fee_quote IS NULL OR rate IS NULL;

CREATE TABLE leases (
  name text PRIMARY KEY,
  holder uuid NOT NULL,
  held_until timestamptz NOT NULL
);

CREATE TABLE balance_reads (
  account_id integer NOT NULL REFERENCES accounts,
  exchange text NOT NULL,
  as_of timestamptz,
  source text CHECK (source IN ('sync', 'put')),
  failed_since timestamptz,
  error text,
  PRIMARY KEY (account_id, exchange)
);

CREATE TABLE balances (
  account_id integer NOT NULL,
  exchange text NOT NULL,
  asset text COLLATE "C" NOT NULL,
  free numeric NOT NULL,
  used numeric NOT NULL,
  total numeric NOT NULL,
  PRIMARY KEY (account_id, exchange, asset),
  FOREIGN KEY (account_id, exchange) REFERENCES balance_reads
);

CREATE TABLE balance_puts (
  account_id integer NOT NULL,
  exchange text NOT NULL,
  as_of timestamptz NOT NULL,
  totals jsonb NOT NULL,
  flows jsonb NOT NULL,
  PRIMARY KEY (account_id, exchange, as_of),
  FOREIGN KEY (account_id, exchange) REFERENCES balance_reads
);
