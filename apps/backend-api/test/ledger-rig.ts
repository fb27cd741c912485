import { createLogger, databaseReason } from '@neuratrade/service-kit';
import type { Cleanup, TestPostgres } from '@neuratrade/test-kit';
import type pg from 'pg';
import { createAccounts } from '../src/ledger/accounts/service.js';
import { Decimal } from '../src/ledger/decimal.js';
import { createRefolds, type Refolds } from '../src/ledger/fills/refold-queue/service.js';
import { createFillStore, type FillStore, type NewFill, type Place } from '../src/ledger/fills/store.js';
import { createWriter, type Writer } from '../src/ledger/fills/writer.js';
import { createPositions, type Positions } from '../src/ledger/positions/service.js';
import type { Pair } from '../src/ledger/rates/rate.js';
import { migrate } from '../src/platform/db/migrate.js';
import { createPool } from '../src/platform/db/pool.js';

export interface LedgerRig {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly store: FillStore['store'];
  readonly refolds: Refolds;
  readonly write: Writer;
  readonly positions: Positions;
  /** `main` on an exchange. */
  readonly place: (exchange?: string) => Promise<Place>;
  /** Prices that are known: `BNB USDT` and the minute. */
  readonly prices: Map<string, string>;
  /** What was logged at info, as message and fields. */
  readonly lines: unknown[];
}

/** A fill store over a new database or another rig's; its prices are those that the test gives. */
export async function ledgerRig(
  cleanup: Cleanup,
  postgres: TestPostgres,
  given?: string,
): Promise<LedgerRig> {
  const url = given ?? (await postgres.createDatabase());
  const quiet = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
  await migrate({ url, logger: quiet, signal: new AbortController().signal });
  const pool = createPool({ url, logger: quiet });
  cleanup.add(() => pool.end());
  const lines: unknown[] = [];
  const logger = { ...quiet, info: (msg: string, fields?: unknown) => void lines.push([msg, fields]) };
  const prices = new Map<string, string>();
  const rates = {
    many: async () => (pair: Pair) => {
      const price = prices.get(`${pair.currency} ${pair.in} ${pair.at}`);
      return price === undefined ? null : new Decimal(price);
    },
  };
  const database = { pool, reasonOf: databaseReason };
  const accounts = createAccounts(database);
  const write = createWriter(database);
  const refolds = createRefolds({ ...database, write, rates, logger });
  cleanup.add(refolds.stop);
  return {
    url,
    pool,
    store: createFillStore({ ...database, write, rates, logger, onWaiting: refolds.wake }).store,
    refolds,
    write,
    positions: createPositions(database),
    place: async (exchange = 'mybot') => ({ account: await accounts.named('main'), exchange }),
    prices,
    lines,
  };
}

/** 2026-01-05T00:00:00Z, a Monday. */
export const START = Date.UTC(2026, 0, 5);

type Short = [side: NewFill['side'], amount: string, price: string, rest?: Partial<NewFill>];

/** Fills of BTC/USDT a minute apart, with ids from 1. */
export function fillsOf(shorts: readonly Short[]): NewFill[] {
  return shorts.map(([side, amount, price, rest], index) => ({
    symbol: 'BTC/USDT',
    market: 'spot',
    id: String(index + 1),
    line: 'net',
    contractSize: '1',
    fees: [],
    funding: null,
    executedAt: START + 60_000 * index,
    ...{ side, amount, price },
    ...rest,
  }));
}
