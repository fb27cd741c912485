-- Up Migration
ALTER TABLE chats
  ADD COLUMN look text NOT NULL DEFAULT 'light' CHECK (look IN ('light', 'dark')),
  ADD COLUMN timezone text NOT NULL DEFAULT 'UTC',
  ADD COLUMN digest_enabled boolean NOT NULL DEFAULT false,
  ADD COLUMN digest_at text NOT NULL DEFAULT '08:00' CHECK (digest_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  ADD COLUMN digest_since timestamptz NOT NULL DEFAULT date_trunc('second', now()),
  ADD COLUMN unreachable text;
UPDATE chats SET digest_since = linked_at;

-- The chat that redeemed it.
ALTER TABLE link_codes ADD COLUMN used_by bigint;
