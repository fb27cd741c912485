import type { Pool } from 'pg';

/** A quest that an account completed; `goal` is what it asked for then, `completedAt` in milliseconds since 1970. */
export interface Completion {
  readonly questId: string;
  readonly goal: string;
  readonly completedAt: number;
}

/** What an account switched on or off. */
export async function listChoices(pool: Pool, accountId: number): Promise<ReadonlyMap<string, boolean>> {
  const { rows } = await pool.query<{ quest_id: string; enabled: boolean }>({
    name: 'quest_choices_list',
    text: 'SELECT quest_id, enabled FROM quest_choices WHERE account_id = $1',
    values: [accountId],
  });
  return new Map(rows.map(({ quest_id, enabled }) => [quest_id, enabled]));
}

export async function saveChoice(
  pool: Pool,
  accountId: number,
  questId: string,
  enabled: boolean,
): Promise<void> {
  await pool.query({
    name: 'quest_choices_save',
    text: `INSERT INTO quest_choices (account_id, quest_id, enabled) VALUES ($1, $2, $3)
           ON CONFLICT (account_id, quest_id) DO UPDATE SET enabled = excluded.enabled`,
    values: [accountId, questId, enabled],
  });
}

export async function listCompletions(pool: Pool, accountId: number): Promise<Completion[]> {
  const { rows } = await pool.query<{ quest_id: string; goal: string; completed_at: Date }>({
    name: 'quest_completions_list',
    text: 'SELECT quest_id, goal, completed_at FROM quest_completions WHERE account_id = $1',
    values: [accountId],
  });
  return rows.map((row) => ({
    questId: row.quest_id,
    goal: row.goal,
    completedAt: row.completed_at.getTime(),
  }));
}

export async function saveCompletions(
  pool: Pool,
  accountId: number,
  completions: readonly Completion[],
): Promise<void> {
  await pool.query({
    name: 'quest_completions_save',
    text: `INSERT INTO quest_completions (account_id, quest_id, goal, completed_at)
           SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[])
           ON CONFLICT (account_id, quest_id, goal) DO UPDATE SET completed_at = excluded.completed_at`,
    values: [
      accountId,
      completions.map(({ questId }) => questId),
      completions.map(({ goal }) => goal),
      completions.map(({ completedAt }) => new Date(completedAt)),
    ],
  });
}
