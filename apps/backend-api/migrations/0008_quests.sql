-- Up Migration
CREATE TABLE quest_choices (
  account_id integer NOT NULL REFERENCES accounts,
  quest_id text NOT NULL,
  enabled boolean NOT NULL,
  PRIMARY KEY (account_id, quest_id)
);

-- `goal` is what the quest asked for: one that asks for something else since is another.
CREATE TABLE quest_completions (
  account_id integer NOT NULL REFERENCES accounts,
  quest_id text NOT NULL,
  goal text NOT NULL,
  completed_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, quest_id, goal)
);
