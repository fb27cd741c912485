import type { Account } from '../accounts/account.js';
import { parseAmount } from '../accounts/amount.js';
import type { Accounts } from '../accounts/registry.js';
import type { Market } from '../market/market.js';
import { hashText, mix } from '../market/random.js';
import { DEMO, DEMO_DEPOSITS, DEMO_HISTORY_MS } from './identity.js';
import { createRounds } from './rounds.js';
import { createPace, type Strategy } from './strategy.js';
import { createTrader } from './trader.js';
import { createFeeStock, createSaving } from './upkeep.js';

const TRADED = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'XRP/USDT', 'DOGE/USDT'];
const SAVED = 'ADA/USDT';
const FEES = 'BNB/USDT';

/** Which demonstration to show: the same seed and start give the same one. */
export interface DemoOptions {
  readonly seed: string;
  /** Milliseconds since the epoch: the history reaches back from here, and the live pace begins. */
  readonly startedAt: number;
}

/**
 * Opens the demonstration's account: deposits, then a bot whose fills depend on seed, start and prices alone. What
 * it did since it was last looked at is worked out by the account's `advance`.
 */
export function openDemo(market: Market, accounts: Accounts, { seed, startedAt }: DemoOptions): Account {
  const begin = startedAt - DEMO_HISTORY_MS;
  const account = accounts.open(DEMO.account, begin);
  accounts.grant({ ...DEMO, account, permissions: ['read'], createdAt: begin });
  for (const [asset, text] of Object.entries(DEMO_DEPOSITS)) {
    const amount = parseAmount(text) ?? 0n;
    account.balances.add(asset, amount);
    account.transfers.add({ id: `demo-${asset}`, kind: 'deposit', asset, amount, fee: 0n, time: begin });
  }
  const trader = createTrader(market, account);
  const pace = createPace(startedAt);
  const root = mix(hashText(seed), hashText('demo'));
  const strategyFor = (create: typeof createRounds, name: string, index: number): Strategy[] => {
    const symbol = market.find(name);
    return symbol ? [create(trader, pace, symbol, mix(root, index), begin)] : [];
  };
  const strategies = [
    ...strategyFor(createFeeStock, FEES, 100),
    ...strategyFor(createSaving, SAVED, 101),
    ...TRADED.flatMap((name, index) => strategyFor(createRounds, name, index)),
  ];
  const earliest = () => strategies.reduce((first, other) => (other.next < first.next ? other : first));
  account.advance = (now) => {
    for (let next = earliest(); next.next <= now; next = earliest()) next.act();
  };
  return account;
}
