import type { Pool, PoolClient } from 'pg';
import type { Account } from './account.js';

type Row = { readonly id: number; readonly name: string; readonly createdAt: Date };

const COLUMNS = 'id, name, created_at AS "createdAt"';

export async function listAccounts(pool: Pool): Promise<Account[]> {
  const { rows } = await pool.query<Row>({
    name: 'accounts_list',
    text: `SELECT ${COLUMNS} FROM accounts ORDER BY id`,
  });
  return rows.map(accountOf);
}

export async function findAccount(pool: Pool, name: string): Promise<Account | undefined> {
  const { rows } = await pool.query<Row>({
    name: 'accounts_find',
    text: `SELECT ${COLUMNS} FROM accounts WHERE name = $1`,
    values: [name],
  });
  return rows.map(accountOf)[0];
}

/** Undefined where there is one of that name already. */
export async function insertAccount(pool: Pool, name: string): Promise<Account | undefined> {
  const { rows } = await pool.query<Row>({
    name: 'accounts_insert',
    text: `INSERT INTO accounts (name) VALUES ($1) ON CONFLICT (name) DO NOTHING RETURNING ${COLUMNS}`,
    values: [name],
  });
  return rows.map(accountOf)[0];
}

export async function ensureAccounts(client: PoolClient, names: readonly string[]): Promise<void> {
  await client.query({
    name: 'accounts_ensure',
    text: `INSERT INTO accounts (name)
           SELECT DISTINCT name FROM unnest($1::text[]) AS given(name)
           WHERE NOT EXISTS (SELECT FROM accounts WHERE accounts.name = given.name)
           ORDER BY name ON CONFLICT (name) DO NOTHING`,
    values: [names],
  });
}

function accountOf({ createdAt, ...row }: Row): Account {
  return { ...row, createdAt: createdAt.getTime() };
}
