import { BATCH } from './ledger.js';

const MOST_PARAMETERS = 65_535;
const SCHEMA = 'bare';
const EVERY_MS = 100;

/**
 * A copy of the table of fills with its indexes and what they refer to, in a schema of its own, and an INSERT of rows like those that
 * stand in the table already, each under an id and at a time of its own, later than the one before.
 */
export async function createBareTable(client) {
  await client.query(`
    CREATE SCHEMA ${SCHEMA};
    CREATE TABLE ${SCHEMA}.books (LIKE public.books INCLUDING ALL);
    INSERT INTO ${SCHEMA}.books OVERRIDING SYSTEM VALUE SELECT * FROM public.books;
    CREATE TABLE ${SCHEMA}.fills (LIKE public.fills INCLUDING ALL);
    ALTER TABLE ${SCHEMA}.fills ADD FOREIGN KEY (book_id) REFERENCES ${SCHEMA}.books (id);`);
  const like = await client.query({
    text: `SELECT * FROM public.fills LIMIT ${BATCH}`,
    rowMode: 'array',
    types: { getTypeParser: () => (text) => text },
  });
  const columns = like.fields.map(({ name }) => name);
  const idColumn = columns.indexOf('fill_id');
  const timeColumn = columns.indexOf('executed_at');
  const startsAt = Date.now();
  const rowsAtOnce = Math.floor(MOST_PARAMETERS / columns.length);
  let next = 0;

  const insert = (rows) => ({
    name: `bare-${rows.length}`,
    text: `INSERT INTO ${SCHEMA}.fills (${columns.join(', ')}) VALUES ${placeholders(rows.length, columns.length)}`,
    values: rows.flat(),
  });

  return {
    prepare: () =>
      like.rows.map((row) => {
        const n = next++;
        const executedAt = new Date(startsAt + n * EVERY_MS).toISOString();
        return row.with(idColumn, String(5_000_000_000 + n)).with(timeColumn, executedAt);
      }),
    run: async (rows) => {
      await client.query('BEGIN');
      for (let from = 0; from < rows.length; from += rowsAtOnce)
        await client.query(insert(rows.slice(from, from + rowsAtOnce)));
      await client.query('COMMIT');
    },
  };
}

function placeholders(rows, columns) {
  let next = 1;
  const row = () => `(${Array.from({ length: columns }, () => `$${next++}`).join(',')})`;
  return Array.from({ length: rows }, row).join(',');
}
