const SCAN =
  /((?:Index Only|Index|Bitmap Heap|Seq) Scan)(?: using (\S+))? on (\S+).*?\(actual.*?rows=([\d.]+) loops=(\d+)\)/;

/**
 * How PostgreSQL gets at the rows of each statement that `read` sends to what it is given for a pool: a scan each, with the table, the index if it
 * uses one, and how many rows it had of it.
 *
 * @param {import('pg').Client} client
 * @param {(pool: object) => Promise<unknown>} read
 */
export async function scansOf(client, read) {
  const scans = [];
  const explain = async ({ name, text, values }) => {
    const { rows } = await client.query({
      text: `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ${text}`,
      values,
    });
    for (const row of rows) {
      const [, how, index, on, perLoop, loops] = SCAN.exec(row['QUERY PLAN']) ?? [];
      if (how !== undefined && loops !== '0')
        scans.push({ statement: name, how, index, on, rows: Number(perLoop) * Number(loops) });
    }
    return { rows: [] };
  };
  await read({ query: explain });
  return scans;
}
