import type { Pool, PoolClient, QueryConfig } from 'pg';

/**
 * Does the work on one connection, in a transaction that `begin` opens. After a failure the connection is given up, which undoes the
 * work.
 */
export async function transaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  begin: string | QueryConfig = 'BEGIN',
): Promise<T> {
  const client = await pool.connect();
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let failed = true;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    failed = false;
    return result;
  } finally {
    client.off('error', ignore);
    client.release(failed);
  }
}
