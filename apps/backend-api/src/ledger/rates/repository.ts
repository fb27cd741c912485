import type { Pool } from 'pg';
import { Decimal } from '../decimal.js';
import type { Rate, Wanted } from './rate.js';

interface Row {
  readonly currency: string;
  readonly in: string;
  readonly minute: number;
  readonly price: string | null;
  readonly source: string | null;
}

/** Sources among which is the simulator. */
const SIMULATED = String.raw`\msimulator `;

const COLUMNS = `currency, quote AS "in", (extract(epoch FROM minute) * 1000)::float8 AS minute, price, source`;

export interface RememberedOptions {
  /** For how long it stands that no market told a price. */
  readonly askAgainMs: number;
  /** Whether prices of the simulator count. */
  readonly simulated: boolean;
}

/** What is remembered: prices, and that no market told one when they were last asked. */
export async function readRates(
  pool: Pool,
  wanted: readonly Wanted[],
  { askAgainMs, simulated }: RememberedOptions,
): Promise<Rate[]> {
  const { rows } = await pool.query<Row>({
    name: 'rates_read',
    text: `SELECT ${COLUMNS} FROM unnest($1::text[], $2::text[], $3::float8[]) AS wanted(of, into_, at)
           CROSS JOIN LATERAL (
             SELECT * FROM rates WHERE currency = of AND quote = into_ AND minute = to_timestamp(at / 1000) LIMIT 1
           ) AS known
           WHERE CASE WHEN price IS NULL THEN asked_at > now() - $4 * interval '1 ms' ELSE $5 OR source !~ $6 END`,
    values: [...columnsOf(wanted), askAgainMs, simulated, SIMULATED],
  });
  return rows.map(rateOf);
}

/** Remembers what was found, and resolves with what is remembered then: a price that is known already stays, one of the simulator only while that counts. */
export async function saveRates(
  pool: Pool,
  rates: readonly Rate[],
  { simulated }: Pick<RememberedOptions, 'simulated'>,
): Promise<Rate[]> {
  const { rows } = await pool.query<Row>({
    name: 'rates_save',
    text: `INSERT INTO rates AS known (currency, quote, minute, price, source)
           SELECT of, into_, to_timestamp(at / 1000), told, by
           FROM unnest($1::text[], $2::text[], $3::float8[], $4::numeric[], $5::text[]) AS given(of, into_, at, told, by)
           ORDER BY of COLLATE "C", into_ COLLATE "C", at
           ON CONFLICT (currency, quote, minute) DO UPDATE SET asked_at = now(),
             price = CASE WHEN known.price IS NOT NULL AND ($6 OR known.source !~ $7) THEN known.price ELSE excluded.price END,
             source = CASE WHEN known.price IS NOT NULL AND ($6 OR known.source !~ $7) THEN known.source ELSE excluded.source END
           RETURNING ${COLUMNS}`,
    values: [
      ...columnsOf(rates),
      rates.map(({ price }) => price?.toFixed() ?? null),
      rates.map(({ source }) => source),
      simulated,
      SIMULATED,
    ],
  });
  return rows.map(rateOf);
}

function columnsOf(wanted: readonly Wanted[]): [string[], string[], number[]] {
  return [
    wanted.map(({ currency }) => currency),
    wanted.map((pair) => pair.in),
    wanted.map(({ minute }) => minute),
  ];
}

function rateOf({ price, ...row }: Row): Rate {
  return { ...row, price: price === null ? null : new Decimal(price) };
}
