import type { Balances } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { Balances as CcxtBalances } from 'ccxt';
import { requireSupport } from '../market/context.js';
import { amountOf, isAbove } from '../market/decimal.js';
import { holdsList } from '../market/to-candles.js';
import { unexpected } from '../market/unexpected.js';
import type { Signed } from './signed.js';

/** For so long an account that held something is not believed to hold nothing at all. */
const BELIEVED_EMPTY_AFTER_MS = 5 * 60_000;

type Told = Balances['balances'];

/** Asks for an account's balances. */
export type AskBalances = (signal: AbortSignal) => Promise<Omit<Balances, 'account'>>;

/**
 * A balance without any asset, which is what broken answers look like, is refused for five minutes where there was one before; an account
 * that was emptied still lists its assets at most exchanges, with zeros.
 */
export function createBalances(signed: Signed, now: () => number): AskBalances {
  const { exchange } = signed;
  let heldSomething = false;
  let emptySince: number | undefined;

  const judge = (listed: number): void => {
    if (listed > 0) {
      heldSomething = true;
      emptySince = undefined;
      return;
    }
    if (!heldSomething) return;
    emptySince ??= now();
    if (now() - emptySince < BELIEVED_EMPTY_AFTER_MS) throw unexpected('a balance without any asset');
    heldSomething = false;
  };

  return async (signal) => {
    requireSupport(signed, "an account's balances", 'fetchBalance');
    return signed.askSigned({
      kind: 'balances',
      signal,
      ask: (client) => client.fetchBalance(),
      read(told, { body, at }) {
        const { balances, listed } = toBalances(told, body);
        judge(listed);
        return { exchange, as_of: formatTimestamp(at), balances };
      },
    });
  };
}

/** Every asset that is not zero. @throws {ExchangeFailure} for what is no balance */
function toBalances(told: CcxtBalances, body: string): { balances: Told; listed: number } {
  const of = (part: 'free' | 'used' | 'total') => told[part] as unknown as Readonly<Record<string, unknown>>;
  const assets = Object.keys(of('total') ?? {});
  if (assets.length === 0 && !holdsList(body)) throw unexpected('no balance');
  const balances = assets.flatMap((asset) => {
    const total = amountOf(of('total')[asset]);
    if (total === null) throw unexpected(`no balance of ${asset.slice(0, 40)}`);
    const used = amountOf(of('used')[asset]) ?? '0';
    const free = amountOf(of('free')[asset]) ?? total;
    if (isAbove(free, total) || isAbove(used, total)) throw unexpected('a part above the whole');
    return isAbove(total, '0') ? [{ asset, free, used, total }] : [];
  });
  return { balances, listed: assets.length };
}
